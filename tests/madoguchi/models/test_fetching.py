from __future__ import annotations

import hashlib
from pathlib import Path

import httpx
import pytest
from tenacity import wait_none

from madoguchi.models import fetching
from madoguchi.models.catalog import ModelFile
from madoguchi.models.client import client
from madoguchi.models.errors import ModelError
from madoguchi.models.fetching import Received
from madoguchi.settings import ModelsSettings
from tests.madoguchi.models.web import Page, Web

CONTENT = bytes(range(256)) * 5000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
MD5 = hashlib.md5(CONTENT).hexdigest()
PINNED = ModelFile(name="model.zip", size=len(CONTENT), sha256=SHA256)
UNKNOWN = ModelFile(name="model.zip")


def fetch(folder: Path, *urls: str, file: ModelFile = PINNED, **settings: str) -> Received:
    with client(ModelsSettings.model_validate(settings)) as http:
        return fetching.fetch(http, file, urls, folder, wait=wait_none())


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_and_nothing_else_is_left(web: Web, tmp_path: Path) -> None:
    received = fetch(tmp_path, web.put("/model.zip", Page(CONTENT)))
    assert received == Received(tmp_path / "model.zip", SHA256, pinned=True)
    assert received.path.read_bytes() == CONTENT
    assert left(tmp_path) == ["model.zip"]


def test_progress_tells_what_is_there_and_what_will_be(web: Web, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    url = web.put("/model.zip", Page(CONTENT))
    with client(ModelsSettings()) as http:
        fetching.fetch(http, PINNED, (url,), tmp_path, lambda *both: told.append(both))
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))


def test_without_a_known_checksum_the_first_use_is_remembered(web: Web, tmp_path: Path) -> None:
    assert not fetch(tmp_path, web.put("/m", Page(CONTENT)), file=UNKNOWN).pinned


def test_what_breaks_off_is_resumed_where_it_stopped(web: Web, tmp_path: Path) -> None:
    url = web.put("/model.zip", Page(CONTENT, breaks_after=300_000, breaks=2))
    assert fetch(tmp_path, url).path.read_bytes() == CONTENT
    assert [asked[1:] for asked in web.asked] == [
        (None, None),
        ("bytes=300000-", '"one"'),
        ("bytes=600000-", '"one"'),
    ]


def test_a_later_call_resumes_what_an_earlier_one_had_to_leave(web: Web, tmp_path: Path) -> None:
    url = web.put("/model.zip", Page(CONTENT, breaks_after=1000, breaks=100))
    with pytest.raises(ModelError, match=r"broke off|peer closed|incomplete"):
        fetch(tmp_path, url)
    had = (tmp_path / "model.zip.part").stat().st_size
    assert had == 6000
    web.pages["/model.zip"].breaks = 0
    assert fetch(tmp_path, url).path.read_bytes() == CONTENT
    assert web.asked[-1][1] == f"bytes={had}-"


def test_a_date_serves_where_there_is_no_strong_etag(web: Web, tmp_path: Path) -> None:
    day = "Fri, 27 Nov 2026 01:00:00 GMT"
    page = Page(CONTENT, etag='W/"weak"', modified=day, breaks_after=1000, breaks=1)
    assert fetch(tmp_path, web.put("/m", page)).path.read_bytes() == CONTENT
    assert web.asked[-1][1:] == ("bytes=1000-", day)


def test_a_server_without_ranges_begins_anew(web: Web, tmp_path: Path) -> None:
    page = Page(CONTENT, ranges=False, breaks_after=300_000, breaks=1)
    assert fetch(tmp_path, web.put("/m", page)).path.read_bytes() == CONTENT


def test_a_server_without_a_validator_is_not_asked_for_a_part(web: Web, tmp_path: Path) -> None:
    page = Page(CONTENT, etag=None, breaks_after=300_000, breaks=1)
    assert fetch(tmp_path, web.put("/m", page)).path.read_bytes() == CONTENT
    assert web.asked[-1][1] is None


def test_another_part_than_was_asked_for_is_not_appended(web: Web, tmp_path: Path) -> None:
    page = Page(CONTENT, breaks_after=1000, breaks=1, wrong_part=True)
    assert fetch(tmp_path, web.put("/m", page)).path.read_bytes() == CONTENT


def test_a_file_that_has_changed_meanwhile_comes_from_its_beginning(
    web: Web, tmp_path: Path
) -> None:
    url = web.put("/m", Page(b"old" * 5000, breaks_after=100, breaks=100))
    with pytest.raises(ModelError):
        fetch(tmp_path, url, file=UNKNOWN)
    web.put("/m", Page(CONTENT, etag='"two"'))
    assert fetch(tmp_path, url, file=UNKNOWN).path.read_bytes() == CONTENT


def test_a_beginning_of_other_content_is_noticed_and_got_anew(web: Web, tmp_path: Path) -> None:
    url = web.put("/m", Page(CONTENT, breaks_after=1000, breaks=100))
    with pytest.raises(ModelError):
        fetch(tmp_path, url)
    (tmp_path / "model.zip.part").write_bytes(b"x" * 6000)
    web.pages["/m"].breaks = 0
    assert fetch(tmp_path, url).path.read_bytes() == CONTENT


def test_a_whole_part_needs_nothing_more(web: Web, tmp_path: Path) -> None:
    url = web.put("/m", Page(CONTENT, breaks_after=1000, breaks=100))
    with pytest.raises(ModelError):
        fetch(tmp_path, url)
    (tmp_path / "model.zip.part").write_bytes(CONTENT)
    assert fetch(tmp_path, url).path.read_bytes() == CONTENT


def test_a_busy_server_is_asked_again(web: Web, tmp_path: Path) -> None:
    assert fetch(tmp_path, web.put("/m", Page(CONTENT, fails=3))).path.exists()
    assert len(web.asked) == 4


def test_the_next_address_is_tried(web: Web, tmp_path: Path) -> None:
    good = web.put("/good", Page(CONTENT))
    assert fetch(tmp_path, f"{web.url}/missing", good).path.read_bytes() == CONTENT


def test_a_redirection_is_followed(web: Web, tmp_path: Path) -> None:
    good = web.put("/good", Page(CONTENT))
    assert fetch(tmp_path, web.put("/m", Page(moved_to=good))).path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("page", "file", "says"),
    [
        (Page(status=404), PINNED, "answers 404"),
        (Page(CONTENT, fails=100), PINNED, "answers 503"),
        (Page(b"x" * len(CONTENT)), PINNED, "SHA-256 is .* instead of"),
        (Page(CONTENT[:-1]), PINNED, "1,279,999 bytes instead of 1,280,000"),
        (Page(CONTENT + b"x"), PINNED, "1,280,001 bytes instead of 1,280,000"),
        (Page(b"x" * 9), ModelFile(name="a", md5=MD5), "MD5 is"),
        (Page(CONTENT, states_length=99), ModelFile(name="a", sha256=SHA256), "SHA-256 is"),
        (Page(CONTENT, states_length=10**13), UNKNOWN, "there is room for"),
        (Page(CONTENT, states_length=len(CONTENT) + 9), UNKNOWN, "could not be had"),
        (Page(b"<html>log in</html>", type="text/html; charset=utf-8"), PINNED, "proxy ask"),
    ],
)
def test_what_is_wrong_is_refused_and_said(
    web: Web, tmp_path: Path, page: Page, file: ModelFile, says: str
) -> None:
    with pytest.raises(ModelError, match=says) as refused:
        fetch(tmp_path, web.put("/m", page), file=file)
    assert web.url in refused.value.message
    assert not (tmp_path / file.name).exists()


def test_redirections_in_a_circle_end(web: Web, tmp_path: Path) -> None:
    url = web.put("/m", Page(moved_to="/m"))
    with pytest.raises(ModelError, match="in a circle"):
        fetch(tmp_path, url)


def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"http://127\.0\.0\.1:9/m: ConnectError") as refused:
        fetch(tmp_path, "http://user:secret@127.0.0.1:9/m")
    assert "secret" not in refused.value.message


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/m", "http://host:port/m", "nonsense"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ModelError, match="no http or https address"):
        fetch(tmp_path, url)


def test_a_redirection_may_not_leave_encryption() -> None:
    start = httpx.Request("GET", "https://good.example/m")
    answer = httpx.Response(200, request=httpx.Request("GET", "http://bad.example/m"))
    answer.history = [httpx.Response(302, request=start)]
    with pytest.raises(ModelError, match="without encryption"):
        fetching._accept(answer, str(start.url))


def test_a_proxy_of_the_settings_is_used(web: Web, tmp_path: Path) -> None:
    web.put("http://elsewhere.example/m", Page(CONTENT))
    received = fetch(tmp_path, "http://elsewhere.example/m", proxy_url=web.url)
    assert received.path.read_bytes() == CONTENT


def test_a_proxy_of_the_environment_is_used(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", web.url)
    monkeypatch.setenv("http_proxy", web.url)
    web.put("http://elsewhere.example/m", Page(CONTENT))
    assert fetch(tmp_path, "http://elsewhere.example/m").path.exists()


def test_a_proxy_that_is_no_address_is_said() -> None:
    with pytest.raises(ModelError, match="MADOGUCHI_MODELS__PROXY_URL"):
        client(ModelsSettings.model_validate({"proxy_url": "telnet://x"}))
