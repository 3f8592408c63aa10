"""``python -m actions.server``: the action server, on the loopback port of the settings.

In one process: a supervised child must not leave a worker of its own behind when it is killed.
"""

from __future__ import annotations

from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from madoguchi.catalogue.search.index import index
from madoguchi.faq.index import faq_indexes
from madoguchi.logs import configure
from madoguchi.settings import settings


def main() -> None:
    """Serve until SIGTERM."""
    configure()
    index()  # built before the first resident asks
    faq_indexes().warm()  # in the background: a ward's procedures are answered without it too
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app_for_serve(executor)
    app.prepare(
        host="127.0.0.1",
        port=settings().actions_port,
        single_process=True,
        motd=False,
        access_log=False,
    )
    Sanic.serve_single(primary=app)


if __name__ == "__main__":
    main()
