"""The least of the gateway that holds event streams open, for uvicorn to serve and to stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from channels import stopping
from channels.web.streams import Streams


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.streams = streams = Streams(most=1)
    with stopping.heard_by(streams.close):
        yield


app = FastAPI(lifespan=_lifespan)


@app.get("/events", response_class=EventSourceResponse)
async def events(request: Request) -> AsyncIterator[ServerSentEvent]:
    """Open until it is closed."""
    with request.app.state.streams.open("x") as stream:
        yield ServerSentEvent(event="state", data={})
        while not stream.is_closed:
            await stream.changed.wait()
