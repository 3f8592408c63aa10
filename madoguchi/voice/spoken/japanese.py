"""Japanese for the ear."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from madoguchi.voice.spoken.japanese_numbers import Rule, spelled_out
from madoguchi.voice.spoken.links import named
from madoguchi.voice.spoken.readings import latin_readings

_KANJI_NUMERAL = "[一二三四五六七八九十〇]"
_SIGNS: tuple[Rule, ...] = (
    # At the beginning of a line.
    (re.compile(r"^[ 　]*(?:[・•●◆■□◇◉▪▶►★☆*]|[-–—](?!\d))+[ 　]*", re.M), ""),
    (re.compile(r"^[ 　]*※[ 　]*", re.M), "なお、"),
    (re.compile(r"^[ 　]*[(]?(\d{1,2})[).] ?(?=\D)", re.M), r"\1、"),
    (re.compile(r"^【([^】\n]+)】", re.M), r"\1。"),
    # Between words.
    (re.compile(r"※"), "、なお、"),
    (re.compile(r"[」』”][「『“]"), "、"),
    (re.compile(r"[「」『』“”\"'’‘`´]"), ""),
    (re.compile(r"[)\]}】〕〉》](?=[ぁ-ゖ])"), ""),
    (re.compile(r"[()\[\]{}【】〔〕〈〉《》<>:;/|=…‥→⇒➡←↑↓↔⇔―—–]|\.{2,}"), "、"),
    (re.compile(r"(?<![ァ-ヺー])・|・(?![ァ-ヺー])"), "、"),
    # Signs with a name.
    (re.compile(r"TEL(?=[^A-Za-z]|$)|[☎☏℡]", re.I), "電話"),
    (re.compile(r"FAX(?=[^A-Za-z]|$)", re.I), "ファックス"),
    (re.compile(r"〒"), "郵便番号、"),
    (re.compile(rf"(?<!{_KANJI_NUMERAL})〇(?!{_KANJI_NUMERAL})|[○◯]"), "マル"),
    (re.compile(r"◎"), "二重マル"),
    (re.compile(r"△"), "サンカク"),
    (re.compile(r"[×✕✖]"), "バツ"),
    (re.compile(r"\+"), "プラス"),
    (re.compile(r"&"), "アンド"),
    (re.compile(r"@"), "アット"),
    (re.compile(r"#"), "シャープ"),
    (re.compile(r"%"), "パーセント"),
    (re.compile(r"(?<=[ぁ-ゖァ-ヺ])[~〜]+"), ""),
    (re.compile(r"[~〜]"), "から"),
    # The marks that OpenJTalk pauses at.
    (re.compile(r"(?<!\d)[.｡]|\.(?!\d)"), "。"),
    (re.compile(r"[,､]"), "、"),
    (re.compile(r"[!?]*\?[!?]*"), "？"),
    (re.compile(r"!+"), "！"),
)
_UNSPEAKABLE = re.compile(r"[^ぁ-ゖァ-ヺー々〆〇㐀-䶿一-鿿A-Za-z0-9、。！？・. \n]")
_TIDYING: tuple[Rule, ...] = (
    (re.compile(r" (?=[ぁ-ゖ])|(?<=[ぁ-ゖ]) "), ""),
    (re.compile(r"[ 　]*([、。！？\n])[ 　]*"), r"\1"),
    (re.compile(r" {2,}"), " "),
    (re.compile(r"、*([。！？])[、。]*"), r"\1"),
    (re.compile(r"、{2,}"), "、"),
    (re.compile(r"^[、。・]+|[、・]+$", re.M), ""),
)
_CIRCLED = re.compile("[①-⑳]")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Za-z][A-Za-z.&-]*(?<![.&-])(?![A-Za-z])")


def spoken(text: str) -> str:
    """The text with words for what is written in figures and signs; lines as they were.

    What remains are kana, kanji, letters, figures, spaces and the marks 、。！？・.
    """
    text = named(text, "ja").replace("〜", "~").replace("～", "~")
    text = _CIRCLED.sub(lambda match: f"{int(unicodedata.numeric(match[0]))}、", text)
    text = spelled_out(unicodedata.normalize("NFKC", text).replace("~", "〜"))
    text = _LATIN.sub(_latin, text)
    for pattern, replacement in _SIGNS:
        text = pattern.sub(replacement, text)
    text = _UNSPEAKABLE.sub("", text)
    for pattern, replacement in _TIDYING:
        text = pattern.sub(replacement, text)
    return text


def _latin(match: re.Match[str]) -> str:
    return _known_latin().get(match[0].lower(), match[0])


@lru_cache(maxsize=1)
def _known_latin() -> dict[str, str]:
    return latin_readings()
