"""Takes from one sentence whatever it offers: several answers, in any order.

A value is taken for a field when the sentence names the field (「電話は090-…」), or when the value
can belong to one open field only (an email address, a date followed by 「生まれ」). What stays
unclear is not taken; the form asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date

from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.errors import InvalidValueError
from madoguchi.forms.draft import Value
from madoguchi.forms.fields import read
from madoguchi.forms.values.dates import find_dates
from madoguchi.forms.values.emails import find_emails
from madoguchi.forms.values.phones import find_phones
from madoguchi.forms.values.postal_codes import find_postal_codes
from madoguchi.forms.values.text import normalise


@dataclass(frozen=True)
class Reading:
    """What a sentence offered: values by field, and the problems of values that did not fit."""

    values: dict[str, Value] = dataclass_field(default_factory=dict)
    problems: dict[str, InvalidValueError] = dataclass_field(default_factory=dict)


_CUES: dict[FieldKind, str] = {
    FieldKind.NAME: r"お?名前|氏名|なまえ",
    FieldKind.KANA: r"ふりがな|フリガナ|よみがな|読み仮名|読み方|カナ",
    FieldKind.PHONE: r"電話番号|電話|携帯番号|携帯|TEL|tel|でんわ",
    FieldKind.EMAIL: r"メールアドレス|メアド|メール|e-?mail",
    FieldKind.POSTAL_CODE: r"郵便番号|〒",
}
_ADDRESS_CUES = {
    "new": r"新しい住所|新住所|引っ?越し先(?:の住所)?|転出先(?:の住所)?|転居先(?:の住所)?",
    "old": r"前の住所|旧住所|前住所|今までの住所|これまでの住所",
    "present": r"今の住所|現住所|ご?住所",
}
_BIRTH = r"生年月日|誕生日|生まれた日"
_SEPARATOR = r"\s*(?:は|が|を|って|:|=|→|、)?\s*"
_TAIL = re.compile(
    r"(?:と申します|といいます|と言います|になります|でございます|でお願いします|に訂正.*|に変更.*|"
    r"に直し.*|です|だ|になりました|なので|なんですけど|ですが)+[。.!！\s]*$"
)
_MERE_COMMAND = re.compile(
    r"(?:の|を|が|に)?(?:やっぱり)?(?:訂正|修正|変更|取り?消し?|(?:直|なお)し|(?:間違|まちが)[いえっ]|違[いっ]).{0,12}"
)
"""「名前を訂正」 names a field and no value."""
_MOVES = re.compile(r"引っ?越|ひっこ|転出|転入|転居|住み始め|越して|移(?:る|り|った)")
_MOVE_FIELD = re.compile(r"引っ?越|転出|転入|転居|住み始め|異動|moving")
_INTRODUCTION = re.compile(
    r"(?:^|[。、\s])(?:私は|わたしは|僕は)?"
    r"([一-龯々ぁ-んァ-ヶー]{1,8}[ \u3000]?[一-龯々ぁ-んァ-ヶー]{0,8})"
    r"(?:と申します|といいます|と言います)"
)
_DISPOSAL = re.compile(
    r"^(.{1,80}?)(?:を|が|の)?(?:粗大ごみに|粗大ゴミに)?"
    r"(?:捨て|すて|処分|処分し|引き取|回収|出し(?:たい|ます)|だし(?:たい|ます)|申し込)"
)


def read_all(
    fields: Sequence[FormField],
    text: str,
    today: date,
    ward: str | None = None,
    *,
    opening: bool = False,
) -> Reading:
    """The values that the sentence offers for these fields.

    ``opening`` is true for the sentence that began the application, where the thing itself is
    often named (「ソファを捨てたい」) before any question was asked. A text without values yields
    nothing.
    """
    clean = normalise(text)
    reading = Reading()
    taken: list[tuple[int, int]] = []
    for form_field, start, end, segment in _labelled(fields, clean):
        _take(reading, form_field, segment, today, ward)
        taken.append((start, end))
    rest = _without(clean, taken)
    for form_field, segment in _unmistakable(fields, rest, today):
        if form_field.id not in reading.values and form_field.id not in reading.problems:
            _take(reading, form_field, segment, today, ward)
    if opening:
        _take_items(reading, fields, clean, today)
    return reading


def trimmed(text: str) -> str:
    """The text without the words that only make a value a sentence (「…です」「…と申します」)."""
    return _TAIL.sub("", normalise(text)).strip(" 、。")


def _take(
    reading: Reading, form_field: FormField, segment: str, today: date, ward: str | None = None
) -> None:
    try:
        reading.values[form_field.id] = read(form_field, segment, today, ward)
    except InvalidValueError as problem:
        reading.problems[form_field.id] = problem


def _labelled(fields: Sequence[FormField], text: str) -> Iterator[tuple[FormField, int, int, str]]:
    """Segments whose field the sentence names: 「名前は…、電話は…」."""
    marks: list[tuple[int, int, FormField]] = []
    for form_field in fields:
        cue = _cue(form_field, fields)
        if cue is None:
            continue
        for match in re.finditer(rf"(?:{cue}){_SEPARATOR}", text):
            if not any(start < match.end() and match.start() < end for start, end, _ in marks):
                marks.append((match.start(), match.end(), form_field))
                break
    marks.sort(key=lambda mark: mark[0])
    for position, (start, value_start, form_field) in enumerate(marks):
        end = marks[position + 1][0] if position + 1 < len(marks) else len(text)
        segment = text[value_start:end]
        if form_field.kind is not FieldKind.ADDRESS:
            # A value ends at the next comma; an address or a list of things may hold commas.
            segment = (
                re.split(r"[、。\n]|,(?!\d)", segment)[0]
                if form_field.kind
                not in (
                    FieldKind.ITEM_LIST,
                    FieldKind.MULTI_CHOICE,
                )
                else segment
            )
        else:
            segment = re.split(r"[。\n]", segment)[0]
        value_end = value_start + len(segment)
        segment = trimmed(segment)
        if segment and not _MERE_COMMAND.fullmatch(segment):
            yield form_field, start, value_end, segment


def _cue(form_field: FormField, fields: Sequence[FormField]) -> str | None:
    """The words that announce a field, or None where only the form's question can."""
    label = re.escape(re.sub(r"[（(].*?[)）]|^お|^ご", "", normalise(form_field.label)))
    same_kind = [other for other in fields if other.kind is form_field.kind]
    if form_field.kind is FieldKind.ADDRESS:
        role = form_field.id.split("_")[0]
        return rf"{_ADDRESS_CUES.get(role, _ADDRESS_CUES['present'])}|{label}"
    if form_field.kind is FieldKind.DATE:
        return rf"(?:{_BIRTH})|{label}" if form_field.id == "birth_date" else label
    kind_cue = _CUES.get(form_field.kind)
    if kind_cue is not None:
        # The plain word means the applicant's own, which a form asks first.
        return rf"{label}|{kind_cue}" if same_kind[0] is form_field else label
    if form_field.kind in (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.CHOICE) and len(label) >= 2:
        return label
    return None


def _unmistakable(
    fields: Sequence[FormField], text: str, today: date
) -> Iterator[tuple[FormField, str]]:
    """Values whose shape or neighbourhood leaves one field only."""
    for kind, found in (
        (FieldKind.PHONE, find_phones(text)),
        (FieldKind.EMAIL, find_emails(text)),
        (FieldKind.POSTAL_CODE, find_postal_codes(text)),
    ):
        owners = [form_field for form_field in fields if form_field.kind is kind]
        if owners and len(found) == 1:
            yield owners[0], found[0].text
    dates = [form_field for form_field in fields if form_field.kind is FieldKind.DATE]
    for day in find_dates(text, today=today):
        before, after = text[max(0, day.start - 12) : day.start], text[day.end : day.end + 12]
        for form_field in dates:
            if form_field.id == "birth_date":
                fits = re.match(r"\s*(?:の)?(?:生まれ|うまれ)", after) or re.search(_BIRTH, before)
            elif _MOVE_FIELD.search(form_field.label + form_field.question):
                fits = _MOVES.search(after) or _MOVES.search(before)
            else:
                fits = None
            if fits:
                yield form_field, day.text
                break
    names = [form_field for form_field in fields if form_field.kind is FieldKind.NAME]
    introduced = _INTRODUCTION.search(text)
    if names and introduced:
        yield names[0], introduced[1]


def _take_items(reading: Reading, fields: Sequence[FormField], text: str, today: date) -> None:
    lists = [form_field for form_field in fields if form_field.kind is FieldKind.ITEM_LIST]
    if len(lists) != 1 or "items" not in lists[0].id:
        return
    disposal = _DISPOSAL.search(text)
    if disposal and not re.search(r"ごみ|ゴミ|もの$|物$|家具$|なに|何", disposal[1]):
        _take(reading, lists[0], disposal[1], today)
        # What could not be read here was no list of things; the form will ask.
        reading.problems.pop(lists[0].id, None)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)
