"""Calls of the Messaging API that send something, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import urllib3
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Message,
    MessagingApi,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
)

from channels.line.accounts import Account

_SECONDS = (3.0, 10.0)
"""To connect, and to wait for the answer."""

_LOADING_SECONDS = 20
_FULL = "monthly limit"


class Outcome(StrEnum):
    """What became of a call."""

    SENT = "sent"
    TOKEN_SPENT = "token_spent"  # noqa: S105 - of a reply: used before, or expired
    REJECTED = "rejected"  # LINE will not take these messages, however often they are sent
    QUOTA_REACHED = "quota_reached"
    TRY_AGAIN = "try_again"  # too fast, or there is no way to LINE: it was not done
    UNKNOWN = "unknown"  # LINE failed or the connection broke: it may have been done


@dataclass(frozen=True)
class Sent:
    """The outcome of a call, LINE's id of the request, and how long LINE asks us to wait."""

    outcome: Outcome
    request_id: str | None = None
    status: int | None = None
    wait_seconds: float | None = None


def reply(account: Account, token: str, messages: Sequence[Message]) -> Sent:
    """Reply with at most five messages. A token works once, for about a minute."""
    return _call(
        account,
        lambda api: api.reply_message_with_http_info(
            ReplyMessageRequest(replyToken=token, messages=list(messages)),
            _request_timeout=_SECONDS,
        ),
    )


def push(account: Account, user_id: str, messages: Sequence[Message], retry_key: str) -> Sent:
    """Push at most five messages; the same ``retry_key`` (a UUID) within a day is done once."""
    return _call(
        account,
        lambda api: api.push_message_with_http_info(
            PushMessageRequest(to=user_id, messages=list(messages)),
            x_line_retry_key=retry_key,
            _request_timeout=_SECONDS,
        ),
    )


def show_loading(account: Account, user_id: str) -> Sent:
    """Show that an answer is under way, until it comes."""
    return _call(
        account,
        lambda api: api.show_loading_animation_with_http_info(
            ShowLoadingAnimationRequest(chatId=user_id, loadingSeconds=_LOADING_SECONDS),
            _request_timeout=_SECONDS,
        ),
    )


def profile_language(account: Account, user_id: str) -> str | None:
    """The language of the user's LINE (BCP 47), or None where LINE does not tell."""
    try:
        found = _api(account).get_profile(user_id, _request_timeout=_SECONDS)
    except (ApiException, urllib3.exceptions.HTTPError):
        return None
    language: str | None = found.language
    return language


def _call(account: Account, work: Any) -> Sent:
    try:
        answer = work(_api(account))
    except ApiException as error:
        return _failed(error)
    except (urllib3.exceptions.ConnectTimeoutError, urllib3.exceptions.NewConnectionError):
        return Sent(Outcome.TRY_AGAIN)
    except urllib3.exceptions.HTTPError:
        return Sent(Outcome.UNKNOWN)
    return Sent(Outcome.SENT, _header(answer.headers, "X-Line-Request-Id"), answer.status_code)


def _failed(error: ApiException) -> Sent:
    request_id = _header(error.headers, "X-Line-Request-Id")
    body = error.body.decode() if isinstance(error.body, bytes) else str(error.body or "")
    if error.status == 409:
        # The retry key was used: what we want to push has been taken before.
        accepted = _header(error.headers, "X-Line-Accepted-Request-Id")
        return Sent(Outcome.SENT, accepted or request_id, 409)
    if error.status == 429 and _FULL in body:
        return Sent(Outcome.QUOTA_REACHED, request_id, 429)
    if error.status == 429 or error.status >= 500:
        wait = _header(error.headers, "Retry-After")
        seconds = float(wait) if wait and wait.isdigit() else None
        outcome = Outcome.TRY_AGAIN if error.status == 429 else Outcome.UNKNOWN
        return Sent(outcome, request_id, error.status, seconds)
    if error.status == 400 and "reply token" in body.lower():
        return Sent(Outcome.TOKEN_SPENT, request_id, 400)
    return Sent(Outcome.REJECTED, request_id, error.status)


def _header(headers: Any, name: str) -> str | None:
    for key, value in (headers or {}).items():
        if key.lower() == name.lower():
            return str(value)
    return None


@lru_cache(maxsize=64)
def _api(account: Account) -> MessagingApi:
    return MessagingApi(ApiClient(account.api()))
