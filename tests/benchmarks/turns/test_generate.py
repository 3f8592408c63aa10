from __future__ import annotations

import pytest

from benchmarks.turns.generate import Script, plan, scripts
from madoguchi.catalogue.catalogue import Catalogue

PACK = tuple(Script(ward=None, says=(f"{n}a", f"{n}b", f"{n}c")) for n in range(4))


def test_about_two_hundred_varied_turns_are_written() -> None:
    said = [text for script in scripts() for text in script.says]
    assert len(said) >= 190
    assert len(set(said)) >= 0.85 * len(said)
    assert max(map(len, said)) > 25
    assert min(map(len, said)) < 5


def test_every_ward_that_a_script_names_exists(catalogue: Catalogue) -> None:
    wards = {script.ward for script in scripts()} - {None}
    assert wards <= set(catalogue.wards)
    assert len(wards) > 15


@pytest.mark.parametrize(("residents", "turns"), [(1, 1), (1, 24), (8, 6), (32, 4)])
def test_every_resident_sends_as_many_messages_as_asked(residents: int, turns: int) -> None:
    dealt = plan(residents, turns, seed=1)
    assert len(dealt) == residents
    assert {sum(len(script.says) for script in each) for each in dealt} == {turns}


def test_the_same_seed_deals_the_same_and_another_seed_does_not() -> None:
    assert plan(8, 6, seed=1) == plan(8, 6, seed=1)
    assert plan(8, 6, seed=1) != plan(8, 6, seed=2)


def test_nobody_holds_a_conversation_that_another_holds_while_the_pack_lasts() -> None:
    dealt = plan(4, 3, seed=1, source=PACK)
    assert {each[0].says for each in dealt} == {script.says for script in PACK}


def test_messages_keep_their_order_and_the_last_conversation_is_cut() -> None:
    (resident,) = plan(1, 5, seed=1, source=PACK)
    assert [len(script.says) for script in resident] == [3, 2]
    assert [text[1] for script in resident for text in script.says] == ["a", "b", "c", "a", "b"]


@pytest.mark.parametrize(("residents", "turns"), [(0, 1), (1, 0)])
def test_a_plan_for_nobody_is_refused(residents: int, turns: int) -> None:
    with pytest.raises(ValueError, match="a plan needs"):
        plan(residents, turns, seed=1)
