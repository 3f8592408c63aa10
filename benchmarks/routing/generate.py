"""What is said: the utterances of tab-separated files, each the first message of a conversation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from channels.incoming import MAX_TEXT_LENGTH
from madoguchi.errors import MadoguchiError

DEV = Path(__file__).parent / "dev"
"""Our own utterances, written to measure with: never trained on, never put in the catalogue."""

GROUPS = ("style", "lang", "kind")
"""The columns by which figures are told apart."""

_COLUMNS = frozenset({"id", "text", "aspect", *GROUPS})


class UtterancesError(MadoguchiError):
    """A file of utterances cannot be used; the message names file, line and what is accepted."""


@dataclass(frozen=True)
class Utterance:
    """One first message, and what it means.

    ``procedures`` are the ids that are right, any of them; empty where no procedure is (``kind``
    then says what it is instead). ``aspect`` and the groups are None where the file does not say.
    """

    file: str
    line: int
    text: str
    procedures: frozenset[str]
    aspect: str | None = None
    style: str | None = None
    lang: str | None = None
    kind: str | None = None

    def group(self, name: str) -> str | None:
        """Its value in one of ``GROUPS``."""
        value: str | None = getattr(self, name)
        return value


def read(
    paths: Sequence[Path], known: Collection[str], warn: Callable[[str], None]
) -> tuple[Utterance, ...]:
    """The utterances of the files, in their order. ``known`` are the ids of all procedures.

    A file has a header and the column ``text``, and says what is meant by ``id`` (of a procedure,
    or several with ``|`` between) or, where no procedure is, by ``kind``; ``style``, ``lang`` and
    ``aspect`` may be there. ``warn`` is told of other columns, which are not used.

    Raises:
        UtterancesError: for a file that is missing, not UTF-8 or without utterances, a column that
            is missing or twice, an unknown id, an empty or overlong text, or a wrong number of
            cells.

    """
    return tuple(utterance for path in paths for utterance in _file(path, known, warn))


def _file(path: Path, known: Collection[str], warn: Callable[[str], None]) -> list[Utterance]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UtterancesError("unreadable", f"{path}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise UtterancesError("unreadable", f"{path} is not UTF-8: save it as UTF-8.") from None
    first, *rows = text.split("\n")
    header = [name.strip() for name in first.split("\t")]
    _check_header(path, header)
    ignored = [name for name in header if name not in _COLUMNS]
    if ignored:
        warn(f"{path}: not used: {', '.join(ignored)}.")
    found = []
    for line, row_text in enumerate(rows, start=2):
        cells = row_text.split("\t")
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise _wrong(path, line, f"{len(cells)} cells, but the header has {len(header)}")
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        found.append(_utterance(path, line, row, known))
    if not found:
        raise UtterancesError("no-utterances", f"{path} holds no utterances.")
    return found


def _check_header(path: Path, header: Sequence[str]) -> None:
    twice = len(set(header)) < len(header)
    if twice or "text" not in header or not {"id", "kind"} & set(header):
        raise _wrong(
            path,
            1,
            "a column is missing or twice. The first line must name the columns, with tabs "
            "between: text, and id or kind; style, lang and aspect are optional",
        )


def _utterance(path: Path, line: int, row: dict[str, str], known: Collection[str]) -> Utterance:
    text = row["text"]
    if not text or len(text) > MAX_TEXT_LENGTH:
        raise _wrong(path, line, f"text must have 1 to {MAX_TEXT_LENGTH} characters")
    procedures = frozenset(id_.strip() for id_ in row.get("id", "").split("|") if id_.strip())
    strange = sorted(procedures - set(known))
    if strange:
        raise _wrong(path, line, f"{strange[0]!r} is not the id of a procedure of the catalogue")
    if not procedures and not row.get("kind"):
        raise _wrong(path, line, "neither id nor kind says what is meant")
    return Utterance(
        path.name,
        line,
        text,
        procedures,
        row.get("aspect") or None,
        row.get("style") or None,
        row.get("lang") or None,
        row.get("kind") or None,
    )


def _wrong(path: Path, line: int, what: str) -> UtterancesError:
    return UtterancesError("wrong-row", f"{path}, line {line}: {what}.")
