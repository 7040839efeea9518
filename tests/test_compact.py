"""The compact model: what its parts compute, against closed forms, and what its shipped weights promise."""

import json
import shutil

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from inference import compact
from inference.compact import NAMES, WEIGHTS, CompactModel, listen
from inference.compact_net import CompactNet
from inference.contract import frames_in
from inference.errors import ModelBroken, ModelMissing
from inference.frame_net import FrameNet
from inference.reference import CLIP, Reference, reference, relative

SHAPE = {"labels": 3, "functionals": 414, "frame_nets": 2, "window_nets": 2}


def noise(seed, samples=16_000):
    return (0.1 * np.random.default_rng(seed).standard_normal(samples)).astype(np.float32)


@pytest.fixture(scope="module")
def net():
    """A random network whose norms have seen something, so that no layer is the identity."""
    torch.manual_seed(0)
    made = CompactNet(**SHAPE)
    for name, buffer in made.named_buffers():
        if name.endswith("running_mean"):
            buffer.normal_(0, 0.2)
        elif name.endswith("running_var"):
            buffer.uniform_(0.5, 1.5)
    made.temperature.copy_(torch.tensor([1.7, 1.2]))
    made.window_share.fill_(0.6)
    return made.eval()


@pytest.fixture(scope="module")
def file(net, tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "compact.safetensors"
    facts = {
        "name": "compact",
        "revision": "7",
        "licence": "CC0 1.0",
        "labels": ["生气/angry", "b", "c"],
        "shape": SHAPE,
    }
    save_file(net.state_dict(), path, metadata={"facts": json.dumps(facts)})
    return path


def test_without_references_a_vector_is_as_it_is_and_clipped():
    vectors = torch.tensor([[0.5, -9.0]])
    seen_from = reference(vectors, torch.zeros(1, 1))
    torch.testing.assert_close(relative(vectors, seen_from), torch.tensor([[0.5, -CLIP, 0.0]]))


def test_references_are_taken_out_as_the_formula_says():
    """x′ = (x − a m) / √((n v + 6) / (n + 6)) with a = n / (n + 1.5), worked out by hand for n = 3."""
    others = torch.tensor([[1.0], [2.0], [3.0]])
    vectors = torch.cat([torch.tensor([[5.0]]), others])
    seen_from = reference(vectors, torch.tensor([[0.0, 1, 1, 1]]))
    assert seen_from.mean.item() == 2 and seen_from.variance.item() == pytest.approx(2 / 3)
    share = 3 / 4.5
    expected = (5 - share * 2) / np.sqrt((3 * 2 / 3 + 6) / 9)
    torch.testing.assert_close(relative(vectors[:1], seen_from), torch.tensor([[expected, share]]).float())


def test_one_reference_tells_nothing_about_the_spread():
    seen_from = reference(torch.tensor([[1.0], [4.0]]), torch.tensor([[0.0, 1.0]]))
    assert (seen_from.mean.item(), seen_from.variance.item(), seen_from.count.item()) == (4, 1, 1)


def test_the_weighted_mean_of_frame_logits_is_the_logits_of_the_mean_frame(net):
    frame_net = net.frame_net_list()[0]
    inputs = torch.randn(1, 50, 66)
    pooled = frame_net.pool(inputs, torch.tensor([50]))
    seen_from = Reference(torch.randn(1, 320), torch.rand(1, 320), torch.tensor([[4.0]]))
    each = frame_net.frame_logits(pooled.frames, seen_from)[0]
    torch.testing.assert_close(pooled.weights[0] @ each, frame_net.mean_logits(pooled.vectors, seen_from)[0])
    assert pooled.weights.sum().item() == pytest.approx(1)


def test_padding_changes_nothing(net):
    frame_net = net.frame_net_list()[0]
    inputs = torch.randn(1, 40, 66)
    alone = frame_net.pool(inputs, torch.tensor([40]))
    batch = torch.cat([torch.nn.functional.pad(inputs, (0, 0, 0, 24)), torch.randn(1, 64, 66)])
    padded = frame_net.pool(batch, torch.tensor([40, 64]))
    torch.testing.assert_close(padded.vectors[:1], alone.vectors, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(padded.weights[:1, :20], alone.weights, atol=1e-6, rtol=1e-5)


def test_a_windows_logits_are_the_mean_of_its_nets_over_the_temperature(net, file):
    """Worked out from the nets one by one, for a voice of three windows of an even number of frames."""
    windows = [noise(seed, 320 * 50 + 80) for seed in range(3)]
    (answers,) = CompactModel.from_file(file).read([windows])
    heard = [listen(window) for window in windows]
    use = torch.tensor([[0.0, 1, 1]])
    with torch.inference_mode():
        total = torch.zeros(3)
        for frame_net in net.frame_net_list():
            vectors = torch.cat(
                [frame_net.pool(torch.from_numpy(one.frames)[None], torch.tensor([50])).vectors for one in heard]
            )
            seen_from = reference(vectors, use)
            deep = frame_net.window_hidden(vectors[:1], seen_from)
            total += (frame_net.mean_logits(vectors[:1], seen_from) + frame_net.head(deep))[0] / 2
        functionals = torch.from_numpy(np.stack([one.functionals for one in heard]))
        moved = (functionals - net.functional_mean) / net.functional_scale
        moved = moved.clamp(-6, 6)
        whole = relative(moved[:1], reference(moved, use))
        total += 0.6 * sum(window_net(whole)[0] for window_net in net.window_net_list()) / 2
    logits = np.average(answers[0].logits, axis=0, weights=answers[0].weights)
    np.testing.assert_allclose(logits, total.numpy() / (1.7 - 0.5 * 2 / 3.5), atol=1e-4)


@pytest.mark.parametrize("samples", [400, 720, 1040, 16_000, 16_320])
def test_weights_have_the_mean_one_for_odd_and_even_numbers_of_frames(file, samples):
    ((heard,),) = CompactModel.from_file(file).read([[noise(0, samples)]])
    assert len(heard.weights) == frames_in(samples) and (heard.weights > 0).all()
    assert heard.weights.mean(dtype=np.float32) == pytest.approx(1, abs=1e-5)


def test_a_window_is_read_otherwise_in_the_company_of_its_own_voice_only(file):
    model = CompactModel.from_file(file)
    ((alone,),) = model.read([[noise(1)]])
    ((beside,), _) = model.read([[noise(1)], [noise(2)]])
    ((known, _),) = model.read([[noise(1), noise(2)]])
    np.testing.assert_array_equal(alone.logits, beside.logits)
    assert np.abs(alone.logits - known.logits).max() > 1e-3


def test_features_vary_over_frames_where_the_embedding_is_one(file):
    ((heard,),) = CompactModel.from_file(file).read([[noise(3)]], features=True)
    assert heard.features.shape == (len(heard.logits), len(heard.embedding))
    assert heard.features.std(axis=0).max() > 0


def test_the_card_is_what_the_file_says(file):
    model = CompactModel.from_file(file)
    assert (model.card.name, model.card.revision, model.card.labels) == ("compact", "7", ("生气/angry", "b", "c"))
    assert model.licence == "CC0 1.0" and model.card.size == len(model.read([[noise(0)]])[0][0].embedding)


def test_what_cannot_be_loaded_is_said_in_a_sentence(file, tmp_path, monkeypatch):
    with pytest.raises(ModelMissing, match="no compact model called large; there are compact and compact-cc0"):
        CompactModel.load("large")
    monkeypatch.setattr(compact, "WEIGHTS", tmp_path)
    with pytest.raises(ModelMissing, match=r"compact.safetensors are not there"):
        CompactModel.load()
    for name, content in (("cut", file.read_bytes()[:-100]), ("text", b"not weights"), ("empty", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ModelBroken, match="cannot be read"):
            CompactModel.from_file(tmp_path / name)


@pytest.mark.parametrize(
    "facts",
    [
        None,
        [],
        {},
        {"labels": [], "shape": {}},
        {"labels": ["a"], "shape": {"labels": 1}},
        {"labels": ["a", "b", "c"], "shape": None},
        {"labels": ["a"], "shape": SHAPE},
    ],
)
def test_weights_without_their_facts_are_broken(net, tmp_path, facts):
    told = {"name": "compact", "revision": "1", "licence": "x"} | facts if isinstance(facts, dict) else facts
    metadata = None if facts is None else {"facts": json.dumps(told)}
    save_file(net.state_dict(), tmp_path / "compact.safetensors", metadata=metadata)
    with pytest.raises(ModelBroken):
        CompactModel.from_file(tmp_path / "compact.safetensors")


def test_threads_are_torchs(file, monkeypatch):
    asked = []
    monkeypatch.setattr(torch, "set_num_threads", asked.append)
    CompactModel.load("compact", threads=1)
    CompactModel.load("compact")
    assert asked == [1]


def test_frame_nets_of_other_widths_can_be_made():
    net = FrameNet(2, widths=(16, 32)).eval()
    assert net.pool(torch.randn(1, 9, 66), torch.tensor([9])).frames.shape == (1, 160, 5)


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_weights_say_their_licence_and_labels(name):
    with safe_open(WEIGHTS / f"{name}.safetensors", framework="pt") as held:
        facts = json.loads(held.metadata()["facts"])
    labels = facts["labels"]
    assert facts["name"] == name and labels == list(CompactModel.load(name).card.labels)
    assert {"生气/angry", "中立/neutral", "难过/sad"} <= set(labels)
    assert ("吃惊/surprised" in labels) == (name == "compact")
    assert facts["licence"] == ("CC BY-NC-SA 4.0" if name == "compact" else "CC0 1.0")


def test_the_shipped_weights_are_small():
    assert sum((WEIGHTS / f"{name}.safetensors").stat().st_size for name in NAMES) <= 10e6


@pytest.mark.shared
def test_turns_of_scripted_calls_are_read_better_than_by_chance(shared, tmp_path):
    from training.day import TURNS, read

    header, *turns = (shared / "day" / TURNS).read_text(encoding="utf-8").splitlines()
    calls = sorted({turn.split(",")[0] for turn in turns})[::4]
    for call in calls:
        shutil.copyfile(shared / "day" / call, tmp_path / call)
    mine = [turn for turn in turns if turn.split(",")[0] in calls]
    (tmp_path / TURNS).write_text("\n".join([header, *mine]), encoding="utf-8")
    day = read(tmp_path, CompactModel.load("compact"))
    assert len(calls) == 15 and day.turns.agreement.free.recall.low > 1 / 7
    assert day.smoothed.recall.value > day.frames.recall.value  # a second says more than a frame
