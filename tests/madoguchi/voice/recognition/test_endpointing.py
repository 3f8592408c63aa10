"""Where speech begins and ends, on real speech."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from madoguchi.voice.recognition.endpointing import FRAME_BYTES, FRAME_SAMPLES, Endpointer, Mark
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE

FRAME = FRAME_SAMPLES / SAMPLE_RATE


def marks(sound: bytes) -> list[tuple[Mark, float]]:
    """The marks and their seconds."""
    endpointer = Endpointer()
    found = []
    for start in range(0, len(sound) - FRAME_BYTES + 1, FRAME_BYTES):
        mark = endpointer.feed(sound[start : start + FRAME_BYTES])
        if mark is not None:
            found.append((mark, start / FRAME_BYTES * FRAME))
    return found


def test_a_sentence(say: Callable[[str, str], bytes]) -> None:
    sound = say("転入届を出したいです", "ja")
    found = marks(sound)
    assert [mark for mark, _ in found] == [Mark.STARTED, Mark.PAUSED, Mark.ENDED]
    spoken = len(sound) / 2 / SAMPLE_RATE - 1.5
    began, paused, ended = (second for _, second in found)
    assert 0.5 <= began < 0.9
    assert ended - paused == pytest.approx(10 * FRAME)
    assert 0.5 + spoken - 0.5 < paused < 0.5 + spoken + 0.3


def test_a_breath_is_no_end(say: Callable[[str, str], bytes]) -> None:
    first, second = say("はい", "ja"), say("お願いします", "ja")
    breath = bytes(round(0.1 * SAMPLE_RATE) * 2)
    sound = first.rstrip(b"\0") + breath + second.strip(b"\0") + bytes(2 * SAMPLE_RATE)
    found = [mark for mark, _ in marks(sound)]
    assert found[0] is Mark.STARTED
    assert found.count(Mark.ENDED) == 1


@pytest.mark.parametrize("name", ["music", "noise"])
def test_music_and_noise_are_hardly_speech(name: str, request: pytest.FixtureRequest) -> None:
    sound = request.getfixturevalue(name)
    assert len(marks(sound)) <= 3


def test_silence_has_no_marks() -> None:
    assert marks(bytes(2 * 10 * SAMPLE_RATE)) == []


def test_who_never_pauses_is_cut_between_10_and_20_seconds(
    say: Callable[[str, str], bytes],
) -> None:
    """45 seconds of speech without a pause of more than a moment."""
    once = say("転入届と転出届と転居届と住民票の写しと印鑑登録の証明書", "ja").strip(b"\0")
    once = once[: len(once) - len(once) % 2 - SAMPLE_RATE // 2]
    speech = (once * 30)[: 2 * 45 * SAMPLE_RATE]
    cuts = [second for mark, second in marks(speech) if mark is Mark.CUT]
    assert len(cuts) >= 2
    lengths = [after - before for before, after in zip([0.0, *cuts], cuts, strict=False)]
    assert all(9.9 <= length <= 20.1 for length in lengths)
