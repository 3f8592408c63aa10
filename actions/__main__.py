"""``python -m actions``: the action server, on the loopback port of the settings."""

from __future__ import annotations

from rasa_sdk.endpoint import run
from rasa_sdk.executor import ActionExecutor

from madoguchi.logs import configure
from madoguchi.settings import settings

configure()  # at import: the server's worker process imports this module again

if __name__ == "__main__":
    executor = ActionExecutor()
    executor.register_package("actions")
    run(executor, port=settings().actions_port)
