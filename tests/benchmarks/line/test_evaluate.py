from __future__ import annotations

import time

from benchmarks.line.evaluate import Acknowledged, ack_figures, answer_figures, send
from benchmarks.line.generate import call, residents
from tests.channels.line import events
from tests.channels.line.line_peer import LinePeer


def test_calls_go_out_on_time_though_nobody_answers_them() -> None:
    line = LinePeer()
    (user,) = residents(line, 1)
    calls = [call(line, user, "こんにちは") for _ in range(10)]
    begun = time.perf_counter()
    sent = send("http://127.0.0.1:9/nobody", calls, 50)
    line.stop()
    assert len(sent) == 10
    assert time.perf_counter() - begun >= 0.18
    assert ack_figures("", sent)["accepted"] == 0


def test_who_got_no_answer_and_who_got_two_is_counted() -> None:
    line = LinePeer()
    silent, once, twice = residents(line, 3)
    for user, count in ((once, 1), (twice, 2)):
        line._inboxes[user].extend([events.text_message("はい")] * count)
    sent = [Acknowledged(user, 200, 0.01) for user in (silent, once, twice)]
    sent.append(Acknowledged(silent, 500, 0.5))
    line.stop()
    assert answer_figures(line, sent) == {
        "unanswered": 1, "answered_twice": 1, "rejected_by_line": 0,
    }  # fmt: skip
    assert ack_figures("", sent)["accepted"] == 3
