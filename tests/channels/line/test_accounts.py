from __future__ import annotations

import pytest
from pydantic import SecretStr

from channels.line.accounts import HalfSetError, account_of
from madoguchi.errors import NotFoundError
from madoguchi.settings import LineAccount, LineSettings

SHARED = LineSettings(
    channel_secret=SecretStr("shared-secret"),
    channel_access_token=SecretStr("shared-token"),
    wards={
        "shibuya": LineAccount(
            channel_secret=SecretStr("own-secret"), channel_access_token=SecretStr("own-token")
        ),
        "chuo": LineAccount(channel_secret=SecretStr("no token yet")),
    },
    api_url="http://127.0.0.1:1/",
)


@pytest.mark.parametrize(
    ("ward", "name", "secret"),
    [("shibuya", "shibuya", "own-secret"), ("minato", "shared", "shared-secret")],
)  # fmt: skip
def test_a_ward_speaks_by_its_own_account_or_the_shared_one(
    ward: str, name: str, secret: str
) -> None:
    account = account_of(SHARED, ward)
    assert (account.name, account.channel_secret) == (name, secret)
    assert account.api().host == "http://127.0.0.1:1"
    assert secret not in repr(account)


def test_without_an_account_it_is_said_what_to_set() -> None:
    with pytest.raises(NotFoundError, match="MADOGUCHI_LINE__WARDS__MINATO__CHANNEL_SECRET"):
        account_of(LineSettings(), "minato")


def test_a_half_set_account_is_told_and_not_replaced_by_the_shared_one() -> None:
    with pytest.raises(HalfSetError, match="MADOGUCHI_LINE__WARDS__CHUO__CHANNEL_ACCESS_TOKEN is"):
        account_of(SHARED, "chuo")
    with pytest.raises(HalfSetError, match="MADOGUCHI_LINE__CHANNEL_SECRET is missing"):
        account_of(LineSettings(channel_access_token=SecretStr("alone")), "minato")
