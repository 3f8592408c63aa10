"""The assistant's Japanese in another language: known, put together, or left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.languages.translator import Translator, is_spoken, said, translator
from madoguchi.languages.typography import TYPOGRAPHY

OWN = {
    "申し訳ありません。": "We are sorry.",
    "{office}（電話 {phone}）へおたずねください。": "Please ask {office} (phone {phone}).",
    "{procedure}の「{what}」は、確認できた情報がありません。": "No {what} known for {procedure}.",
    "{procedure}の期限：{deadline}。": "Deadline for {procedure}: {deadline}.",
    "{procedure}の手数料は、{fee}です。": "The fee for {procedure} is {fee}.",
    "{date}から{date2}まで": "from {date} to {date2}",
    "{range}の日付を入力してください。": "Please enter a date {range}.",
    "「{typed}」という時刻はありません。": "There is no time “{typed}”.",
    "{choices}のどれでしょうか。": "Is it one of {choices}?",
    "{choices}など": "{choices} and others",
    "次の内容をうかがいました。{answers}": "We noted:{answers}",
    "電話 {phone}": "phone {phone}",
    "期限": "Deadline",
    "はい": "Yes",
    "休み": "Closed",
    "祝日": "Public holidays",
}
KNOWN = {
    "転入届": "Moving-in notification",
    "渋谷区役所": "Shibuya City Office",
    "14日以内。遅れると過料があります。": "Within 14 days. If you are late, you may be fined.",
    "本人": "The person",
    "代理人": "A proxy",
    "平日です。土日は休みです。": "Weekdays. Closed at weekends.",
    "1通": "1 copy",
    "お名前": "Name",
    "生年月日": "Date of birth",
}
EN = Translator(KNOWN, OWN, TYPOGRAPHY["en"])
ZH = Translator(
    {"本人": "本人", "代理人": "代理人"}, {"申し訳ありません。": "抱歉。"}, TYPOGRAPHY["zh-Hans"]
)


@pytest.mark.parametrize(
    ("ja", "en"),
    [
        ("転入届", "Moving-in notification"),
        ("本人。", "The person."),
        ("14日以内。遅れると過料があります", "Within 14 days. If you are late, you may be fined"),
        ("03-1234-5678", "03-1234-5678"),
        ("08:30〜17:00", "08:30–17:00"),
        ("", ""),
        ("申し訳ありません。転入届の「期限」は、確認できた情報がありません。",
         "We are sorry. No Deadline known for Moving-in notification."),
        ("渋谷区役所（電話 03-3463-1211）へおたずねください。",
         "Please ask Shibuya City Office (phone 03-3463-1211)."),
        ("転入届の期限：14日以内。遅れると過料があります。",
         "Deadline for Moving-in notification: Within 14 days. If you are late, you may be fined."),
        ("転入届の手数料は、1通300円です。",
         "The fee for Moving-in notification is 300 yen (1 copy)."),
        ("2026年5月1日から2026年6月1日までの日付を入力してください。",
         "Please enter a date from May 1, 2026 to June 1, 2026."),
        ("申し訳ありません。平日です。土日は休みです。",
         "We are sorry. Weekdays. Closed at weekends."),
        ("申し訳ありません。\n\n本人", "We are sorry.\n\nThe person"),
        ("・本人：代理人", "・The person: A proxy"),
        ("1. 本人", "1. The person"),
        ("本人（代理人）", "The person (A proxy)"),
        ("本人 ※代理人。", "The person * A proxy."),
        ("本人、代理人", "The person, A proxy"),
        ("「本人」「代理人」などのどれでしょうか。",
         "Is it one of “The person”, “A proxy” and others?"),
        ("月〜金 08:30〜17:00 / 休み 祝日、12月29日〜1月3日",
         "Monday–Friday 08:30–17:00 / Closed Public holidays, December 29–January 3"),
    ],
)  # fmt: skip
def test_what_is_put_together_of_what_is_known(ja: str, en: str) -> None:
    assert EN.text(ja) == en
    assert EN.text(ja) == en, "the second time from memory"


@pytest.mark.parametrize(
    "ja",
    [
        "転出届",
        "申し訳ありません。転出届",
        "本人（成年後見人）",
        "本人、後見人",
        "「本人」と「代理人」",
        "・・・本人",
    ],
)
def test_one_unknown_part_leaves_all_of_it_japanese(ja: str) -> None:
    assert EN.text(ja) is None


@pytest.mark.parametrize(
    ("language", "known", "said_so"),
    [("en", "Nothing", "Nothing."), ("zh-Hant", "無", "無。"), ("ja-easy", "なし", "なし。"),
     ("ne", "केही छैन", "केही छैन।")],
)  # fmt: skip
def test_a_sentence_ends_as_the_language_ends_it(language: str, known: str, said_so: str) -> None:
    into = TYPOGRAPHY[language]
    assert Translator({"なし": known}, {"無。": "x"}, into).text("なし。") == said_so
    assert Translator({"なし。": said_so}, {"無。": "x"}, into).text("なし") == known


def test_chinese_has_no_spaces_between_sentences() -> None:
    assert ZH.text("申し訳ありません。本人、代理人") == "抱歉。本人、代理人"


def test_what_was_typed_stays_as_it_was_typed() -> None:
    assert EN.text("「本人25時」という時刻はありません。") == "There is no time “本人25時”."
    assert EN.text("次の内容をうかがいました。\n・お名前：代理 人太\n・生年月日：1990年5月1日") == (
        "We noted:\n・Name: 代理 人太\n・Date of birth: May 1, 1990"
    )


@pytest.mark.parametrize(
    ("shown", "said_so"),
    [
        ("はい", "Yes"),
        ("1990年5月1日", "May 1, 1990"),
        ("本人、代理人", "The person, A proxy"),
        ("本人、山田", "本人、山田"),
        ("東京都渋谷区渋谷1丁目2番3号", "東京都渋谷区渋谷1丁目2番3号"),
        ("ソファ × 1", "ソファ × 1"),
    ],
)
def test_an_answer_is_translated_only_where_it_is_ours(shown: str, said_so: str) -> None:
    assert EN.typed(shown) == said_so


def test_residents_words_are_not_kept_in_memory() -> None:
    fresh = Translator(KNOWN, OWN, TYPOGRAPHY["en"])
    fresh.text("「ひみつ」という時刻はありません。")
    assert fresh.remembered == 0
    fresh.text("本人（代理人）")
    assert fresh.remembered > 0


_PIECES = st.sampled_from(
    [
        *(ja for ja in (*OWN, *KNOWN) if "{" not in ja),
        *"。、・（）「」：\n〜x",
        *(" ※", " / ", "のとき", "です。", "2026年5月1日", "1. ", "3,000円"),
    ]
)
_WITH_NUMBERS = st.sampled_from(
    [
        "転入届の手数料は、{:,}円です。",
        "本人（{}）、代理人",
        "渋谷区役所（電話 {}）へおたずねください。",
        "「{}」という時刻はありません。",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=120))
def test_no_text_is_too_odd(ja: str) -> None:
    EN.text(ja)


@given(st.integers(1, 10**6), _WITH_NUMBERS)
def test_no_number_is_lost(number: int, pattern: str) -> None:
    ja = pattern.format(number)
    en = EN.text(ja)
    assert en is not None
    assert re.findall(r"[0-9,]+", ja) == re.findall(r"[0-9][0-9,]*", en)


@pytest.mark.parametrize("mark", ["・", "（", "「", "あ、", "あ。", "：あ", "のとき", "1. ", "約"])
def test_no_text_is_too_deep(mark: str) -> None:
    assert EN.text(mark * 2000 + "転出") is None


def test_languages_without_phrases_are_left_japanese() -> None:
    assert translator("xx") is None
    assert not is_spoken("xx")
    assert said("転入届", "xx") == "転入届"
    assert is_spoken("ja")


def test_a_button_is_called_as_in_the_language() -> None:
    assert said("転入届", "en") == "Moving-in notification"
    assert said("そのような手続き", "en") == "そのような手続き"
