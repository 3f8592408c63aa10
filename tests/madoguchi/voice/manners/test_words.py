"""The words of commands, yes and no, and numbers, in every language."""

from __future__ import annotations

import re

import pytest

from madoguchi.languages import ruby
from madoguchi.languages.strings import LANGUAGES, strings
from madoguchi.voice.manners import words
from madoguchi.voice.manners.words import Command


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_our_sentences_tell_callers_to_say_is_understood(language: str) -> None:
    said = strings(language)["voice"]
    for key in ("begin_how", "more_options", "person_offer", "optional", "help"):
        for quoted in re.findall(r"[「“](.+?)[」”]", ruby.plain(said[key])):
            assert words.command(quoted, language) is not None, (key, quoted)
    for quoted in re.findall(r"[「“](.+?)[」”]", ruby.plain(said["yes_or_no"])):
        assert words.yes_or_no(quoted, language) is not None, quoted


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_means_two_things(language: str) -> None:
    known = words.words(language)
    for command, texts in known.commands.items():
        for text in texts:
            assert words.command(text, language) is command, text
            assert words.number(text, language, words.MOST_NUMBERED) is None, text
    for at, texts in enumerate(known.numbers, 1):
        for text in texts:
            assert words.number(text, language, words.MOST_NUMBERED) == at, text
    for value, texts in ((True, known.yes), (False, known.no)):
        for text in texts:
            assert words.yes_or_no(text, language) is value, text
            assert words.command(text, language) is None, text


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("はい、そうです", "ja", True),
        ("はい そう です", "ja", True),
        ("合っています", "ja", True),
        ("ううん", "ja", False),
        ("いいえ違います", "ja", False),
        ("はいはいそうです", "ja", True),
        ("Yes, that's right.", "en", True),
        ("No, no!", "en", False),
        ("不对。", "zh-Hans", False),
        ("네, 맞아요", "ko", True),
        ("Dạ đúng", "vi", True),
        ("山田です", "ja", None),
        ("はいっ", "ja", True),
        ("そうですよね", "ja", True),
        ("違いますね", "ja", False),
        ("いいね 違います", "ja", False),
        ("いいえ 布団 は 二つ です", "ja", False),
        ("はい、それでいいです", "ja", True),
        ("はい、違います", "ja", None),
        ("布団 は 二つ あります", "ja", None),
        ("はい、いいえ", "ja", None),
        ("大丈夫です", "ja", None),
        ("", "ja", None),
    ],
)
def test_yes_and_no(text: str, language: str, value: bool | None) -> None:
    assert words.yes_or_no(text, language) is value


@pytest.mark.parametrize(
    ("text", "language", "rest"),
    [
        ("いいえ、布団は二つです", "ja", "布団は二つです"),
        ("違います 山口 です", "ja", "山口です"),
        ("No, it's Smith", "en", "Smith"),
        ("northern road", "en", None),
        ("不是，是三个", "zh-Hans", "三个"),
        ("いいえ山田です", "ja", "山田です"),
        ("いいえ違います", "ja", None),
        ("いいえ", "ja", None),
        ("違いますね", "ja", None),
        ("山田です", "ja", None),
    ],
)
def test_what_follows_a_no(text: str, language: str, rest: str | None) -> None:
    assert words.correction(text, language) == rest


def test_a_number_beyond_the_choices_is_none() -> None:
    assert words.number("三番", "ja", 2) is None
    assert words.number("ふたつめ", "ja", 2) == 2


def test_commands_are_heard_however_they_are_written() -> None:
    assert words.command("もう いち ど", "ja") is Command.REPEAT
    assert words.command("あの、職員 と 話し たい です", "ja") is Command.PERSON
    assert words.command("もう一度引っ越します", "ja") is None
