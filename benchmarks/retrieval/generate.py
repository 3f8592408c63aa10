"""What is asked: our own everyday questions, nonsense, and a real city's FAQ queries."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from madoguchi.catalogue.search.texts import Kind, SearchText
from madoguchi.settings import ROOT

NONSENSE = (
    "ああああああ", "asdfghjkl", "ｑｗｅｒｔｙ", "1234567890", "ぽよぽよぷるぷる", "んんんん？",
    "ぬるぽ", "あのね、えっとね", "それな", "草", "!!!???", "😀😀😀", "テストテスト", "にゃーん",
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
class FaqData:
    """A real city's FAQ and its residents' queries, each with the ids of the pairs that help."""

    texts: tuple[SearchText, ...]
    queries: tuple[tuple[str, frozenset[str]], ...]


def faq_data(shared: Path | None = None) -> FaqData | None:
    """``localgovfaq`` of ``MADOGUCHI_SHARED``, or None where it is missing. To measure only."""
    root = shared or Path(os.environ.get("MADOGUCHI_SHARED", str(ROOT.parent / "shared")))
    folder = root / "data" / "localgovfaq"
    if not (folder / "queries_dev.jsonl").exists():
        return None
    texts: list[SearchText] = []
    for pair in _lines(folder / "corpus.jsonl"):
        texts.append(SearchText(str(pair["id"]), str(pair["question"])))
        texts.append(SearchText(str(pair["id"]), str(pair["answer"]), Kind.PASSAGE))
    queries = tuple(
        (str(query["query"]), frozenset(map(str, query["relevant"])))
        for query in _lines(folder / "queries_dev.jsonl")
    )
    return FaqData(tuple(texts), queries)


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
