"""What is asked: our own everyday questions, nonsense, and a real city's FAQ queries."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from madoguchi.catalogue.search.texts import Kind, SearchText
from madoguchi.errors import MadoguchiError
from madoguchi.settings import ROOT

NONSENSE = (
    "ああああああ", "asdfghjkl", "ｑｗｅｒｔｙ", "1234567890", "ぽよぽよぷるぷる", "んんんん？",
    "ぬるぬるぽ", "あのね、えっとね", "それな", "草枕草", "!!!???", "😀😀😀", "テストテスト",
    "にゃごろ",
    "今日の天気は？", "おいしいラーメン屋さんを教えて", "野球の試合結果は", "好きな色は何ですか",
    "円周率を100桁言って", "宇宙の果てには何がありますか", "恋人がほしい", "カレーの作り方",
    "株価はどうなりますか", "新幹線の時刻表", "映画のおすすめ", "しりとりしよう", "歌を歌って",
    "明日は晴れますか", "パスタをゆでる時間", "ギターの弾き方を教えて", "冗談を言ってください",
    "世界で一番高い山は", "英語で「りんご」は何と言いますか", "ゲームの攻略法", "眠れません",
    "サッカーのルール", "スマホの充電が遅い", "テレビの音が出ない", "髪を切りたい", "暑いですね",
)  # fmt: skip
"""Written for this project: of nothing that a ward office handles."""


@dataclass(frozen=True)
class Fold:
    """An index that lacks some questions, and those questions with the entry that each means."""

    texts: tuple[SearchText, ...]
    queries: tuple[tuple[str, str], ...]


def leave_one_out(texts: Sequence[SearchText], thin: int = 1) -> Iterator[Fold]:
    """Every question asked of an index that lacks its text; each fold lacks one of each entry.

    ``thin``: only every n-th fold. A text that stands twice is removed wherever it stands.

    Raises:
        ValueError: for ``thin`` below 1.

    """
    if thin < 1:
        raise ValueError("thin must be at least 1")
    questions: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        if text.kind is Kind.QUESTION:
            questions[text.entry].append(text.text)
    most = max((len(found) for found in questions.values()), default=0)
    for place in range(0, most, thin):
        asked = tuple(
            (found[place], entry) for entry, found in questions.items() if place < len(found)
        )
        removed = {text for text, _ in asked}
        yield Fold(tuple(text for text in texts if text.text not in removed), asked)


@dataclass(frozen=True)
class Pair:
    """A question of the FAQ with its answer."""

    id: str
    question: str
    answer: str


@dataclass(frozen=True)
class Query:
    """A resident's query; ``grades`` are 2 for pairs that answer it, 1 for related ones."""

    id: str
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class FaqData:
    """A FAQ and residents' queries of it."""

    pairs: tuple[Pair, ...]
    queries: tuple[Query, ...]

    @property
    def texts(self) -> tuple[SearchText, ...]:
        """What an index of the FAQ is made of."""
        return tuple(
            text
            for pair in self.pairs
            for text in (
                SearchText(pair.id, pair.question),
                SearchText(pair.id, pair.answer, Kind.PASSAGE),
            )
            if text.text
        )


class FaqDataError(MadoguchiError):
    """A FAQ or its queries cannot be used; the message names file, line and what is accepted."""


def shared_faq(shared: Path | None = None) -> tuple[Path, Path] | None:
    """Corpus and dev queries of ``localgovfaq`` in ``MADOGUCHI_SHARED``, or None without it."""
    root = shared or Path(os.environ.get("MADOGUCHI_SHARED", str(ROOT.parent / "shared")))
    folder = root / "data" / "localgovfaq"
    files = folder / "corpus.jsonl", folder / "queries_dev.jsonl"
    return files if all(file.exists() for file in files) else None


def read_faq(corpus: Path, queries: Path) -> FaqData:
    """Read JSON Lines: ``id, question, answer``, and ``id, query, relevant: {id: grade}``.

    Raises:
        FaqDataError: for a file that is missing or not UTF-8, a line that is no such object, an id
            that stands twice, a relevant id that is not in the corpus, and an empty file.

    """
    pairs: dict[str, Pair] = {}
    for place, row in _lines(corpus):
        pair = Pair(*(_text(place, row, name) for name in ("id", "question", "answer")))
        if not pair.question:
            raise _wrong(place, "question is empty")
        if pair.id in pairs:
            raise _wrong(place, f"the id {pair.id!r} stands twice")
        pairs[pair.id] = pair
    asked: dict[str, Query] = {}
    for place, row in _lines(queries):
        query = Query(_text(place, row, "id"), _text(place, row, "query"), _grades(place, row))
        strange = sorted(set(query.grades) - set(pairs))
        if strange:
            raise _wrong(place, f"relevant names {strange[0]!r}, which is not in the corpus")
        if query.id in asked:
            raise _wrong(place, f"the id {query.id!r} stands twice")
        asked[query.id] = query
    return FaqData(tuple(pairs.values()), tuple(asked.values()))


def _lines(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Each line's object, with where it stands for messages."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FaqDataError("unreadable", f"{path}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise FaqDataError("unreadable", f"{path} is not UTF-8: save it as UTF-8.") from None
    found = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise _wrong(place, f"not JSON ({error.msg})") from None
        if not isinstance(row, dict):
            raise _wrong(place, "not a JSON object")
        found = True
        yield place, row
    if not found:
        raise FaqDataError("empty", f"{path} is empty.")


def _text(place: str, row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "id":
        value = str(value)
    if not isinstance(value, str):
        raise _wrong(place, f"{name} must be a text")
    return value.strip()


def _grades(place: str, row: Mapping[str, object]) -> dict[str, int]:
    value = row.get("relevant")
    if not isinstance(value, dict) or any(
        type(grade) is not int or grade < 0 for grade in value.values()
    ):
        raise _wrong(place, "relevant must be an object of ids and grades (0, 1, 2)")
    return value


def _wrong(place: str, what: str) -> FaqDataError:
    return FaqDataError("wrong-row", f"{place}: {what}.")
