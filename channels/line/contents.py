"""What LINE keeps for a message that is no text: fetched with patience, and up to a limit."""

from __future__ import annotations

from contextlib import closing

from linebot.v3.messaging import ApiClient, ApiException
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential
from urllib3.exceptions import HTTPError

from channels.line.accounts import Account
from madoguchi.errors import MadoguchiError

PATIENCE_SECONDS = 20.0
"""How long LINE may take to have a content ready, or to answer at all."""

_SECONDS = (3.0, 20.0)
"""To connect, and to wait for each part of a content."""


class NotFetchedError(MadoguchiError):
    """LINE does not have the content, or does not give it."""


class TooLargeError(MadoguchiError):
    """The content is larger than was asked for."""


class _NotYetError(Exception):
    """LINE does not give the content now, and may do so later."""


def fetch(account: Account, message_id: str, most_bytes: int) -> bytes:
    """The content of a message.

    Raises:
        NotFetchedError: ``content-not-fetched``, at once or after ``PATIENCE_SECONDS``.
        TooLargeError: ``content-too-large``.

    """
    tries = Retrying(
        retry=retry_if_exception_type(_NotYetError),
        wait=wait_exponential(multiplier=0.2, max=3),
        stop=stop_after_delay(PATIENCE_SECONDS),
        reraise=True,
    )
    try:
        content = tries(_read, account, message_id, most_bytes)
    except (_NotYetError, ApiException):
        raise NotFetchedError("content-not-fetched", "LINE does not give the content.") from None
    if len(content) > most_bytes:
        raise TooLargeError("content-too-large", f"The content is over {most_bytes} bytes.")
    return content


def _read(account: Account, message_id: str, most_bytes: int) -> bytes:
    """The content, read just past the limit at most. The SDK's own call would take all of it."""
    configuration = account.data_api()
    client = ApiClient(configuration)
    try:
        response = client.request(
            "GET",
            f"{configuration.host}/v2/bot/message/{message_id}/content",
            headers=dict(client.default_headers),
            _preload_content=False,
            _request_timeout=_SECONDS,
        )
        with closing(response):
            if response.status == 202:  # LINE still prepares it
                raise _NotYetError
            return bytes(response.read(most_bytes + 1))
    except HTTPError:
        raise _NotYetError from None
    except ApiException as error:
        if error.status == 429 or error.status >= 500:
            raise _NotYetError from None
        raise
