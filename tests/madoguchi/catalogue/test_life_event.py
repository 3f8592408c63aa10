"""What a checklist's file may say, and what the committed ones do."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.life_event import Checklist


def test_a_checklist_without_steps_is_refused() -> None:
    with pytest.raises(ValidationError, match="steps"):
        Checklist.model_validate({"id": "moving", "name": "引っ越すとき", "steps": []})


def test_a_step_is_at_the_old_ward_the_new_one_or_either() -> None:
    step = {"procedure": "moving-out", "where": "station"}
    with pytest.raises(ValidationError, match="where"):
        Checklist.model_validate({"id": "moving", "name": "引っ越すとき", "steps": [step]})


def test_a_move_leaves_one_ward_before_it_enters_the_other(catalogue: Catalogue) -> None:
    places = [step.where for step in catalogue.checklists["moving-between-wards"].steps]
    assert places == sorted(places, key=["origin", "destination"].index)


def test_the_occasions_of_life_have_their_checklists(catalogue: Catalogue) -> None:
    assert {"birth", "marriage", "bereavement", "moving-between-wards"} <= set(catalogue.checklists)
