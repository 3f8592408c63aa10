"""The resident's settings: ward, language, notices and their data, in the resident's language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from madoguchi.answers import guidance
from madoguchi.catalogue.ward import Ward
from madoguchi.languages import ruby, strings
from madoguchi.languages.translator import is_spoken
from madoguchi.messages import Button, CardMessage, CardRow, ChoicesMessage, Message, TextMessage


def is_asked_for(text: str) -> bool:
    """Whether the text is the name of the settings, in any language, and nothing else."""
    return _plain(text) in _names()


def card(ward: Ward | None, language: str, notices: bool | None) -> CardMessage:
    """What is set, and buttons to change it; ``notices`` None: the channel brings none."""
    rows = [
        CardRow(label=_say(language, "ward"), value=_named(ward, language)),
        CardRow(label=_say(language, "language"), value=strings.LANGUAGES[language]),
    ]
    buttons = [
        Button(label=_say(language, "change_ward"), postback="ward:"),
        # Whoever cannot read the language that is set must find this one.
        Button(label=_say(language, "change_language"), postback="language:"),
    ]
    if notices is not None:
        now, change = ("on", "off") if notices else ("off", "on")
        rows.append(
            CardRow(label=_say(language, "notices"), value=_say(language, f"notices_{now}"))
        )
        buttons.append(
            Button(label=_say(language, f"turn_notices_{change}"), postback=f"notices:{change}")
        )
    buttons.append(Button(label=_say(language, "delete"), postback="delete:ask"))
    return CardMessage(
        title=_say(language, "title"),
        text=_say(language, "intro"),
        language=language,
        rows=tuple(rows),
        choices=tuple(buttons),
    )


def choose_language(language: str) -> ChoicesMessage:
    """Every language, named in itself."""
    return ChoicesMessage(
        text=_say(language, "which_language"),
        language=language,
        choices=tuple(
            Button(label=name, postback=f"language:{tag}")
            for tag, name in strings.LANGUAGES.items()
        ),
    )


def language_chosen(language: str, ward: Ward | None) -> Message:
    """What the choice of a language changes, said in it: in some not yet the answers."""
    text = _say(language, "language_set", name=strings.LANGUAGES[language])
    if is_spoken(language):
        return TextMessage(text=text, language=language)
    text = f"{text}\n{_say(language, 'answers_in_japanese')}"
    return guidance.other_languages(ward, text, _say(language, "desk"), language)


def desk(ward: Ward | None, language: str) -> tuple[Message, ...]:
    """The ward's desk for foreign residents, said in the language; nothing where it has none."""
    if ward is None or ward.foreign_residents_desk is None:
        return ()
    text = ruby.plain(strings.text(language, "languages.ask_desk"))
    return (guidance.other_languages(ward, text, _say(language, "desk"), language),)


def notices_chosen(wanted: bool, language: str) -> TextMessage:
    """That notices come from now on, or no longer."""
    key = "notices_begin" if wanted else "notices_end"
    return TextMessage(text=_say(language, key), language=language)


def no_notices_here(language: str) -> TextMessage:
    """That the channel brings no notices."""
    return TextMessage(text=_say(language, "no_notices_here"), language=language)


def known_language(tag: str) -> str | None:
    """The tag of one of our languages; ``zh`` means ``zh-Hans``. None for any other."""
    tag = "zh-Hans" if tag == "zh" else tag
    return tag if tag in strings.LANGUAGES else None


def _named(ward: Ward | None, language: str) -> str:
    if ward is None:
        return _say(language, "not_set")
    return ward.names.ja if language in ("ja", "ja-easy") else f"{ward.names.ja} {ward.names.en}"


def _say(language: str, key: str, **values: str) -> str:
    return ruby.plain(strings.text(language, f"settings.{key}", **values))


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(_plain(_say(language, "title")) for language in strings.LANGUAGES)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" \t\n。.").casefold()
