"""Files of packages that come as wheels: from this environment, or from the package index."""

from __future__ import annotations

import importlib.util
import json
import os
import urllib.parse
from html.parser import HTMLParser
from pathlib import Path

import httpx

from madoguchi.models.catalog import KnownModel, ModelFile
from madoguchi.models.client import mirrored
from madoguchi.models.errors import ModelError
from madoguchi.settings import ModelsSettings

_PYPI = "https://pypi.org/simple"
_JSON = "application/vnd.pypi.simple.v1+json"


def addresses(client: httpx.Client, file: ModelFile, settings: ModelsSettings) -> tuple[str, ...]:
    """Where a file is to be had; a wheel's address is asked of the package index.

    The index is that of uv and pip: ``UV_DEFAULT_INDEX``, ``UV_INDEX_URL``, ``PIP_INDEX_URL``, else
    PyPI. It may answer as PEP 691 (JSON) or PEP 503 (HTML).

    Raises:
        ModelError: if the index cannot be asked or does not have it.

    """
    if file.project is None or settings.mirror_url is not None:
        return mirrored(file.name, file.urls, settings)
    index = next(
        (
            os.environ[name]
            for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
            if os.environ.get(name)
        ),
        _PYPI,
    )
    try:
        response = client.get(
            f"{index.rstrip('/')}/{file.project}/",
            headers={"Accept": f"{_JSON}, text/html;q=0.5"},
        )
        response.raise_for_status()
    except httpx.HTTPStatusError as error:
        trouble = f"answers {error.response.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        trouble = f"cannot be asked ({type(error).__name__})"
    else:
        if url := _links(response).get(file.name):
            return (url,)
        trouble = "does not have it"
    host = urllib.parse.urlsplit(index).hostname
    raise ModelError(
        "not-fetched", f"{file.name} could not be had: the package index at {host} {trouble}."
    )


def installed_data(model: KnownModel) -> list[Path] | None:
    """The folders of a package's wheels where they are installed here; None if any is not."""
    folders = []
    for file in model.files:
        spec = None
        if file.project is not None:
            spec = importlib.util.find_spec(file.project.replace("-", "_"))
        if spec is None or not spec.submodule_search_locations:
            return None
        folders.append(Path(next(iter(spec.submodule_search_locations))))
    return folders


def _links(response: httpx.Response) -> dict[str, str]:
    """The addresses of an index's page by file name."""
    base = str(response.url)
    if response.headers.get("content-type", "").startswith(_JSON):
        try:
            files = response.json()["files"]
            return {one["filename"]: urllib.parse.urljoin(base, one["url"]) for one in files}
        except (json.JSONDecodeError, KeyError, TypeError):
            return {}
    page = _Anchors()
    page.feed(response.text)
    urls = [urllib.parse.urljoin(base, link).partition("#")[0] for link in page.links]
    return {Path(urllib.parse.urlsplit(url).path).name: url for url in urls}


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]
