"""Answers read as fields of the committed forms, and stored values shown."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.errors import InvalidValueError
from madoguchi.forms.draft import Value
from madoguchi.forms.fields import choose, read, shown

TODAY = date(2026, 11, 24)


def field(procedure: str, name: str) -> FormField:
    form = catalogue().procedures[procedure].form
    return next(entry for entry in form.fields if entry.id == name)


def chosen(procedure: str, name: str, text: str) -> str:
    asked = field(procedure, name)
    return shown(asked, read(asked, text, TODAY))


@pytest.mark.parametrize(
    ("procedure", "name"),
    [
        ("resident-record-copy", "shown_items"),
        ("disaster-victim-certificate", "purpose"),
        ("disability-handbook", "disability_kind"),
        ("livelihood-consultation", "concerns"),
        ("evacuation-support-registry", "reason"),
    ],
)
def test_labels_with_signs_of_their_own_are_told_apart_when_listed(
    procedure: str, name: str
) -> None:
    asked = field(procedure, name)
    for first, second in zip(asked.choices, asked.choices[1:], strict=False):
        for joined in (f"{second.label}、{first.label}", f"{first.label}と{second.label}"):
            assert read(asked, joined, TODAY) == [first.value, second.value], joined
        assert read(asked, first.label, TODAY) == [first.value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2番と3番", "世帯主の名前と続柄、本籍と筆頭者"),
        ("2 3", "世帯主の名前と続柄、本籍と筆頭者"),
        ("続柄と本籍", "世帯主の名前と続柄、本籍と筆頭者"),
        ("本籍と筆頭者とマイナンバーをお願いします", "本籍と筆頭者、マイナンバー"),
        ("なし", "どれも載せない"),
    ],
)
def test_several_items_are_chosen_in_one_sentence(text: str, values: str) -> None:
    assert chosen("resident-record-copy", "shown_items", text) == values


def test_no_part_of_a_list_is_lost_silently() -> None:
    assert chosen("disability-handbook", "disability_kind", "耳と心臓") == (
        "聴覚・平衡機能、内部障害（心臓・腎臓など）"
    )


def test_all_is_never_taken_for_none() -> None:
    with pytest.raises(InvalidValueError) as caught:
        read(field("resident-record-copy", "shown_items"), "全部", TODAY)
    assert "選んでください" in caught.value.message


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("道路に穴が空いています", "穴・陥没"),
        ("油がこぼれている", "落下物・汚れ"),
        ("マンホール", "マンホール・側溝"),
    ],
)
def test_a_choice_is_heard_in_a_sentence(text: str, label: str) -> None:
    assert chosen("road-damage-report", "damage_kind", text) == label


@pytest.mark.parametrize("label", ["所有者で、住んでいる", "所有者で、住んでいない"])
def test_a_label_that_is_part_of_no_other_is_itself(label: str) -> None:
    assert chosen("disaster-victim-certificate", "relation", label) == label


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026年2月30日", "2月"),
        ("2026年11月25日", "2026年11月24日まで"),
        ("1800年1月1日", "入力できない年"),
    ],
)
def test_a_birth_date_is_a_day_of_the_past(text: str, told: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        read(field("moving-out", "birth_date"), text, TODAY)
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("today", "friday"), [(TODAY, "2026-12-04"), (date(2026, 12, 31), "2027-01-08")]
)
def test_the_limits_of_a_date_move_with_today(today: date, friday: str) -> None:
    asked = field("bulky-waste", "preferred_date")
    assert read(asked, "来週の金曜日", today) == friday
    with pytest.raises(InvalidValueError):
        read(asked, "明日", today)


@pytest.mark.parametrize(
    ("text", "told"), [("530-0001", "大阪府"), ("150-0002", "練馬区"), ("１７６－８５０１", None)]
)
def test_a_postal_code_of_the_ward_is_asked_for(text: str, told: str | None) -> None:
    asked = field("moving-in", "new_postal_code")
    if told is None:
        assert read(asked, text, TODAY, "練馬区") == "176-8501"
        return
    with pytest.raises(InvalidValueError) as caught:
        read(asked, text, TODAY, "練馬区")
    assert told in caught.value.message


def test_too_many_items_are_refused() -> None:
    listed = "、".join(f"見本{n}号" for n in range(30))
    with pytest.raises(InvalidValueError):
        read(field("bulky-waste", "items"), listed, TODAY)


@pytest.mark.parametrize(
    ("procedure", "name", "pressed", "value"),
    [
        ("bulky-waste", "carry_out_help", "yes", "yes"),
        ("road-damage-report", "damage_kind", "hole", "hole"),
        ("resident-record-copy", "shown_items", "none", ["none"]),
        ("moving-out", "moving_date", "2026-12-01", "2026-12-01"),
    ],
)
def test_a_button_or_a_calendar_gives_a_value(
    procedure: str, name: str, pressed: str, value: Value
) -> None:
    assert choose(field(procedure, name), pressed, TODAY) == value


def test_a_forged_button_gives_none() -> None:
    with pytest.raises(InvalidValueError):
        choose(field("road-damage-report", "damage_kind"), "no_such_choice", TODAY)


@pytest.mark.parametrize(
    ("procedure", "name", "value", "text"),
    [
        ("moving-out", "birth_date", "1991-04-02", "1991年4月2日"),
        ("moving-out", "to_abroad", "no", "いいえ"),
        ("moving-out", "who_moves", "self", "届け出る本人だけ"),
        ("moving-out", "email", None, "（回答なし）"),
        ("bulky-waste", "items", [{"name": "椅子", "count": 2}], "椅子 × 2"),
        ("bulky-waste", "items", [{"name": "椅子", "count": None}], "椅子"),
        ("bulky-waste", "floor", 3, "3"),
    ],
)
def test_a_value_is_shown_as_a_resident_would_write_it(
    procedure: str, name: str, value: Value | None, text: str
) -> None:
    assert shown(field(procedure, name), value) == text


def test_every_kind_of_field_can_be_read() -> None:
    kinds = {entry.kind for p in catalogue().procedures.values() for entry in p.form.fields}
    assert kinds == set(FieldKind)
