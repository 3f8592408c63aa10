"""Which status may follow which."""

from __future__ import annotations

from itertools import product

import pytest

from madoguchi.errors import ConflictError
from madoguchi.submissions.status import CLOSED, LABELS, SubmissionStatus, check_change

OPEN = {SubmissionStatus.RECEIVED, SubmissionStatus.IN_REVIEW, SubmissionStatus.NEEDS_RESIDENT}
AFTER_RECEIPT = set(SubmissionStatus) - {SubmissionStatus.RECEIVED}


@pytest.mark.parametrize(("old", "new"), [*product(SubmissionStatus, SubmissionStatus)])
def test_an_open_submission_moves_on_and_a_closed_one_stays(
    old: SubmissionStatus, new: SubmissionStatus
) -> None:
    if old in OPEN and new in AFTER_RECEIPT:
        check_change("7K4M-92QX-BR41", old, new)
    else:
        with pytest.raises(ConflictError) as caught:
            check_change("7K4M-92QX-BR41", old, new)
        code = "already-received" if old in OPEN else "submission-closed"
        assert caught.value.code == code
        assert "7K4M-92QX-BR41" in caught.value.message


def test_every_status_is_open_or_closed_and_has_words_for_the_resident() -> None:
    assert set(SubmissionStatus) == OPEN | CLOSED
    assert set(LABELS) == set(SubmissionStatus)
