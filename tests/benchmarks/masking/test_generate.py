"""Made-up sentences know what is personal in them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.masking.generate import impersonal, sentences, tokyo_addresses
from madoguchi.catalogue.catalogue import Catalogue


def test_sentences_are_the_same_for_a_seed_and_differ_for_another() -> None:
    assert sentences(80) == sentences(80)
    assert sentences(80) != sentences(80, seed=1)


def test_every_personal_value_lies_in_its_sentence() -> None:
    made = sentences(300)
    assert {kind for one in made for kind, _, _ in one.personal} == {
        "name", "address", "phone", "postal_code", "email", "birth_date", "number", "url",
    }  # fmt: skip
    for one in made:
        assert "{" not in one.text
        assert one.personal
        for _, start, end in one.personal:
            assert one.text[start:end].strip() == one.text[start:end] != ""


def test_what_is_impersonal_comes_from_the_catalogue_and_the_questions(
    catalogue: Catalogue,
) -> None:
    texts = impersonal(catalogue)
    assert len(texts) == len(set(texts)) > 3000
    assert "転入届に必要なものは" in texts


def test_addresses_are_read_where_they_are_present(tmp_path: Path) -> None:
    assert tokyo_addresses(tmp_path) is None
    folder = tmp_path / "data" / "japanese_entities"
    folder.mkdir(parents=True)
    rows = "住所,備考\n東京都北区滝野川７丁目２０－２,\n東京都北区,\n"
    (folder / "addresses_dev.csv").write_text(rows, encoding="utf-8")
    (one,) = tokyo_addresses(tmp_path) or ()
    ((kind, start, end),) = one.personal
    assert (kind, one.text[start:end]) == ("address", "滝野川７丁目２０－２")
