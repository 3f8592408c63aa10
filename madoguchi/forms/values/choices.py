"""One or more of a field's choices, named, numbered (2番, ②, 二つ目) or pointed at (最後)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import jaconv

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.magnitudes import read_integer
from madoguchi.forms.values.text import normalise

_N = r"(?P<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_ORDINAL = re.compile(
    rf"(?:第)?{_N} ?(?:番目?|つ目?|つめ|個目|号|本目)?(?:の(?:もの|やつ|方|ほう|選択肢)?)?"
)
_LAST = re.compile(r"(?:一番)?(?:最後|さいご|下|した)の?(?:もの|やつ|方|ほう|選択肢)?")
_FIRST = re.compile(r"(?:一番)?(?:最初|はじめ|初め|上|うえ)の?(?:もの|やつ|方|ほう|選択肢)?")
_TAIL = re.compile(
    r"(?:を|で|に)?(?:お願い(?:します|いたします)|おねがいします|選びます|選択します|希望します|します|です|だ)"
    r"?(?:よ|ね)?[。.!、 ]*$"
)
_SEPARATOR = re.compile(
    r"[、,，・/\n]|(?<=[番つ目0-9])と| と |(?<=[番目0-9]) (?=[0-9])|および|及び|それから|あと"
)
_AND = re.compile(r"と(?=.)")
_ALL = re.compile(r"(?:全部|ぜんぶ|すべて|全て|みんな|みな)(?:です|で|を|お願いします)*[。.!]?")
_IGNORED = re.compile(r"[\s・「」『』()（）、。,.!?]")
_SHOWN = 8
_KANJI = r"[々\u3400-\u9fff]"


@dataclass(frozen=True)
class Choice:
    """One choice: the value to store, its label, and other words for it."""

    value: str
    label: str
    aliases: tuple[str, ...] = ()


def parse_choice(text: str, choices: Sequence[Choice | str]) -> str:
    """The value of the one choice that ``text`` names; a bare string is its own label and value.

    An exact name wins over a number, a number over a name inside a sentence.

    Raises:
        InvalidValueError: ``choice_not_understood``, ``choice_ambiguous``; both list the choices.

    """
    options = [
        choice if isinstance(choice, Choice) else Choice(choice, choice) for choice in choices
    ]
    answer = normalise(text)
    found = _match(answer, options)
    if len(found) == 1:
        return found[0].value
    if found:
        raise InvalidValueError(
            "choice_ambiguous", f"{_listed(found)}のどれでしょうか。1つ選んでください。"
        )
    raise InvalidValueError(
        "choice_not_understood", f"{_listed(options)}の中から1つ選んでください。"
    )


def parse_choices(
    text: str, choices: Sequence[Choice | str], *, minimum: int = 1, maximum: int | None = None
) -> tuple[str, ...]:
    """The values of all choices that ``text`` names, in the order of the field.

    Raises:
        InvalidValueError: as :func:`parse_choice`, and ``choice_count``.

    """
    options = [
        choice if isinstance(choice, Choice) else Choice(choice, choice) for choice in choices
    ]
    answer = normalise(text)
    picked: list[Choice] = []
    parts = [part.strip() for part in _SEPARATOR.split(answer) if part.strip()]
    for part in [answer] if len(_exact(answer, options)) == 1 else parts:
        found = _joined(part, options) or _match(part, options)
        if not found or (_ALL.fullmatch(part) and not _exact(part, options)):
            raise InvalidValueError(
                "choice_not_understood", f"{_listed(options)}の中から選んでください。"
            )
        picked.extend(found)
    values = tuple(option.value for option in options if option in picked)
    if len(values) < minimum or (maximum is not None and len(values) > maximum):
        count = f"{minimum}個以上" if maximum is None else f"{minimum}個から{maximum}個まで"
        raise InvalidValueError("choice_count", f"{_listed(options)}から{count}選んでください。")
    return values


def _joined(part: str, options: Sequence[Choice]) -> list[Choice]:
    """The choices of 「妻と子」, where each side of each と names one; else none.

    A と may belong to a choice's own name, which then wins.
    """
    sides = [side.strip() for side in _AND.split(part)]
    if len(sides) < 2 or _exact(part, options):
        return []
    found = [_match(side, options) for side in sides]
    return [one for each in found for one in each] if all(found) else []


def _match(answer: str, options: Sequence[Choice]) -> list[Choice]:
    bare = _TAIL.sub("", answer, count=1) or answer
    for candidate in dict.fromkeys((answer, bare)):
        exact = _exact(candidate, options)
        if exact:
            return exact
    return _numbered(bare, options) or _contained(answer, options) or _abbreviated(bare, options)


def _exact(answer: str, options: Sequence[Choice]) -> list[Choice]:
    key = _key(answer)
    return [option for option in options if key and key in _names(option)]


def _numbered(answer: str, options: Sequence[Choice]) -> list[Choice]:
    if not options:
        return []
    if _FIRST.fullmatch(answer):
        return [options[0]]
    if _LAST.fullmatch(answer):
        return [options[-1]]
    match = _ORDINAL.fullmatch(answer)
    number = read_integer(match["n"]) if match else None
    return [options[number - 1]] if number and number <= len(options) else []


def _contained(answer: str, options: Sequence[Choice]) -> list[Choice]:
    """The choices named inside a sentence; a name within a longer name that is there yields."""
    key = _key(answer)
    named = {
        option: max(
            (name for name in _names(option) if _is_telling(name, key)),
            key=len,
            default="",
        )
        for option in options
    }
    hits = {option: name for option, name in named.items() if name}
    return [
        option
        for option, name in hits.items()
        if not any(name != other and name in other for other in hits.values())
    ]


def _is_telling(name: str, key: str) -> bool:
    """Whether the answer holds the name; one kanji (子) must stand alone (not as in 様子)."""
    if len(name) == 1 and len(key) > 3:
        alone = rf"(?<!{_KANJI}){re.escape(name)}(?!{_KANJI})"
        return re.fullmatch(_KANJI, name) is not None and re.search(alone, key) is not None
    return bool(name) and name in key


def _abbreviated(answer: str, options: Sequence[Choice]) -> list[Choice]:
    """The choices whose names begin with, or else hold, what was written (2 characters or more)."""
    key = _key(answer)
    if len(key) < 2:
        return []
    starting = [o for o in options if any(name.startswith(key) for name in _names(o))]
    return starting or [o for o in options if any(key in name for name in _names(o))]


def _names(option: Choice) -> set[str]:
    return {_key(name) for name in (option.value, option.label, *option.aliases)}


def _key(text: str) -> str:
    return jaconv.hira2kata(_IGNORED.sub("", normalise(text)).casefold())


def _listed(options: Sequence[Choice]) -> str:
    more = "など" if len(options) > _SHOWN else ""
    return "".join(f"「{option.label}」" for option in options[:_SHOWN]) + more
