"""Names (氏名) and their readings (フリガナ).

One canonical form: family and given name are separated by one half-width space, where the resident
separated them; kanji keep their variant forms; a reading is full-width katakana or hiragana; Latin
letters are half-width. Where a name is not separated, nothing is guessed.
"""

from __future__ import annotations

import re
from typing import Literal

import jaconv

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.text import normalise

KanaScript = Literal["katakana", "hiragana"]
_MAX_LENGTH = 80
_LEAD = re.compile(
    r"^(?:(?:私|わたし|わたくし|僕|俺|本人|世帯主|子ども?|申請者)?の?"
    r"(?:氏名|名前|お名前|フルネーム"
    r"|フリガナ|ふりがな|読み(?:方|がな)?|カナ)(?:は|:|が)[、, ]?"
    r"|(?:私|わたし|わたくし|僕)は[、, ]?)"
)
_TAIL = re.compile(
    r"(?:(?:と|って)(?:申します|いいます|言います|よみます|読みます|書きます)|でございます|です|だよ"
    r"|になります)?(?:ね|よ)?[。．.!！、, ]*$"
)
_HONORIFIC = re.compile(r"(?<=.)(?:さん|様|さま|殿|氏)$")
_VARIATION_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_KANJI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆〇\U00020000-\U0003ffff" + _VARIATION_SELECTORS
_NAME = re.compile(rf"[{_KANJI}ぁ-ゖァ-ヺーゝゞヽヾ・A-Za-z\u00c0-\u024f\u1e00-\u1eff'’.\-, ]+")
_OTHER_LETTER = re.compile(rf"[^\W\d_{_KANJI}ぁ-ゖァ-ヺーゝゞヽヾA-Za-z\u00c0-\u024f\u1e00-\u1eff]")
"""Hangul, Devanagari, Thai, ...: a resident is registered as on the residence card, which has Latin
letters, and kanji beside them at most (出入国管理及び難民認定法施行規則 第19条の6、7)."""
_KANA = re.compile(r"[ァ-ヺー・ヽヾ\- ]+")
_SENTENCE = re.compile(r"ください|ました|ません|たい|ですか|どこ|教えて|わから|分から|手続|申請|届")


def parse_name(text: str, *, max_length: int = _MAX_LENGTH) -> str:
    """A person's name, without the words around it (私は…と申します).

    Raises:
        InvalidValueError: ``name_empty``, ``name_not_accepted`` (digits, signs, emoji, a sentence),
            ``name_not_registrable`` (Hangul or other letters), ``name_too_long``.

    """
    name = _bare(text)
    if not name:
        raise InvalidValueError(
            "name_empty", "お名前が入力されていません。『山田 太郎』のように入力してください。"
        )
    if len(name) > max_length:
        raise InvalidValueError(
            "name_too_long", f"お名前は{max_length}文字以内で入力してください。"
        )
    if _OTHER_LETTER.search(name):
        raise InvalidValueError(
            "name_not_registrable",
            "この文字のお名前は登録できません。"
            "在留カードのとおりに、英字か漢字で『KIM MINJI』のように入力してください。",
        )
    if _NAME.fullmatch(name) is None or not any(char.isalpha() for char in name):
        raise InvalidValueError(
            "name_not_accepted",
            "お名前には数字や記号を使えません。『山田 太郎』のように入力してください。",
        )
    if _SENTENCE.search(name):
        raise InvalidValueError(
            "name_not_accepted", "お名前だけを、『山田 太郎』のように入力してください。"
        )
    return name


def parse_kana(text: str, *, script: KanaScript = "katakana", max_length: int = _MAX_LENGTH) -> str:
    """The reading of a name, from half-width kana, katakana or hiragana, in ``script``.

    Raises:
        InvalidValueError: ``kana_empty``, ``kana_not_accepted`` (kanji, Latin letters, digits),
            ``kana_too_long``.

    """
    example = "『ヤマダ タロウ』" if script == "katakana" else "『やまだ たろう』"
    bare = _bare(text)
    if not bare:
        raise InvalidValueError(
            "kana_empty", f"フリガナが入力されていません。{example}のように入力してください。"
        )
    kana = jaconv.hira2kata(bare)
    if _KANA.fullmatch(kana) is None or not re.search(r"[ァ-ヺ]", kana):
        raise InvalidValueError(
            "kana_not_accepted",
            f"フリガナは、かなだけで{example}のように入力してください（漢字・英字・数字は使えません）。",
        )
    if len(kana) > max_length:
        raise InvalidValueError(
            "kana_too_long", f"フリガナは{max_length}文字以内で入力してください。"
        )
    kana = kana.replace("-", "ー")
    return kana if script == "katakana" else jaconv.kata2hira(kana)


def _bare(text: str) -> str:
    name = normalise(text)
    name = _TAIL.sub("", _LEAD.sub("", name), count=1).strip(' 「」『』"()')
    return _HONORIFIC.sub("", name).strip()
