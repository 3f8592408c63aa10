"""``python -m actions.server``: the action server, on the loopback port of the settings."""

from __future__ import annotations

from rasa_sdk.endpoint import run
from rasa_sdk.executor import ActionExecutor

from madoguchi.logs import configure
from madoguchi.settings import settings

# At import, since the server's worker process imports this module again (which Python does for a
# module, and not for a package's __main__).
configure()

if __name__ == "__main__":
    executor = ActionExecutor()
    executor.register_package("actions")
    run(executor, port=settings().actions_port)
