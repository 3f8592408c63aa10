"""Reviewed examples on into what is learnt: ``nlu_data/nlu/reviewed.yml`` and the search's texts.

All of them or none: a contradiction with what stands there already is for people to settle.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.curation.examples import Example, ExampleError
from madoguchi.curation.spans import holds_mask
from madoguchi.settings import ROOT

_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_HEADER = "# What residents said, as reviewers understood it. Written by ./mado review apply.\n"
_ABOUT_A_PROCEDURE = re.compile(r"ask_(?!status)|start_application")


@dataclass(frozen=True)
class Applied:
    """How many utterances and questions were new, and how many examples stood there already."""

    utterances: int
    questions: int
    known: int


def apply(
    examples: Sequence[Example], catalogue: Catalogue, intents: Sequence[str], root: Path = ROOT
) -> Applied:
    """Add the examples; what stands there already is not added again.

    Raises:
        ExampleError: naming every example that has masks left, stands in the gold set, or
            contradicts what is there. Then nothing has been written.

    """
    learnt, gold = learnt_utterances(root), _gold(root)
    asked = _asked(catalogue)
    utterances: dict[str, list[str]] = _reviewed_utterances(root)
    questions: dict[str, dict[str, list[str]]] = {}
    problems: list[str] = []
    added = new_questions = known = 0
    for example in examples:
        problem = _problem(example, catalogue, intents, learnt, asked, gold)
        if problem:
            problems.append(f"{example.text!r}: {problem}")
            continue
        is_new = example.text not in learnt
        if is_new:
            learnt[example.text] = example.intent
            utterances.setdefault(example.intent, []).append(example.annotated())
            added += 1
        if _is_question(example) and example.text not in asked:
            asked[example.text] = str(example.procedure)
            by_procedure = questions.setdefault(example.language, {})
            by_procedure.setdefault(str(example.procedure), []).append(example.text)
            new_questions += 1
            is_new = True
        known += not is_new
    if problems:
        raise ExampleError("contradictions", "Nothing was added.\n" + "\n".join(problems))
    if added:
        _write(root / "nlu_data" / "nlu" / "reviewed.yml", _rasa_yaml(utterances))
    for language, by_procedure in questions.items():
        path = root / "catalogue" / "questions" / "reviewed" / f"{language}.yml"
        _write(path, _questions_yaml(path, by_procedure))
    return Applied(added, new_questions, known)


def _is_question(example: Example) -> bool:
    return example.procedure is not None and bool(_ABOUT_A_PROCEDURE.match(example.intent))


def _problem(
    example: Example,
    catalogue: Catalogue,
    intents: Sequence[str],
    learnt: Mapping[str, str],
    asked: Mapping[str, str],
    gold: frozenset[str],
) -> str | None:
    text = example.text
    if holds_mask(text):
        return "masks are left in it; write the example without them"
    if re.search(r"[\[\]\n\r\t]|^[/#]|^- ", text):
        return "brackets, line breaks or a leading / # - cannot be written as an example"
    if example.intent not in intents:
        return f"there is no intent {example.intent!r}"
    if example.procedure is not None and example.procedure not in catalogue.procedures:
        return f"there is no procedure {example.procedure!r}"
    if text in gold:
        return "it is in the gold set, which must not be learnt"
    if learnt.get(text, example.intent) != example.intent:
        return f"it already stands under {learnt[text]}, not {example.intent}"
    if _is_question(example) and asked.get(text, example.procedure) != example.procedure:
        return f"it already belongs to {asked[text]}, not {example.procedure}"
    return None


def learnt_utterances(root: Path) -> dict[str, str]:
    """The intent of every utterance of ``nlu_data/nlu``, by its text without annotations."""
    return {
        _ANNOTATION.sub(r"\1", text): intent
        for path in sorted((root / "nlu_data" / "nlu").glob("**/*.yml"))
        for intent, text in _utterances(path)
    }


def _reviewed_utterances(root: Path) -> dict[str, list[str]]:
    path = root / "nlu_data" / "nlu" / "reviewed.yml"
    found: dict[str, list[str]] = {}
    for intent, text in _utterances(path) if path.exists() else ():
        found.setdefault(intent, []).append(text)
    return found


def _utterances(path: Path) -> Iterator[tuple[str, str]]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for entry in data.get("nlu") or ():
        if "intent" in entry:
            for line in str(entry["examples"]).splitlines():
                yield str(entry["intent"]), line.removeprefix("- ").strip()


def _asked(catalogue: Catalogue) -> dict[str, str]:
    """The procedure of every question by which the search finds one."""
    return {
        text: procedure.id
        for procedure in catalogue.procedures.values()
        for text in (
            *procedure.questions,
            *catalogue.foreign_questions.get(procedure.id, ()),
            *catalogue.reviewed_questions.get(procedure.id, ()),
        )
    }


def _gold(root: Path) -> frozenset[str]:
    path = root / "nlu_data" / "gold" / "utterances.yml"
    if not path.exists():
        return frozenset()
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return frozenset(text for texts in data.values() for text in texts)


def _rasa_yaml(utterances: Mapping[str, Sequence[str]]) -> str:
    blocks = [
        f"  - intent: {intent}\n    examples: |\n" + "".join(f"      - {text}\n" for text in texts)
        for intent, texts in sorted(utterances.items())
    ]
    return f'{_HEADER}version: "3.1"\nnlu:\n' + "".join(blocks)


def _questions_yaml(path: Path, added: Mapping[str, Sequence[str]]) -> str:
    present: dict[str, list[str]] = {}
    if path.exists():
        present = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for procedure, texts in added.items():
        present.setdefault(procedure, []).extend(texts)
    return _HEADER + yaml.safe_dump(
        dict(sorted(present.items())), allow_unicode=True, sort_keys=False, width=10_000
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
