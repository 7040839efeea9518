import json
import os
import re
import zipfile

import pytest
import torch
import yaml
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.random_model import LABELS, config, make, save, weights
from inference.checkpoint import load_weights
from inference.errors import ModelBroken
from inference.folder import open_folder
from inference.layout import read_layout, read_stages

LARGE_STAGES = ((512, 10, 5), *[(512, 3, 2)] * 4, (512, 2, 2), (512, 2, 2))


@pytest.fixture
def folder(tmp_path):
    return make(tmp_path / "tiny")


def rewrite(folder, change):
    settings = config("tiny")
    change(settings)
    (folder / "config.yaml").write_text(yaml.safe_dump(settings))


def test_a_good_folder_gives_its_labels_sizes_and_hash(folder):
    opened = open_folder(folder)
    assert opened.labels == LABELS
    assert (opened.layout.size, opened.layout.heads, opened.layout.blocks, opened.layout.hidden) == (64, 4, 3, 256)
    assert opened.layout.positional_kernel == 19
    assert re.fullmatch("[0-9a-f]{64}", opened.sha256)


def test_labels_that_start_with_unuse_are_left_out(tmp_path):
    opened = open_folder(make(tmp_path / "m", labels=("unuse_0", "sad", "unused", "<unk>")))
    assert opened.labels == ("sad", "<unk>")
    assert opened.kept == (1, 3)


@pytest.mark.shared
def test_the_published_configuration_of_plus_large_is_understood(shared):
    text = (shared / "model_card" / "config.yaml").read_text()
    layout = read_layout(yaml.safe_load(text)["model_conf"])
    assert (layout.size, layout.heads, layout.prenet, layout.depth, layout.extra_tokens) == (1024, 16, 4, 8, 10)
    assert layout.stages == LARGE_STAGES and layout.normalize and layout.scale_per_head
    assert layout == read_layout(config("large")["model_conf"])
    count = sum(torch.Size(shape).numel() for shape in layout.shapes(9).values())
    assert round(count / 1e6) == 162


def test_the_front_end_is_read_without_running_it():
    assert read_stages("[(512, 10, 5)] + [(512, 3, 2)] * 4 + [(512,2,2)] + [(512,2,2)]") == LARGE_STAGES
    assert read_stages("[(8, 10, 5), (4, 3, 2)] * 2") == ((8, 10, 5), (4, 3, 2), (8, 10, 5), (4, 3, 2))


@pytest.mark.parametrize(
    "spec",
    [
        "__import__('os').system('touch owned')",
        "[(512, 10, 5)] + exec('1')",
        "[(512, 10, 5)] * 10**9",
        "[(512, 10, 5)] * 99",
        "[(0, 10, 5)]",
        "[]",
        "",
        None,
        [(512, 10, 5)],
        "[(512, 10, 5)]" * 200,
    ],
)
def test_a_front_end_that_is_no_plain_list_is_refused(spec):
    with pytest.raises(ModelBroken, match="feature_encoder_spec"):
        read_stages(spec)


@given(st.text(alphabet="[](),+* 0123456789ab_", max_size=80))
def test_no_text_gives_anything_but_sizes_or_a_refusal(text):
    try:
        stages = read_stages(text)
    except ModelBroken:
        return
    assert all(len(stage) == 3 and min(stage) > 0 for stage in stages) and len(stages) <= 32


@pytest.mark.parametrize("switch", ["trust_remote_code", "remote_code"])
@pytest.mark.parametrize("value", [True, False, "model.py"])
def test_a_folder_that_asks_to_run_its_own_code_is_refused(folder, switch, value):
    rewrite(folder, lambda settings: settings.update({switch: value}))
    with pytest.raises(ModelBroken, match=f"config.yaml asks with {switch}"):
        open_folder(folder)


def test_the_switch_is_found_in_configuration_json_however_deep(folder):
    (folder / "configuration.json").write_text(json.dumps({"model": [{"type": {"trust_remote_code": True}}]}))
    with pytest.raises(ModelBroken, match=r"configuration\.json asks"):
        open_folder(folder)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda s: s.update(model="Paraformer"), "not Emotion2vec"),
        (lambda s: s.pop("model_conf"), "no section model_conf"),
        (lambda s: s["model_conf"].pop("modalities"), "no section modalities"),
        (lambda s: s["model_conf"].update(embed_dim=10**9), "embed_dim is 1000000000"),
        (lambda s: s["model_conf"].update(embed_dim="${oc.env:HOME}"), "embed_dim is"),
        (lambda s: s["model_conf"].update(embed_dim=True), "embed_dim is True"),
        (lambda s: s["model_conf"].update(depth=0), "depth is 0"),
        (lambda s: s["model_conf"].update(num_heads=5), "do not fit together"),
        (lambda s: s["model_conf"].update(norm_eps=float("nan")), "norm_eps is nan"),
        (lambda s: s["model_conf"].update(mlp_ratio=-1), "mlp_ratio is -1"),
        (lambda s: s["model_conf"].update(layer_norm_first=True), "layer_norm_first: True"),
        (lambda s: s["model_conf"]["modalities"]["audio"].update(learned_alibi=True), "learned_alibi: True"),
        (lambda s: s["model_conf"]["modalities"]["audio"].update(conv_pos_width=90), "odd number"),
        (
            lambda s: s["model_conf"]["modalities"]["audio"].update(feature_encoder_spec="[(32,10,5)]+[(32,3,2)]*5"),
            "frames are 160 samples apart",
        ),
    ],
)
def test_a_configuration_we_cannot_run_is_refused_with_its_reason(folder, change, sentence):
    rewrite(folder, change)
    with pytest.raises(ModelBroken, match=re.escape(sentence)):
        open_folder(folder)


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['touch owned']",
        "a: &a [1,1]\nb: *a",
        "[" * 5000,
        "- just\n- a list",
        "a: [",
        "\x00",
        "a: 2026-99-99",
        "x" * 300_000,
    ],
)
def test_a_config_that_is_not_plain_yaml_is_refused(folder, text):
    (folder / "config.yaml").write_text(text)
    with pytest.raises(ModelBroken, match=r"config\.yaml"):
        open_folder(folder)


def test_bytes_that_are_no_text_are_refused(folder):
    (folder / "tokens.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelBroken, match="not text"):
        open_folder(folder)


@pytest.mark.parametrize("text", ["", "sad\nsad", "sad\n\nangry", "a\x07b\nc", "unuse_1\nunuse_2", "x" * 70])
def test_labels_that_make_no_sense_are_refused(folder, text):
    (folder / "tokens.txt").write_text(text)
    with pytest.raises(ModelBroken, match=r"tokens\.txt"):
        open_folder(folder)


@pytest.mark.parametrize("name", ["config.yaml", "tokens.txt", "model.pt"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(ModelBroken, match=f"no file {name}"):
        open_folder(folder)


@pytest.mark.parametrize("name", ["config.yaml", "model.pt", "configuration.json"])
def test_a_link_that_leads_out_of_the_folder_is_refused(folder, name, tmp_path):
    outside = tmp_path / "outside"
    (folder / name).replace(outside)
    (folder / name).symlink_to(outside)
    with pytest.raises(ModelBroken, match="leads out"):
        open_folder(folder)


@pytest.mark.parametrize("prefix", ["", "d2v_model.", "module."])
def test_weights_are_found_with_and_without_a_prefix(tmp_path, prefix):
    expected = weights("tiny")
    loaded = load_weights(open_folder(make(tmp_path / "m", prefix=prefix)))
    assert loaded.keys() == expected.keys()
    assert all(torch.equal(loaded[name], expected[name]) for name in expected)


def test_a_bare_state_dict_and_the_old_file_format_are_read_too(folder):
    expected = weights("tiny", seed=3)
    torch.save(expected, folder / "model.pt", _use_new_zipfile_serialization=False)
    assert torch.equal(load_weights(open_folder(folder))["proj.weight"], expected["proj.weight"])


def test_a_model_without_a_head_is_refused(folder):
    state = weights("tiny")
    del state["proj.weight"]
    save(folder, state)
    with pytest.raises(ModelBroken, match=r"proj\.weight \(the layer that turns features into labels\)"):
        load_weights(open_folder(folder))


@pytest.mark.parametrize(
    ("tensor", "sentence"),
    [
        (torch.zeros(9, 3), r"has the shape \(9, 3\); config\.yaml asks for \(9, 64\)"),
        (torch.full((9, 64), torch.nan), "not numbers"),
        (torch.zeros(9, 64, dtype=torch.int64), "not numbers"),
        ("text", "lacks the weights"),
    ],
)
def test_a_weight_that_cannot_be_used_is_refused(folder, tensor, sentence):
    save(folder, weights("tiny") | {"proj.weight": tensor})
    with pytest.raises(ModelBroken, match=sentence):
        load_weights(open_folder(folder))


class Owned:
    def __reduce__(self):
        return (os.system, ("touch owned",))


@pytest.mark.parametrize("content", [{"model": Owned()}, [1, 2], None])
def test_pickled_code_and_other_objects_are_refused(folder, content, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    torch.save(content, folder / "model.pt")
    with pytest.raises(ModelBroken, match=r"model\.pt"):
        load_weights(open_folder(folder))
    assert not (tmp_path / "owned").exists()


def test_bytes_that_are_no_weights_are_refused(folder):
    for content in (b"", b"junk", b"PK\x03\x04junk", (folder / "model.pt").read_bytes()[:-200]):
        (folder / "model.pt").write_bytes(content)
        with pytest.raises(ModelBroken, match=r"model\.pt"):
            load_weights(open_folder(folder))


def test_a_file_that_unpacks_to_more_than_allowed_is_refused(folder, monkeypatch):
    monkeypatch.setattr("inference.checkpoint.WEIGHT_BYTES", 1_000_000)
    with zipfile.ZipFile(folder / "model.pt", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data/0", bytes(2_000_000))
    with pytest.raises(ModelBroken, match="unpacks to more"):
        load_weights(open_folder(folder))
