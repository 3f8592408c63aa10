from __future__ import annotations

import yaml

from benchmarks.intents.baseline import stock_pipeline
from madoguchi.settings import ROOT


def test_rasas_own_components_stand_where_ours_do() -> None:
    pipeline = [
        {"name": "bot.nlu.ginza.Ginza", "model": "ja_ginza"},
        {"name": "SpacyTokenizer"},
        {"name": "bot.nlu.diet.LeanDIETClassifier", "epochs": 30},
        {"name": "bot.nlu.sentence_vector.SentenceVectorClassifier"},
    ]
    assert stock_pipeline({"pipeline": pipeline}) == [
        {"name": "SpacyNLP", "model": "ja_ginza"},
        {"name": "SpacyTokenizer"},
        {"name": "DIETClassifier", "epochs": 30},
    ]


def test_nothing_of_ours_is_left_of_the_pipeline_that_is_shipped() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    names = [each["name"] for each in stock_pipeline(config)]
    assert names[:3] == ["SpacyNLP", "SpacyTokenizer", "SpacyFeaturizer"]
    assert "DIETClassifier" in names
    assert not [name for name in names if "." in name]
