"""The official indexes, for packages that ``known.yml`` does not have.

Argos: https://github.com/argosopentech/argospm-index, ``index.json``: a list of ``from_code``,
``to_code``, ``package_version``, ``links``; no size, no checksum. Vosk:
https://alphacephei.com/vosk/models/model-list.json: a list of ``name``, ``lang``, ``type``,
``version``, ``url``, ``size``, ``md5``, ``obsolete`` (the string ``true`` or ``false``).
"""

from __future__ import annotations

import re
from typing import Any

import httpx

from madoguchi.models.catalog import FILE_NAME, KnownModel, ModelFile, tag_of
from madoguchi.models.client import mirrored
from madoguchi.models.errors import ModelError
from madoguchi.settings import ModelsSettings

ARGOS = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
VOSK = "https://alphacephei.com/vosk/models/model-list.json"
_UNSTATED = "not stated in the index; see the README in the package"


def look_up(client: httpx.Client, id: str, settings: ModelsSettings) -> KnownModel:
    """A package by its id in its official index: ``argos:fr-en``, ``vosk:ru``, ``vosk:<name>``.

    Raises:
        ModelError: if the id is of no kind that has an index, or the index does not have it.

    """
    if re.fullmatch(r"argos:[a-z]{2,3}-[a-z]{2,3}", id):
        offered = from_argos(_read(client, ARGOS, settings))
    elif re.fullmatch(r"vosk:[a-z0-9][a-z0-9.-]*", id):
        offered = from_vosk(_read(client, VOSK, settings))
    else:
        raise ModelError(
            "no-such-model",
            f"{id!r} is no id of a model. Ids look like argos:ja-en, vosk:ja, whisper-base: see "
            "./mado models list --available.",
        )
    if id not in offered:
        raise ModelError("no-such-model", f"The official index has no {id}.")
    return offered[id]


def from_argos(index: Any) -> dict[str, KnownModel]:
    """The packages of Argos's index by id, the newest of each; what does not fit is left out."""
    found: dict[str, KnownModel] = {}
    for entry in _entries(index):
        source, target = entry.get("from_code"), entry.get("to_code")
        version, links = entry.get("package_version"), entry.get("links")
        if not (
            _is_code(source) and _is_code(target) and isinstance(version, str)
            and isinstance(links, list)
        ):  # fmt: skip
            continue
        urls = tuple(link for link in links if _is_web(link))
        name = urls[0].rpartition("/")[2] if urls else ""
        if not re.match(FILE_NAME, name):
            continue
        model = KnownModel(
            id=f"argos:{source}-{target}",
            kind="argos",
            name=f"{source}-{target}",
            languages=(tag_of(str(source)), tag_of(str(target))),
            version=version,
            licence=_UNSTATED,
            attribution="Argos Open Tech",
            files=(ModelFile(name=name, urls=urls),),
        )
        before = found.get(model.id)
        if before is None or _order(before.version) < _order(version):
            found[model.id] = model
    return found


def from_vosk(index: Any) -> dict[str, KnownModel]:
    """The models of Vosk's list, each by its name, and the small one of a language by its tag."""
    found: dict[str, KnownModel] = {}
    for entry in _entries(index):
        name, code, url = entry.get("name"), entry.get("lang"), entry.get("url")
        size, md5 = entry.get("size"), entry.get("md5")
        if not (
            isinstance(name, str) and re.fullmatch(r"vosk-model-[a-z0-9.-]+", name)
            and isinstance(code, str) and re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", code)
            and _is_web(url) and entry.get("obsolete") != "true"
        ):  # fmt: skip
            continue
        model = KnownModel(
            id=f"vosk:{name}",
            kind="vosk",
            name=name,
            languages=(tag_of(code),),
            version=str(entry.get("version", "")),
            licence="not stated in the index; see https://alphacephei.com/vosk/models",
            attribution="Alpha Cephei",
            files=(
                ModelFile(
                    name=f"{name}.zip",
                    urls=(str(url),),
                    size=size if isinstance(size, int) else None,
                    md5=md5 if isinstance(md5, str) else None,
                ),
            ),
        )
        found[model.id] = model
        if entry.get("type") == "small":
            short = f"vosk:{tag_of(code)}"
            found.setdefault(short, model.model_copy(update={"id": short}))
    return found


def _read(client: httpx.Client, url: str, settings: ModelsSettings) -> Any:
    (address,) = mirrored(url.rpartition("/")[2], (url,), settings)
    try:
        response = client.get(address)
        response.raise_for_status()
        return response.json()
    except httpx.HTTPStatusError as error:
        trouble = f"answers {error.response.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        trouble = f"cannot be asked ({type(error).__name__})"
    except ValueError:
        trouble = "is no JSON"
    raise ModelError("no-index", f"The index at {address} {trouble}.")


def _entries(index: Any) -> list[dict[str, Any]]:
    entries = index if isinstance(index, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}", value) is not None


def _is_web(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+/\S*[^\s/]", value) is not None


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
