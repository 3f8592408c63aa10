"""What residents are told who write in another language, in theirs and in the present one."""

from __future__ import annotations

from madoguchi.answers import preferences
from madoguchi.languages import ruby, strings
from madoguchi.languages.switching import Noticed, Step
from madoguchi.languages.translator import is_spoken
from madoguchi.messages import Button, ChoicesMessage


def message(noticed: Noticed, current: str) -> ChoicesMessage:
    """The question whether to switch, the word that it is done with the way back, or our languages.

    Whatever is chosen is one of the buttons by which any language is chosen.
    """
    if noticed.step is Step.NOT_OURS:
        text = _lines("not_ours", dict.fromkeys(("en", "ja", current)))
        offered = preferences.choose_language(current)
        return offered.model_copy(update={"text": text, "language": "en"})
    language = noticed.language
    key = "offer" if noticed.step is Step.OFFER else "switched"
    text = _lines(key, (language, current), name=strings.LANGUAGES[language])
    if not is_spoken(language):
        text += "\n" + ruby.plain(strings.text(language, "settings.answers_in_japanese"))
    return ChoicesMessage(
        text=text,
        # In both; to whoever reads the answers in another language it is not Japanese to translate.
        language=current if language == "ja" else language,
        choices=tuple(
            Button(label=strings.LANGUAGES[each], postback=f"language:{each}")
            for each in (language, current)
            if noticed.step is Step.OFFER or each == current
        ),
    )


def _lines(key: str, languages: tuple[str, ...] | dict[str, None], **values: str) -> str:
    said = (strings.text(each, f"languages.{key}", **values) for each in languages)
    return "\n".join(map(ruby.plain, said))
