"""Messages that a machine may translate: what a ward's FAQ says, and what its staff writes.

Nothing else: our own words are only ever shown in curated translations. What is shown comes from
the machine's memory alone, which is quick; ``prepare`` fills it, which is not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from madoguchi.answers import faq, guidance
from madoguchi.languages import ruby, strings
from madoguchi.languages.machine import machine
from madoguchi.languages.phrases import filled
from madoguchi.languages.translations import phrases_of
from madoguchi.languages.translator import Translator
from madoguchi.messages import Button, ChoicesMessage, Message, TextMessage

_JAPANESE = "ja"
_TRIED_AGAIN_SECONDS = 3600.0
_MOST_FAILED = 2000


class _Failed:
    """Texts that the machine has not translated well of late, by language: hashes only."""

    def __init__(self) -> None:
        self._until: dict[int, float] = {}

    def add(self, text: str, language: str) -> None:
        """Note a text; the oldest notes go where there are too many."""
        while len(self._until) >= _MOST_FAILED:
            del self._until[next(iter(self._until))]
        self._until[hash((text, language))] = time.monotonic() + _TRIED_AGAIN_SECONDS

    def has(self, text: str, language: str) -> bool:
        """Whether it failed within the last hour."""
        return self._until.get(hash((text, language)), 0.0) > time.monotonic()


_failed = _Failed()


def may_be(message: Message) -> bool:
    """Whether the message's own words may be translated by a machine."""
    return bool(_texts_of(message))


def texts(messages: Sequence[Message]) -> tuple[str, ...]:
    """The Japanese texts of the messages that a machine may translate, each once."""
    found = [text for message in messages for text in (*_texts_of(message), *_labels(message))]
    return tuple(dict.fromkeys(found))


def prepare(messages: Sequence[Message], language: str) -> None:
    """Have the machine translate and remember what of the messages it may. Slow.

    What it has not done well is not tried again for a while.
    """
    if not machine.can_translate(_JAPANESE, language):
        return
    for text in texts(messages):
        if _failed.has(text, language) or machine.recall(text, _JAPANESE, language) is not None:
            continue
        made = machine.translate(text, _JAPANESE, language, remember=True)
        if made is None or not made.complete:
            _failed.add(text, language)


def is_translated(message: Message, language: str) -> bool:
    """Whether all of the message that a machine may translate is remembered."""
    found = texts((message,))
    return bool(found) and all(_recalled(text, language) is not None for text in found)


def in_language(message: Message, into: Translator, language: str) -> Message | None:
    """The message translated and marked; None for one that no machine may translate.

    Where the memory does not hold all of it, since the machine was not good enough or has not come
    to it yet, it stays Japanese, and a person is offered.
    """
    ours = _texts_of(message)
    if not ours:
        return None
    said = [_recalled(text, language) for text in ours]
    shown = [text for text in said if text is not None]
    buttons = _known(message.choices, into) if isinstance(message, ChoicesMessage) else ()
    if len(shown) < len(said):
        person = _known((guidance.PERSON,), into)
        return ChoicesMessage(
            **message.model_dump(exclude={"kind", "choices"}), choices=(*buttons, *person)
        )
    frame = phrases_of(language).get(faq.FRAME)
    if faq.parts(message) is not None and frame is not None:
        shown[0] = filled(frame, {"question": shown[0]})
    changes: dict[str, object] = {
        "text": "\n".join((_notice(language), *shown)),
        "language": language,
        "original": message.text,
        "translated_by": "machine",
    }
    if message.source is not None and message.source.title is not None:
        title = into.text(message.source.title) or message.source.title
        changes["source"] = message.source.model_copy(update={"title": title})
    if isinstance(message, ChoicesMessage):
        changes["choices"] = buttons
    return message.model_copy(update=changes)


def with_labels(message: Message, language: str) -> Message:
    """The message with the FAQ's questions among its buttons translated, as far as remembered.

    A message with such a button says that a machine translated it.
    """
    labels = {ja: _recalled(ja, language) for ja in _labels(message)}
    known = {ja: said for ja, said in labels.items() if said is not None}
    if not known or not isinstance(message, ChoicesMessage):
        return message
    choices = tuple(
        button.model_copy(update={"label": known.get(button.label, button.label)})
        if faq.is_entry(button)
        else button
        for button in message.choices
    )
    return message.model_copy(
        update={
            "text": f"{_notice(language)}\n{message.text}",
            "original": "\n".join((message.original or message.text, *(f"・{ja}" for ja in known))),
            "translated_by": "machine",
            "choices": choices,
        }
    )


def _texts_of(message: Message) -> tuple[str, ...]:
    """The Japanese of a message that is somebody else's: a member of staff's, or a FAQ's."""
    if message.language != _JAPANESE:
        return ()
    if message.author is not None and isinstance(message, (TextMessage, ChoicesMessage)):
        return (message.text,)
    return faq.parts(message) or ()


def _labels(message: Message) -> Iterator[str]:
    if isinstance(message, ChoicesMessage):
        yield from (button.label for button in message.choices if faq.is_entry(button))


def _recalled(ja: str, language: str) -> str | None:
    found = machine.recall(ja, _JAPANESE, language)
    return found.text if found is not None and found.complete else None


def _known(buttons: Sequence[Button], into: Translator) -> tuple[Button, ...]:
    return tuple(
        button.model_copy(update={"label": into.text(button.label) or button.label})
        for button in buttons
    )


def _notice(language: str) -> str:
    return ruby.plain(strings.text(language, "languages.machine"))
