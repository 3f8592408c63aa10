from __future__ import annotations

from benchmarks.metrics.calibration import Bin
from benchmarks.report.charts import Row, bars, reliability


def test_a_bar_is_as_long_as_its_share() -> None:
    chart = bars([Row("half", 0.5, 0.25), Row("none", 0.0), Row("all", 1.0)])
    half, theirs, none, whole = (float(bar.attrib["width"]) for bar in chart.iter("rect"))
    assert none == 0
    assert half == whole / 2
    assert theirs == whole / 4


def test_every_bar_says_its_share() -> None:
    chart = bars([Row("noisy", 0.8125, None, "72 turns")])
    texts = ["".join(text.itertext()) for text in chart.iter("text")]
    assert texts == ["noisy", "0.812  72 turns"]


def test_perfect_scores_lie_on_the_diagonal() -> None:
    diagram = reliability([Bin(0.25, 0.25, 4, 4.0), Bin(0.75, 0.75, 16, 16.0)])
    low, high = ((float(c.attrib["cx"]), float(c.attrib["cy"])) for c in diagram.iter("circle"))
    assert high[0] - low[0] == low[1] - high[1]
    radii = [float(circle.attrib["r"]) for circle in diagram.iter("circle")]
    assert radii[1] > radii[0], "what was said more often is larger"
