"""What may be wrong with an account at LINE, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from linebot.v3.messaging import ApiClient, MessagingApi

from channels.line.accounts import Account
from channels.line.calls import TIMEOUT_SECONDS, LineCallError, calling
from channels.line.richmenu import apply
from channels.line.richmenu.menu import Menu
from channels.line.richmenu.request import prepare
from madoguchi.catalogue.ward import Ward
from madoguchi.errors import MadoguchiError

QUOTA_WARNING = 0.8
"""The share of the month's messages from which we warn."""

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One line of the examination: what was looked at, and how it is."""

    subject: str
    state: State
    text: str


def examine(account: Account, ward: Ward | None, menu: Callable[[str], Menu]) -> Iterator[Finding]:
    """Every check in turn; ``menu`` loads a menu by its id. Stops where LINE knows us not."""
    with ApiClient(account.api()) as client:
        api = MessagingApi(client)
        try:
            yield _token(api)
        except LineCallError as error:
            yield Finding("token", "wrong", error.message)
            return
        checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
            ("webhook", lambda: _webhook(api)),
            ("webhook test", lambda: _webhook_test(api)),
            ("quota", lambda: _quota(api)),
            ("rich menu", lambda: _rich_menu(account, ward, menu)),
        )
        for subject, check in checks:
            try:
                yield check()
            except MadoguchiError as error:
                yield Finding(subject, "wrong", error.message.replace("\n", "; "))


def _token(api: MessagingApi) -> Finding:
    with calling("Asking who the token speaks for"):
        bot = api.get_bot_info(_request_timeout=TIMEOUT_SECONDS)
    return Finding("token", "ok", f"valid; speaks for {bot.display_name} ({bot.basic_id})")


def _webhook(api: MessagingApi) -> Finding:
    try:
        with calling("Asking for the webhook"):
            webhook = api.get_webhook_endpoint(_request_timeout=TIMEOUT_SECONDS)
    except LineCallError as error:
        if error.status != 404:
            raise
        return Finding(
            "webhook",
            "wrong",
            "no webhook URL is set: enter it in the LINE Developers Console, Messaging API tab",
        )
    if not webhook.active:
        return Finding(
            "webhook",
            "wrong",
            f"{webhook.endpoint} is switched off: switch on 'Use webhook' in the LINE Developers "
            "Console, Messaging API tab",
        )
    return Finding("webhook", "ok", f"{webhook.endpoint}, switched on")


def _webhook_test(api: MessagingApi) -> Finding:
    with calling("Testing the webhook"):
        test = api.test_webhook_endpoint(_request_timeout=TIMEOUT_SECONDS)
    if test.success:
        return Finding("webhook test", "ok", "LINE reaches it")
    return Finding(
        "webhook test",
        "wrong",
        f"LINE got {test.status_code} ({test.reason}: {test.detail}): is the gateway running, "
        "reachable by https, and the channel secret the account's?",
    )


def _quota(api: MessagingApi) -> Finding:
    with calling("Asking for the quota"):
        quota = api.get_message_quota(_request_timeout=TIMEOUT_SECONDS)
        used = int(api.get_message_quota_consumption(_request_timeout=TIMEOUT_SECONDS).total_usage)
    if quota.type != "limited" or quota.value is None:
        return Finding("quota", "ok", f"{used:,} messages this month, no limit")
    limit = int(quota.value)
    said = f"{used:,} of {limit:,} messages this month"
    if used >= limit:
        return Finding(
            "quota",
            "wrong",
            f"{said}: only replies are sent now, and what could not be pushed goes with the next "
            "one within a day; buy messages or a larger plan",
        )
    if used >= QUOTA_WARNING * limit:
        return Finding("quota", "warning", f"{said}: buy messages or a larger plan before it ends")
    return Finding("quota", "ok", said)


def _rich_menu(account: Account, ward: Ward | None, menu: Callable[[str], Menu]) -> Finding:
    shown = apply.state(
        account, lambda id_: prepare(account, menu(id_), ward, apply.SHOWN_LANGUAGE)
    )
    remedy = f"./mado line richmenu apply --ward {ward.id if ward else 'WARD'} --menu {shown.menu}"
    if shown.problem is not None:
        return Finding("rich menu", "wrong", f"{shown.problem}: {remedy}")
    if shown.missing:
        languages = ", ".join(shown.missing)
        return Finding(
            "rich menu", "warning", f"{shown.menu} is not there in {languages}: {remedy}"
        )
    return Finding("rich menu", "ok", f"{shown.menu} is shown, as it is in the catalogue")
