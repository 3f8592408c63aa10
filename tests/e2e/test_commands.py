"""The command line beside the running processes."""

from __future__ import annotations

import json

import httpx

from .stack import Stack


def test_ask_holds_one_turn_through_the_gateway(stack: Stack) -> None:
    asked = stack.mado("ask", "転入届の期限は？", "--ward", "shibuya", "--json")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["understanding"]["procedure"] == "moving-in"


def test_up_names_the_taken_port(stack: Stack) -> None:
    second = stack.mado("up")
    assert second.returncode == 1
    assert "MADOGUCHI_PORT" in second.stderr
    assert "Traceback" not in second.stderr


def test_health_and_metrics_are_served(stack: Stack) -> None:
    assert httpx.get(f"{stack.base}/healthz").status_code == httpx.codes.OK
    assert "madoguchi" in httpx.get(f"{stack.base}/metrics").text
