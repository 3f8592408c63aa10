"""A sentence that says several things as several sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from madoguchi.languages.easy.conjugation import before_masu
from madoguchi.languages.easy.rewriting.change import Change
from madoguchi.languages.easy.rules.structure import MAX_JOINTS, MAX_LENGTH, joined
from madoguchi.languages.easy.sentence import Sentence, Word

_BUT = frozenset({"が", "けれど", "けれども", "けど", "のに"})
_BECAUSE = frozenset({"ので", "から", "ため", "為", "で"})


def split(sentence: Sentence) -> Iterator[Change]:
    """A new sentence behind each joint of a sentence that is too long or has too many of them."""
    joints = list(joined(sentence))
    if sentence.length <= MAX_LENGTH and len(joints) <= MAX_JOINTS:
        return
    rule = "sentence-length" if sentence.length > MAX_LENGTH else "clauses"
    words = sentence.words
    for joint, at in joints:
        stops = joint.kind == "動詞"
        clause = words[: at + 1] if stops else words[:at]
        nominal = joint.surface == "で" and clause[-1].surface == "の"
        because = nominal or joint.surface in _BECAUSE - {"で"}
        ending = _polite(clause[:-1] if nominal else clause, joined_by_te=not because)
        if ending is None:
            continue
        start, polite = ending
        comma = words[at + 1].surface == "、" if at + 1 < len(words) else False
        end = words[at + 1].end if comma else joint.end
        goes_on = "でも、" if joint.surface in _BUT else "だから、" if because else "そして、"
        yield Change(rule, start, sentence.text[start:end], f"{polite}。{goes_on}")


def _polite(words: Sequence[Word], *, joined_by_te: bool) -> tuple[int, str] | None:
    """Where the last predicate's ending begins, and that ending with です or ます."""
    if not words:
        return None
    last = words[-1]
    before = words[-2] if len(words) > 1 else None
    first = words[-3] if len(words) > 2 else None
    if last.dictionary_form in ("です", "ます"):
        return last.start, last.surface
    if last.kind == "動詞":
        return _with(last, "ます")
    if last.kind == "形容詞" and last.form.startswith(("終止形", "連体形")):
        return last.start, f"{last.surface}です"
    if last.kind != "助動詞" or before is None:
        return None
    match last.dictionary_form:
        case "た" | "ぬ" if before.dictionary_form in ("です", "ます"):
            return last.start, last.surface
        case "た" if before.kind == "動詞":
            return _with(before, "ました")
        case "た" if before.dictionary_form == "ない" and first is not None:
            return _with(first, "ませんでした")
        case "ない" if before.kind == "動詞":
            return _with(before, "ません")
        case "だ" if not joined_by_te or last.surface in ("な", "だ"):
            return last.start, "です"
        case "れる" | "られる" | "せる" | "させる":
            return last.start, f"{last.dictionary_form[:-1]}ます"
    return None


def _with(verb: Word, ending: str) -> tuple[int, str] | None:
    stem = before_masu(verb.dictionary_form, verb.conjugation) if verb.kind == "動詞" else None
    return None if stem is None else (verb.start, stem + ending)
