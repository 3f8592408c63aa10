from __future__ import annotations

import gzip
import re

import pytest

from channels.web import widget_files
from channels.web.widget_files import FOLDER
from madoguchi.languages.strings import LANGUAGES, strings
from tests.channels.conftest import Gateway

BUDGET_BYTES = 60_000
VOICE_BUDGET_BYTES = 14_000
USED = re.compile(r"""\b(?:text|annotated|phrase|words)\(\s*"(\w+)\"""")


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/widget.js", "text/javascript; charset=utf-8"),
        ("/widget/main.js", "text/javascript; charset=utf-8"),
        ("/widget/widget.css", "text/css; charset=utf-8"),
        ("/widget/strings/ja-easy.json", "application/json"),
        ("/widget/voice/capture-worklet.js", "text/javascript; charset=utf-8"),
        ("/widget/voice/voice.css", "text/css; charset=utf-8"),
    ],
)
def test_a_page_of_any_origin_may_use_each_file(
    gateway: Gateway, path: str, media_type: str
) -> None:
    response = gateway.http.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"].startswith("public")
    assert response.headers["content-encoding"] == "gzip"
    plain = gateway.http.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == response.content
    again = gateway.http.get(path, headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/widget/widget.js", "/widget/no.js", "/widget/strings/de.json", "/widget/strings/ja",
     "/widget/voice/no.js", "/widget/voice", "/widget/voice/..%2fmain.js",
     "/widget/..%2finbound.py", "/widget/strings/..%2f..%2fja.json"],
)  # fmt: skip
def test_there_is_no_other_file(gateway: Gateway, path: str) -> None:
    assert gateway.http.get(path).status_code == 404


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_words_of_a_language_are_those_of_the_catalogue(gateway: Gateway, tag: str) -> None:
    said = gateway.http.get(f"/widget/strings/{tag}.json").json()
    assert said == {**strings(tag)["shared"], **strings(tag)["widget"]}
    assert said["open"] in gateway.http.get("/widget.js").text or tag == "ja-easy"


def test_the_whole_widget_is_small() -> None:
    files = [widget_files.loader_file(), *widget_files.module_files().values()]
    largest = max(len(widget_files.words_file(tag).compressed) for tag in LANGUAGES)
    assert sum(len(file.compressed) for file in files) + largest < BUDGET_BYTES
    voice = widget_files.voice_files().values()
    assert sum(len(file.compressed) for file in voice) < VOICE_BUDGET_BYTES
    for file in [*files, *voice]:
        assert gzip.decompress(file.compressed) == file.content


def test_two_round_trips_fetch_every_module() -> None:
    """A module that ``main.js`` does not name would be found only by reading another first."""
    main = (FOLDER / "main.js").read_text(encoding="utf-8")
    named = set(re.findall(r'^(?:import|\}?.*from) "\./(\w+\.js)"', main, re.MULTILINE))
    assert named == {path.name for path in FOLDER.glob("*.js")} - {"main.js", "widget.js"}


def test_every_word_that_is_used_exists_and_every_word_is_used() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.js"))
    known = {*strings("ja")["shared"], *strings("ja")["widget"]}
    assert set(USED.findall(scripts)) <= known
    quoted = set(re.findall(r'"([a-z_]+)"', scripts))
    built = {f"reason_{reason}" for reason in ("wrong", "unclear", "missing", "other")}
    built |= {
        f"{unit}_{bound}"
        for unit in ("characters", "items", "number")
        for bound in ("between", "at_most", "at_least")
    }
    from_the_loader = {"open", "load_failed"}
    assert set(strings("ja")["widget"]) - quoted - built - from_the_loader == set()


def test_the_settings_offer_every_language() -> None:
    menu = (FOLDER / "menu.js").read_text(encoding="utf-8")
    offered = re.search(r"const LANGUAGES = \{(.*?)\};", menu, re.DOTALL)
    assert offered is not None
    pairs = re.findall(r'"?([\w-]+)"?: "([^"]+)"', offered[1])
    assert dict(pairs) == dict(LANGUAGES)


def test_nothing_is_drawn_from_markup_or_evaluated() -> None:
    for path in FOLDER.rglob("*.js"):
        script = path.read_text(encoding="utf-8")
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "Function("):
            assert forbidden not in script, (path.name, forbidden)
