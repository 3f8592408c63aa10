"""Pointers to models: written as a whole, and never to what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from madoguchi.running import model, slots
from madoguchi.settings import Settings, settings

FINGERPRINT = "0123456789abcdef"


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return settings().model_copy(update={"data_dir": tmp_path})


def trained(config: Settings, note: str | None) -> None:
    path = slots.model_file(config, FINGERPRINT)
    path.parent.mkdir(parents=True)
    path.write_text("model", encoding="utf-8")
    if note is not None:
        path.with_name(f"{FINGERPRINT}.json").write_text(note, encoding="utf-8")


def test_a_slot_holds_a_model_until_it_is_emptied(config: Settings) -> None:
    assert slots.read(config, "live") is None
    trained(config, None)
    slots.write(config, "live", FINGERPRINT)
    assert slots.read(config, "live") == FINGERPRINT
    assert slots.read(config, "candidate") is None
    slots.write(config, "live", None)
    slots.write(config, "live", None)
    assert slots.read(config, "live") is None


@pytest.mark.parametrize("content", ["", "../../etc/passwd", "fedcba9876543210", "\u00e9"])
def test_what_points_to_no_model_counts_as_empty(config: Settings, content: str) -> None:
    trained(config, None)
    (config.data_dir / "models" / "live").write_text(content, encoding="utf-8")
    assert slots.read(config, "live") is None


@pytest.mark.parametrize("note", [None, "", "{}", "[]", '{"release": "another"}'])
def test_a_model_of_an_unknown_or_another_release_does_not_fit(
    config: Settings, note: str | None
) -> None:
    trained(config, note)
    assert not slots.fits(config, FINGERPRINT)


def test_a_model_of_this_release_or_content_fits(config: Settings) -> None:
    trained(config, f'{{"release": "{model.release()}"}}')
    assert slots.fits(config, FINGERPRINT)
    assert slots.fits(config, model.fingerprint())
