import subprocess
import sys
from pathlib import Path

import pytest

from inference import catalogue
from inference.errors import ModelMissing


def place(models: Path, name: str, files: tuple[str, ...] = catalogue.FILES) -> None:
    (models / name).mkdir(parents=True)
    for file in files:
        (models / name / file).write_bytes(b"x" * 2_000_000 if file == "model.pt" else b"x")


def names(models: Path) -> list[str]:
    return [entry.name for entry in catalogue.installed(models)]


def test_compact_is_always_there_even_before_the_folder_exists(tmp_path):
    assert names(tmp_path / "none") == ["compact", "compact-cc0"]
    assert catalogue.best(tmp_path / "none") == "compact"


def test_auto_takes_large_before_base_before_compact(tmp_path):
    place(tmp_path, "emotion2vec_plus_base")
    assert catalogue.best(tmp_path) == "emotion2vec_plus_base"
    place(tmp_path, "emotion2vec_plus_large")
    assert catalogue.best(tmp_path) == "emotion2vec_plus_large"


def test_a_folder_placed_by_hand_is_offered_last_and_never_chosen_by_auto(tmp_path):
    place(tmp_path, "our_calls")
    assert names(tmp_path) == ["compact", "compact-cc0", "our_calls"]
    assert catalogue.best(tmp_path) == "compact"
    assert catalogue.find(tmp_path, "our_calls").megabytes == 2


@pytest.mark.parametrize("name", ["compact", "compact-cc0"])
def test_the_built_in_models_are_as_large_as_their_files(name, tmp_path):
    weights = Path(catalogue.__file__).parent / "weights" / f"{name}.safetensors"
    assert catalogue.find(tmp_path, name).megabytes == round(weights.stat().st_size / 1e6)


def test_a_folder_without_its_weights_is_not_installed(tmp_path):
    place(tmp_path, "emotion2vec_plus_large", ("config.yaml", "tokens.txt"))
    place(tmp_path, "half", ("config.yaml", "model.pt"))
    assert names(tmp_path) == ["compact", "compact-cc0"]


@pytest.mark.parametrize("name", ["", "..", "../secrets", "a/b", "/etc", "a.b", "-x", "a" * 65, "ａ", "x\n"])
def test_what_cannot_be_a_name_never_becomes_a_path(tmp_path, name):
    with pytest.raises(ModelMissing, match="cannot be the name"):
        catalogue.folder_of(tmp_path, name)


def test_a_folder_whose_name_cannot_be_typed_is_not_offered(tmp_path):
    place(tmp_path, "with space")
    assert "with space" not in names(tmp_path)


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(ModelMissing, match=r"no model called 'nonsense'.*auto, emotion2vec_plus_large.*compact"):
        catalogue.find(tmp_path, "nonsense")


def test_every_entry_says_how_to_get_it_in_one_sentence():
    for entry in catalogue.CATALOGUE:
        assert entry.name in entry.how_to_get and entry.how_to_get.endswith(".")
    large = catalogue.CATALOGUE[0]
    assert "toneatlas models pull emotion2vec_plus_large" in large.how_to_get
    assert (large.modelscope, large.hugging_face) == (
        "iic/emotion2vec_plus_large",
        "emotion2vec/emotion2vec_plus_large",
    )


def test_a_page_can_import_it_without_anything_heavy():
    heavy = (
        "import sys, inference.catalogue; print(sorted({'torch','funasr','numpy','yaml','httpx'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
