"""The committed catalogue as it is read."""

from __future__ import annotations

import json

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.cli import SCHEMAS, schema_text
from madoguchi.errors import NotFoundError
from madoguchi.settings import ROOT


def test_it_holds_all_procedures_and_wards(catalogue: Catalogue) -> None:
    assert len(catalogue.procedures) == 72
    assert len(catalogue.wards) == 23
    assert {ward.code for ward in catalogue.wards.values()} >= {"13101", "13123"}


def test_each_procedure_is_found_by_at_least_twenty_questions(catalogue: Catalogue) -> None:
    few = {id_: len(entry.questions) for id_, entry in catalogue.procedures.items()}
    assert {id_: count for id_, count in few.items() if count < 20} == {}


def test_a_value_knows_whether_it_is_the_ward_s(catalogue: Catalogue) -> None:
    copy = catalogue.procedure("resident-record-copy", "toshima")
    assert copy.origin("fee") == "ward"
    assert copy.origin("documents") == "common"
    assert catalogue.procedure("resident-record-copy", "nerima").origin("fee") == "common"


@pytest.mark.parametrize(("procedure", "ward"), [("no-such", None), ("moving-in", "yokohama")])
def test_what_is_not_there_is_said_to_be_unknown(
    catalogue: Catalogue, procedure: str, ward: str | None
) -> None:
    with pytest.raises(NotFoundError):
        catalogue.procedure(procedure, ward)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_the_models_own(name: str) -> None:
    path = ROOT / "catalogue" / "schema" / f"{name}.json"
    assert path.read_text("utf-8") == schema_text(SCHEMAS[name]), "run ./mado catalogue schema"
    json.loads(path.read_text("utf-8"))
