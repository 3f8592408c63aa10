"""A large FAQ in residents' words: the catalogue's everyday questions, asked in many situations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.faq.entry import FaqEntry, derived_id

_SITUATIONS = (
    "{ward}に住んでいます。", "{ward}に引っ越す予定ですが、",
    "家族の代わりに{ward}で手続きします。",
    "平日は{ward}へ行けません。", "{ward}の出張所でも、", "外国籍で{ward}に住んでいます。",
    "高齢の母が{ward}にいます。", "急いでいます。{ward}で",
)  # fmt: skip


def entries(source: Catalogue, wanted: int) -> list[FaqEntry]:
    """Different entries, up to ``wanted``: questions of about 35 characters, answers of about 300.

    The same catalogue and number always give the same ones. Fewer come only where the catalogue has
    too few questions.
    """
    return list(islice(_all(source), wanted))


def changed(all_entries: list[FaqEntry], how_many: int) -> list[FaqEntry]:
    """The entries with that many of them changed, evenly spread."""
    step = max(len(all_entries) // max(how_many, 1), 1)
    places = set(range(0, len(all_entries), step)[:how_many])
    return [
        replace(entry, question=f"変更後：{entry.question}", answer=f"変更後：{entry.answer}")
        if place in places
        else entry
        for place, entry in enumerate(all_entries)
    ]


def _all(source: Catalogue) -> Iterator[FaqEntry]:
    seen: set[str] = set()
    wards = [ward.names.ja for ward in source.wards.values()]
    for situation, ward in product(_SITUATIONS, wards):
        for procedure in source.procedures.values():
            for question in procedure.questions:
                asked = situation.format(ward=ward) + question
                id_ = derived_id(asked, None)
                if id_ in seen:
                    continue
                seen.add(id_)
                answer = f"{asked}というご質問ですね。{procedure.names.official}のご案内です。"
                yield FaqEntry(id_, asked, answer + procedure.summary * 3, procedure.names.official)


def queries(source: Catalogue, wanted: int) -> list[str]:
    """Everyday questions, one of each procedure in turn."""
    lists = [list(procedure.questions) for procedure in source.procedures.values()]
    return [found[place] for place in range(max(map(len, lists))) for found in lists
            if place < len(found)][:wanted]  # fmt: skip
