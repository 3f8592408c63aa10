"""What is masked: made-up persons in sentences, and sentences that hold nothing personal."""

from __future__ import annotations

import csv
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.texts import Kind, catalogue_texts
from madoguchi.curation.applying import learnt_utterances
from madoguchi.settings import ROOT

_SLOT = re.compile(r"\{(\w+)\}")
_LISTS: dict[str, list[Any]] = yaml.safe_load(
    Path(__file__).with_name("persons.yml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Sentence:
    """A text, and what is personal in it: kind, start and end (exclusive)."""

    text: str
    personal: tuple[tuple[str, int, int], ...] = ()


def sentences(count: int, seed: int = 20261126) -> tuple[Sentence, ...]:
    """So many made-up sentences, always the same for a seed, every pattern in turn."""
    draw = random.Random(seed)
    return tuple(
        _filled(_LISTS["sentences"][n % len(_LISTS["sentences"])], draw) for n in range(count)
    )


def impersonal(catalogue: Catalogue) -> tuple[str, ...]:
    """What residents ask, in all languages: the catalogue's questions and names, and the NLU's.

    Of the NLU data only questions: answers to form fields hold made-up personal data.
    """
    asked = [text.text for text in catalogue_texts(catalogue) if text.kind is not Kind.SUMMARY]
    learnt = [text for text, intent in learnt_utterances(ROOT).items() if intent.startswith("ask_")]
    return tuple(dict.fromkeys((*asked, *learnt)))


def tokyo_addresses(shared: Path | None = None) -> tuple[Sentence, ...] | None:
    """Real spellings of addresses in the 23 wards, or None where the data is missing."""
    root = shared or Path(os.environ.get("MADOGUCHI_SHARED", str(ROOT.parent / "shared")))
    path = root / "data" / "japanese_entities" / "addresses_dev.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_address_sentences(csv.DictReader(file)))


def _address_sentences(rows: Iterator[dict[str, str]] | csv.DictReader[str]) -> Iterator[Sentence]:
    for row in rows:
        ward = re.match(r".*?区", row["住所"])
        if ward and re.search(r"[0-9０-９一二三四五六七八九十]", row["住所"][ward.end() :]):
            text = f"住所は{row['住所']}です"
            yield Sentence(text, (("address", 3 + ward.end(), len(text) - 2),))


def _filled(pattern: str, draw: random.Random) -> Sentence:
    parts: list[str] = []
    personal: list[tuple[str, int, int]] = []
    length = end = 0
    for slot in _SLOT.finditer(pattern):
        parts.append(pattern[end : slot.start()])
        length += len(parts[-1])
        kind, value = _value(slot[1], draw)
        if kind is not None:
            personal.append((kind, length, length + len(value)))
        parts.append(value)
        length += len(value)
        end = slot.end()
    parts.append(pattern[end:])
    return Sentence("".join(parts), tuple(personal))


def _value(slot: str, draw: random.Random) -> tuple[str | None, str]:
    """A made-up value with its kind; None where it is nobody's, such as a ward."""

    def digits(count: int) -> str:
        return "".join(draw.choice("0123456789") for _ in range(count))

    def wide(text: str) -> str:
        return text.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))

    match slot:
        case "name":
            gap = draw.choice(("", "", " ", "　"))
            return "name", draw.choice(_LISTS["surnames"]) + gap + draw.choice(
                _LISTS["given_names"]
            )
        case "surname":
            return "name", draw.choice(_LISTS["surnames"])
        case "kana":
            return "name", draw.choice(("", " ")).join(draw.choice(_LISTS["kana"]))
        case "hiragana":
            name = "".join(draw.choice(_LISTS["kana"]))
            return "name", "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in name)
        case "foreign":
            return "name", draw.choice(_LISTS["foreign_kana"])
        case "roman":
            return "name", draw.choice(_LISTS["roman"])
        case "chinese":
            return "name", draw.choice(_LISTS["chinese"])
        case "korean":
            return "name", draw.choice(_LISTS["korean"])
        case "vietnamese":
            return "name", draw.choice(_LISTS["vietnamese"])
        case "nepali":
            return "name", draw.choice(_LISTS["nepali"])
        case "ward":
            return None, draw.choice(("練馬区", "渋谷区", "北区", "港区", "世田谷区", "足立区"))
        case "ward_en":
            return None, draw.choice(("Nerima", "Shibuya-ku", "Adachi City"))
        case "address":
            a, b, c = draw.randint(1, 8), draw.randint(1, 40), draw.randint(1, 20)
            block = draw.choice(
                (f"{a}-{b}-{c}", wide(f"{a}-{b}-{c}"), f"{a}丁目{b}番{c}号", f"{a}丁目{b}-{c}",
                 f"{a}の{b}の{c}", f"{'一二三四五六七八'[a - 1]}丁目{b}番地{c}", f"{a}丁目{b}番地")
            )  # fmt: skip
            return "address", draw.choice(_LISTS["towns"]) + block
        case "address_en":
            block = f"{draw.randint(1, 8)}-{draw.randint(1, 40)}-{draw.randint(1, 20)}"
            return "address", f"{block} {draw.choice(('Hatagaya', 'Toyotamakita', 'Akabanedai'))}"
        case "building":
            return "address", draw.choice(_LISTS["buildings"])
        case "room":
            return "address", draw.choice(("203号室", "101", "1205号室"))
        case "phone":
            number = draw.choice((f"090-{digits(4)}-{digits(4)}", f"080{digits(8)}",
                                  f"03-{digits(4)}-{digits(4)}", f"03({digits(4)}){digits(4)}",
                                  f"070 {digits(4)} {digits(4)}"))  # fmt: skip
            return "phone", draw.choice((number, number, wide(number)))
        case "kanji_phone":
            kanji = str.maketrans("0123456789", "〇一二三四五六七八九")
            return "phone", f"090ー{digits(4)}ー{digits(4)}".translate(kanji)
        case "postal":
            return "postal_code", f"1{digits(2)}-{digits(4)}"
        case "email":
            return "email", f"{draw.choice(('misaki.sato', 'ken_ta99', 'h-suzuki'))}@example.co.jp"
        case "birth":
            year, month, day = draw.randint(2, 60), draw.randint(1, 12), draw.randint(1, 28)
            return "birth_date", draw.choice(
                (f"昭和{year}年{month}月{day}日", f"S{year}.{month}.{day}",
                 f"平成{year % 30 + 1}年{month}月{day}日",
                 f"19{40 + year % 55}年{month}月{day}日", f"19{40 + year % 55}/{month}/{day}")
            )  # fmt: skip
        case "birth_en":
            return "birth_date", f"{draw.choice(('April', 'October'))} {draw.randint(1, 28)}, 1985"
        case "my_number":
            return "number", draw.choice((digits(12), f"{digits(4)} {digits(4)} {digits(4)}"))
        case "short_number":
            return "number", digits(draw.choice((4, 6, 8)))
        case "card":
            return "number", f"AB{digits(8)}CD"
        case "account":
            return "number", digits(7)
        case "credit":
            return "number", " ".join(digits(4) for _ in range(4))
        case "receipt":
            return "number", f"7K{digits(1)}M-92QX-BR{digits(2)}"
        case "url":
            return "url", f"https://example.jp/verify?token={digits(6)}abc"
    raise ValueError(f"no such slot: {slot}")
