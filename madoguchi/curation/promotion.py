"""Promotion: the candidate becomes live in the running Rasa, and may go back. See docs/adr/0013."""

from __future__ import annotations

import time
from dataclasses import dataclass

import httpx
from filelock import FileLock
from rich.console import Console

from madoguchi.curation.evaluation import Report, report_path
from madoguchi.curation.gold import Gold
from madoguchi.errors import ConflictError, MadoguchiError
from madoguchi.running import model, slots
from madoguchi.settings import Settings

_LOAD_SECONDS = 300.0


class PromotionError(MadoguchiError):
    """A model may not, or cannot, become live; the message says why and what to do."""


@dataclass(frozen=True)
class Swapped:
    """The model that is live now. ``running`` tells whether Rasa answers with it already."""

    live: str
    previous: str
    running: bool
    seconds: float


def train_candidate(settings: Settings, console: Console) -> str:
    """Train the present content as the candidate; its fingerprint.

    Raises:
        ConflictError: if the present content is what is live.
        TrainingError: if Rasa fails.

    """
    present = model.fingerprint()
    if slots.read(settings, "live") == present:
        raise ConflictError(
            "nothing-new",
            f"The live model {present} is of the present content already. Change nlu_data first, "
            "for instance with ./mado review apply.",
        )
    model.train(settings, console)
    slots.write(settings, "candidate", present)
    return present


def require_candidate(settings: Settings) -> str:
    """The fingerprint of the candidate.

    Raises:
        PromotionError: if there is none.

    """
    candidate = slots.read(settings, "candidate")
    if candidate is None:
        raise PromotionError("no-candidate", "There is no candidate: ./mado train --candidate.")
    return candidate


def require_live(settings: Settings) -> str:
    """The fingerprint of the live model.

    Raises:
        PromotionError: if there is none yet.

    """
    live = slots.read(settings, "live")
    if live is None:
        raise PromotionError("no-live-model", "There is no live model yet: start ./mado up once.")
    return live


def promote(settings: Settings, gold: Gold) -> Swapped:
    """Make the candidate live.

    Raises:
        PromotionError: if there is no candidate, or no evaluation of exactly this one against the
            live model on the present gold set; if a protected measure falls; or if Rasa cannot
            load it.

    """
    with _lock(settings):
        candidate, live = require_candidate(settings), require_live(settings)
        _require_good(settings, candidate, live, gold)
        done = _swap(settings, candidate, live)
        slots.write(settings, "candidate", None)
        return done


def rollback(settings: Settings) -> Swapped:
    """Make the model live that was live before; a second rollback comes back.

    Raises:
        PromotionError: if there is none, or Rasa cannot load it.

    """
    with _lock(settings):
        previous = slots.read(settings, "previous")
        if previous is None:
            raise PromotionError("no-previous-model", "No model was live before this one.")
        return _swap(settings, previous, require_live(settings))


def _lock(settings: Settings) -> FileLock:
    return FileLock(settings.data_dir / "models" / "promotion.lock", timeout=10)


def _require_good(settings: Settings, candidate: str, live: str, gold: Gold) -> None:
    path = report_path(settings, candidate)
    report = Report.model_validate_json(path.read_text("utf-8")) if path.exists() else None
    if report is None or (report.candidate, report.live, report.key) != (candidate, live, gold.key):
        raise PromotionError(
            "not-evaluated",
            f"The candidate {candidate} has not been compared with the live model {live} on the "
            "present gold set: ./mado evaluate --candidate.",
        )
    fallen = report.fallen(gold.tolerances)
    if fallen:
        raise PromotionError(
            "protected-measure-falls",
            f"The candidate {candidate} is not promoted: {'; '.join(fallen)}.",
        )


def _swap(settings: Settings, wanted: str, live: str) -> Swapped:
    """Point to the wanted model, so that Rasa would start with it, then have Rasa take it."""
    if not slots.fits(settings, wanted):
        raise PromotionError(
            "another-release",
            f"The model {wanted} was made for another config.yml, domain.yml or other rules than "
            "are here now, so it cannot run. Train the present content.",
        )
    started = time.monotonic()
    before = slots.read(settings, "previous")
    slots.write(settings, "live", wanted)
    slots.write(settings, "previous", live)
    try:
        running = slots.fits(settings, live) and _load(settings, wanted)
    except PromotionError:
        slots.write(settings, "live", live)
        slots.write(settings, "previous", before)
        raise
    return Swapped(wanted, live, running, time.monotonic() - started)


def _load(settings: Settings, wanted: str) -> bool:
    """Have the running Rasa answer with a model; False where it does not run."""
    deadline = time.monotonic() + _LOAD_SECONDS
    while True:
        try:
            response = httpx.put(
                f"{settings.bot_url}/webhooks/gateway/model",
                headers={"Authorization": f"Bearer {settings.resolved_bot_token}"},
                json={"model": wanted},
                timeout=httpx.Timeout(60.0, connect=2.0),
            )
        except httpx.ConnectError:
            return False
        except httpx.HTTPError as error:
            raise PromotionError(
                "no-answer", f"Rasa did not take the model {wanted}: {type(error).__name__}."
            ) from None
        if response.is_error:
            raise PromotionError(
                "not-loaded", f"Rasa did not take the model {wanted}: {response.text}"
            )
        if response.status_code != httpx.codes.ACCEPTED:
            return True
        if time.monotonic() > deadline:
            raise PromotionError(
                "too-slow", f"Rasa had not loaded the model {wanted} after {_LOAD_SECONDS:.0f} s."
            )
