from __future__ import annotations

from xml.etree import ElementTree

from benchmarks.intents.evaluate import Judged, Parse
from benchmarks.intents.generate import Utterance
from benchmarks.intents.report import confusion_picture, page

SVG = "{http://www.w3.org/2000/svg}"


def judged(meant: str, found: str, text: str = "いくら <&> ?") -> Judged:
    return Judged(Utterance(meant, "ja", text), Parse(found, 0.87, frozenset(), 0.01))


ALL = [*[judged("fee", "fee")] * 3, judged("fee", "where"), judged("where", "nlu_fallback")]


def test_the_picture_has_a_row_a_meant_and_a_column_a_found_intent() -> None:
    drawn = ElementTree.fromstring(confusion_picture(ALL, "Intents"))
    texts = [each.text for each in drawn.iter(f"{SVG}text")]
    assert texts.count("fee") == texts.count("where") == 2
    assert texts.count("nlu_fallback") == 1
    assert [text for text in texts if text and text.isdigit()] == ["3", "1", "1"]
    assert len(list(drawn.iter(f"{SVG}rect"))) == 1 + 2 * 3


def test_the_page_needs_nothing_else_and_shows_figures_and_mistakes() -> None:
    figures = {"intent_macro_f1": 0.91, "baseline_intent_macro_f1": 0.9, "folds": 3}
    shown = page(figures, ALL, [judged("fee", "where", "How much?")], "<svg></svg>")
    assert "http://" not in shown.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in shown
    assert "<td>いくら &lt;&amp;&gt; ?</td>" in shown
    assert (
        '<td>intent_macro_f1</td><td class="number">0.91</td><td class="number">0.9</td>' in shown
    )
    assert "2 of 5" in shown
    assert "How much?" in shown
