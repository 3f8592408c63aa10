"""Which official account speaks for a ward."""

from __future__ import annotations

from dataclasses import dataclass, field

from linebot.v3.messaging import Configuration

from madoguchi.errors import MadoguchiError, NotFoundError
from madoguchi.settings import LineAccount, LineSettings

CALLS_AT_ONCE = 16
"""Calls of LINE under way in one process."""

SHARED = "shared"
"""The name of the account that all wards share."""


class HalfSetError(MadoguchiError):
    """An account lacks its channel secret or its access token."""


@dataclass(frozen=True)
class Liff:
    """A LIFF app by its id, and the LINE Login channel that has it."""

    id: str
    login_channel_id: str


@dataclass(frozen=True)
class Account:
    """An account with all that is needed to speak for it. ``name`` is a ward's id or ``shared``.

    ``liff`` is the app of the form pages, if it has one.
    """

    name: str
    channel_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    api_url: str
    data_url: str
    liff: Liff | None = None

    def api(self) -> Configuration:
        """How the SDK reaches the Messaging API for this account."""
        return self._reached_at(self.api_url)

    def data_api(self) -> Configuration:
        """How the SDK reaches files and rich menu images for this account."""
        return self._reached_at(self.data_url)

    def _reached_at(self, url: str) -> Configuration:
        configuration = Configuration(host=url, access_token=self.access_token)
        configuration.retries = False  # what may be sent twice is for us to know
        configuration.connection_pool_maxsize = CALLS_AT_ONCE
        return configuration


def account_of(line: LineSettings, ward: str) -> Account:
    """The ward's own account, or the one that wards share.

    Raises:
        NotFoundError: where there is neither.
        HalfSetError: where one has a channel secret and no access token, or the other way round:
            speaking by the other account instead would answer LINE with 401 for ever. Likewise a
            LIFF app without its login channel.

    """
    for name, account in ((ward, line.wards.get(ward)), (SHARED, line)):
        if account is None or not (account.channel_secret or account.channel_access_token):
            continue
        if not account.channel_secret or not account.channel_access_token:
            missing = "CHANNEL_ACCESS_TOKEN" if account.channel_secret else "CHANNEL_SECRET"
            raise _half_set(name, missing)
        return Account(
            name,
            account.channel_secret.get_secret_value(),
            account.channel_access_token.get_secret_value(),
            line.api_url.rstrip("/"),
            line.data_url.rstrip("/"),
            _liff_of(name, account),
        )
    raise NotFoundError(
        "no-line-account",
        f"{ward} has no LINE account: set MADOGUCHI_LINE__WARDS__{ward.upper()}__CHANNEL_SECRET "
        "and ..._CHANNEL_ACCESS_TOKEN, or MADOGUCHI_LINE__CHANNEL_SECRET and "
        "MADOGUCHI_LINE__CHANNEL_ACCESS_TOKEN for all wards.",
    )


def _liff_of(name: str, account: LineAccount) -> Liff | None:
    if not account.liff_id and not account.login_channel_id:
        return None
    if not account.liff_id or not account.login_channel_id:
        raise _half_set(name, "LOGIN_CHANNEL_ID" if account.liff_id else "LIFF_ID")
    return Liff(account.liff_id, account.login_channel_id)


def _half_set(name: str, missing: str) -> HalfSetError:
    prefix = "" if name == SHARED else f"WARDS__{name.upper()}__"
    return HalfSetError(
        "half-line-account",
        f"The LINE account of {name} is half set: MADOGUCHI_LINE__{prefix}{missing} is missing.",
    )
