"""A candidate becomes live only with an evaluation of its own that nothing protected falls in."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rich.console import Console

from madoguchi.curation import evaluation, promotion
from madoguchi.curation.promotion import PromotionError
from madoguchi.errors import ConflictError
from madoguchi.running import model, slots
from madoguchi.settings import Settings, settings
from tests.madoguchi.curation.test_evaluation import ALL_RIGHT, GOLD, ONE_LESS, tried
from tests.madoguchi.running.test_model import WRITE_A_MODEL, rasa
from tests.madoguchi.running.test_stack import free_port

LIVE, CANDIDATE = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    """Two models of this release: one live, the other a candidate; Rasa does not run."""
    made = settings().model_copy(update={"data_dir": tmp_path, "bot_port": free_port()})
    for fingerprint in (LIVE, CANDIDATE):
        path = slots.model_file(made, fingerprint)
        path.parent.mkdir(exist_ok=True)
        path.write_text("model", encoding="utf-8")
        note = {"release": model.release()}
        path.with_name(f"{fingerprint}.json").write_text(json.dumps(note), encoding="utf-8")
    slots.write(made, "live", LIVE)
    slots.write(made, "candidate", CANDIDATE)
    return made


def evaluated(config: Settings, *, good: bool = True) -> None:
    tried(config, **{CANDIDATE: ALL_RIGHT if good else ONE_LESS, LIVE: ALL_RIGHT})
    evaluation.compare(config, CANDIDATE, LIVE, GOLD)


class Rasa(BaseHTTPRequestHandler):
    """Takes models, at once or after a while, or refuses them."""

    asked: ClassVar[list[tuple[str, Any]]] = []
    status = 200
    slow_for: ClassVar[int] = 0

    def do_PUT(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.headers["Authorization"], body))
        is_loading = len(self.asked) <= self.slow_for
        self.send_response(202 if is_loading else type(self).status)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def running(config: Settings) -> Iterator[type[Rasa]]:
    server = HTTPServer(("127.0.0.1", config.bot_port), Rasa)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    Rasa.asked.clear()
    Rasa.status, Rasa.slow_for = 200, 0
    yield Rasa
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_evaluated_candidate_becomes_live_and_goes_back(
    config: Settings, running: type[Rasa]
) -> None:
    evaluated(config)
    done = promotion.promote(config, GOLD)
    assert (done.live, done.previous, done.running) == (CANDIDATE, LIVE, True)
    assert running.asked == [(f"Bearer {config.resolved_bot_token}", {"model": CANDIDATE})]
    assert slots.read(config, "candidate") is None
    back = promotion.rollback(config)
    assert (back.live, back.previous) == (LIVE, CANDIDATE)
    assert slots.read(config, "live") == LIVE
    assert promotion.rollback(config).live == CANDIDATE


def test_a_model_that_loads_slowly_is_waited_for(config: Settings, running: type[Rasa]) -> None:
    evaluated(config)
    running.slow_for = 2
    assert promotion.promote(config, GOLD).running
    assert len(running.asked) == 3


def test_a_model_that_never_loads_is_not_live(
    config: Settings, running: type[Rasa], monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluated(config)
    running.slow_for = 1000
    monkeypatch.setattr(promotion, "_LOAD_SECONDS", 0.0)
    with pytest.raises(PromotionError, match="had not loaded"):
        promotion.promote(config, GOLD)
    assert slots.read(config, "live") == LIVE


def test_while_rasa_does_not_run_only_the_pointer_changes(config: Settings) -> None:
    evaluated(config)
    assert promotion.promote(config, GOLD).running is False
    assert slots.read(config, "live") == CANDIDATE


def test_a_falling_protected_measure_refuses_with_its_name_and_figures(config: Settings) -> None:
    evaluated(config, good=False)
    with pytest.raises(PromotionError, match=r"emergency_recall falls from 1\.000 to 0\.500"):
        promotion.promote(config, GOLD)
    assert slots.read(config, "live") == LIVE
    assert slots.read(config, "candidate") == CANDIDATE


def test_without_an_evaluation_of_exactly_this_candidate_it_is_refused(config: Settings) -> None:
    with pytest.raises(PromotionError, match=r"\./mado evaluate --candidate"):
        promotion.promote(config, GOLD)
    evaluated(config)
    other = GOLD.__class__(**{**vars(GOLD), "key": "another"})
    with pytest.raises(PromotionError, match="present gold set"):
        promotion.promote(config, other)
    slots.write(config, "candidate", LIVE)
    with pytest.raises(PromotionError, match=f"candidate {LIVE}"):
        promotion.promote(config, GOLD)


def test_what_rasa_cannot_load_is_not_live(config: Settings, running: type[Rasa]) -> None:
    evaluated(config)
    running.status = 422
    with pytest.raises(PromotionError, match="did not take"):
        promotion.promote(config, GOLD)
    assert slots.read(config, "live") == LIVE
    assert slots.read(config, "previous") is None


def test_a_model_of_another_release_cannot_run(config: Settings) -> None:
    evaluated(config)
    slots.model_file(config, CANDIDATE).with_name(f"{CANDIDATE}.json").unlink()
    with pytest.raises(PromotionError, match="another config"):
        promotion.promote(config, GOLD)


def test_without_candidate_live_or_previous_it_says_what_to_do(config: Settings) -> None:
    with pytest.raises(PromotionError, match="No model was live before"):
        promotion.rollback(config)
    slots.write(config, "candidate", None)
    with pytest.raises(PromotionError, match=r"\./mado train --candidate"):
        promotion.promote(config, GOLD)
    slots.write(config, "candidate", CANDIDATE)
    slots.write(config, "live", None)
    with pytest.raises(PromotionError, match=r"\./mado up"):
        promotion.promote(config, GOLD)


def test_the_present_content_is_trained_as_the_candidate_unless_it_is_live(
    config: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa(tmp_path, WRITE_A_MODEL, monkeypatch)
    console = Console(file=io.StringIO())
    assert promotion.train_candidate(config, console) == model.fingerprint()
    assert slots.read(config, "candidate") == model.fingerprint()
    assert slots.fits(config, model.fingerprint())
    slots.write(config, "live", model.fingerprint())
    with pytest.raises(ConflictError, match="review apply"):
        promotion.train_candidate(config, console)
