"""What a person looks at: the confusion matrix as a picture (SVG), and a page (HTML) with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from benchmarks.intents.evaluate import Judged, intent_f1

_CELL, _LABEL, _TOP, _LEAN = 22, 150, 150, 60  # pixels; names of columns lean over the right edge
_FALLBACK = "nlu_fallback"

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem;
  color: #1a1a1a; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; } th, td { padding: .3rem .8rem; text-align: left;
  border-bottom: 1px solid #ddd; } td.number, th.number { text-align: right;
  font-variant-numeric: tabular-nums; } thead th { background: #f3f3f3; }
.picture { overflow-x: auto; } p.note { color: #555; }
"""


def confusion_picture(judged: Sequence[Judged], title: str) -> str:
    """An SVG: a row an intent that was meant, a column an intent that was found.

    The darker a cell, the larger its share of the row: blue where it is right, red where it is
    wrong. Its number is how many utterances it stands for.
    """
    counts = Counter((each.meant.intent, each.found.intent) for each in judged)
    meant = sorted({first for first, _ in counts})
    others = sorted({second for _, second in counts} - set(meant))
    columns = [*meant, *others]
    totals = Counter(each.meant.intent for each in judged)
    width = _LABEL + _CELL * len(columns) + _LEAN
    height = _TOP + _CELL * len(meant) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" font-size="11">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="16" font-weight="bold">{escape(title)}</text>',
        '<text x="8" y="32" fill="#555">rows: meant</text>',
        '<text x="8" y="46" fill="#555">columns: found</text>',
    ]
    for place, name in enumerate(columns):
        x = _LABEL + _CELL * place + _CELL / 2 + 4
        parts.append(
            f'<text transform="translate({x} {_TOP - 6}) rotate(-60)">{escape(name)}</text>'
        )
    for row, name in enumerate(meant):
        y = _TOP + _CELL * row
        parts.append(f'<text x="{_LABEL - 6}" y="{y + 15}" text-anchor="end">{escape(name)}</text>')
        for column, other in enumerate(columns):
            number = counts[name, other]
            x = _LABEL + _CELL * column
            parts.append(_cell(x, y, number, number / totals[name], is_right=name == other))
    return "".join([*parts, "</svg>\n"])


def _cell(x: int, y: int, number: int, share: float, *, is_right: bool) -> str:
    hue, light = (214 if is_right else 4), round(97 - 52 * share**0.5) if number else 99
    box = (
        f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" stroke="#e4e4e4" '
        f'fill="hsl({hue} {75 if number else 0}% {light}%)"/>'
    )
    if not number:
        return box
    ink = "#fff" if light < 62 else "#111"
    return (
        f'{box}<text x="{x + _CELL / 2}" y="{y + 15}" text-anchor="middle" font-size="10" '
        f'fill="{ink}">{number}</text>'
    )


def page(
    figures: Mapping[str, float], crossed: Sequence[Judged], foreign: Sequence[Judged], picture: str
) -> str:
    """The whole report as one HTML file that needs nothing else."""
    f1 = intent_f1(crossed)
    support = Counter(each.meant.intent for each in crossed)
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>Intents</title><style>{_STYLE}</style></head><body>",
            "<h1>How well and how fast messages are understood</h1>",
            _table(
                ("", "Madoguchi", "stock Rasa"),
                [
                    (key, f"{value:g}", f"{figures[f'baseline_{key}']:g}"
                     if f"baseline_{key}" in figures else "")
                    for key, value in figures.items() if not key.startswith("baseline_")
                ],
            ),
            "<h2>What is taken for what</h2>",
            '<p class="note">Each utterance of nlu_data is asked of a model that has not seen it. '
            f"{_FALLBACK}: not sure enough of any intent.</p>",
            f'<div class="picture">{picture}</div>',
            "<h2>Each intent</h2>",
            _table(
                ("intent", "F1", "utterances"),
                [(name, f"{value:.3f}", str(support[name]))
                 for name, value in sorted(f1.items(), key=lambda item: item[1])],
            ),
            "<h2>Utterances that were not understood</h2>",
            _mistakes(crossed),
            "<h2>Other languages: sentences that were not understood</h2>",
            _mistakes(foreign),
            "</body></html>\n",
        ]
    )  # fmt: skip


def _mistakes(judged: Sequence[Judged]) -> str:
    wrong = sorted(
        (each for each in judged if not each.is_right),
        key=lambda each: (each.meant.intent, each.meant.language, -each.found.confidence),
    )
    return f"<p>{len(wrong)} of {len(judged)}</p>" + _table(
        ("meant", "found", "confidence", "language", "utterance"),
        [
            (each.meant.intent, each.found.intent, f"{each.found.confidence:.2f}",
             each.meant.language, each.meant.text)
            for each in wrong
        ],
    )  # fmt: skip


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in headings)
    body = "".join(
        "<tr>" + "".join(f"<td{_kind(cell)}>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _kind(cell: str) -> str:
    return ' class="number"' if cell[:1].isdigit() and cell.replace(".", "", 1).isdigit() else ""
