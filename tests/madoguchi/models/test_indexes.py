from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.models.catalog import KnownModel
from madoguchi.models.client import client
from madoguchi.models.errors import ModelError
from madoguchi.models.indexes import from_argos, from_vosk, look_up
from madoguchi.settings import ModelsSettings
from tests.madoguchi.models.web import Page, Web

# Entries as the official indexes have them.
ARGOS = [
    {
        "package_version": "1.9", "argos_version": "1.9.0", "from_code": "fr",
        "to_code": "en", "to_name": "English", "code": "translate-fr_en",
        "links": ["https://argos-net.com/v1/translate-fr_en-1_9.argosmodel", "ipfs://Qm123"],
    },
    {
        "package_version": "1.10", "argos_version": "1.9.0", "from_code": "fr", "to_code": "en",
        "links": ["https://argos-net.com/v1/translate-fr_en-1_10.argosmodel"],
    },
]  # fmt: skip
VOSK = [
    {
        "lang": "ru", "lang_text": "Russian", "md5": "d1759dc83eb8fd87850129afbd9f4b7b",
        "name": "vosk-model-small-ru-0.22", "obsolete": "false", "size": 46236750,
        "size_text": "44.1MiB", "type": "small", "version": "0.22",
        "url": "https://alphacephei.com/vosk/models/vosk-model-small-ru-0.22.zip",
    },
    {
        "lang": "cn", "lang_text": "Chinese", "md5": "x", "name": "vosk-model-small-cn-0.3",
        "obsolete": "true", "size": 1, "type": "small", "version": "0.3",
        "url": "https://alphacephei.com/vosk/models/vosk-model-small-cn-0.3.zip",
    },
]  # fmt: skip


def looked_up(web: Web, id: str) -> KnownModel:
    settings = ModelsSettings.model_validate({"mirror_url": web.url})
    with client(settings) as http:
        return look_up(http, id, settings)


def test_argos_offers_its_newest_version() -> None:
    (model,) = from_argos(ARGOS).values()
    assert (model.id, model.version, model.languages) == ("argos:fr-en", "1.10", ("fr", "en"))
    assert model.files[0].name == "translate-fr_en-1_10.argosmodel"
    assert model.files[0].sha256 is None


def test_vosk_states_size_and_md5_and_leaves_out_what_is_obsolete() -> None:
    offered = from_vosk(VOSK)
    assert set(offered) == {"vosk:vosk-model-small-ru-0.22", "vosk:ru"}
    file = offered["vosk:ru"].files[0]
    assert (file.size, file.md5) == (46236750, "d1759dc83eb8fd87850129afbd9f4b7b")


def test_a_package_is_looked_up_in_its_index(web: Web) -> None:
    web.put("/index.json", Page(json.dumps(ARGOS).encode()))
    web.put("/model-list.json", Page(json.dumps(VOSK).encode()))
    assert looked_up(web, "argos:fr-en").version == "1.10"
    assert looked_up(web, "vosk:ru").name == "vosk-model-small-ru-0.22"


@pytest.mark.parametrize(
    ("id", "page", "says"),
    [
        ("argos:xx-en", Page(b"[]"), "has no argos:xx-en"),
        ("argos:xx-en", Page(b"{"), "is no JSON"),
        ("argos:xx-en", Page(status=500), "answers 500"),
        ("argos:ja_en", Page(b"[]"), "no id of a model"),
        ("", Page(b"[]"), "no id of a model"),
        ("vosk:../../x", Page(b"[]"), "no id of a model"),
    ],
)
def test_what_cannot_be_found_is_said(web: Web, id: str, page: Page, says: str) -> None:
    web.put("/index.json", page)
    with pytest.raises(ModelError, match=says):
        looked_up(web, id)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["from_code", "links", "name", "lang", "url"]), inner)
    ),
    max_leaves=10,
)


@given(index=_JSON | st.lists(st.fixed_dictionaries(dict.fromkeys(ARGOS[1], _JSON))))
def test_no_index_ends_in_an_error(index: Any) -> None:
    from_argos(index)
    from_vosk(index)


def test_a_link_that_names_no_safe_file_is_left_out() -> None:
    for link in ("https://x.example/..", "https://x.example/a?b=c", "file:///etc/passwd", 5):
        assert not from_argos([{**ARGOS[1], "links": [link]}])
