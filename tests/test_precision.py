import numpy as np
import pytest
import torch
import torch.nn.functional as F

from benchmarks.random_model import make
from inference.contract import Heard
from inference.engine import precision, trial
from inference.engine.linear import PackedLinear, PlainLinear, WholeLinear
from inference.engine.precision import Met
from inference.engine.trial import Trial, compare, remember, remembered
from inference.folder import open_folder


@pytest.fixture
def layer():
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(shape, generator=generator) for shape in ((24, 16), (24,))]


@pytest.fixture
def rows():
    return 1 + torch.randn(40, 16, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("make_layer", [PlainLinear, PackedLinear])
@pytest.mark.parametrize("gelu", [False, True])
def test_float_layers_are_the_linear_layer(make_layer, gelu, layer, rows):
    expected = F.linear(rows, *layer)
    found = make_layer(*layer, gelu=gelu)(rows)
    torch.testing.assert_close(found, F.gelu(expected) if gelu else expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("make_layer", [PlainLinear, PackedLinear])
def test_windows_that_overlap_in_memory_are_a_convolution(make_layer, rows):
    weight = torch.randn(8, 16, 3, generator=torch.Generator().manual_seed(2))
    windows = rows.as_strided((19, 48), (32, 1))
    found = make_layer(weight.permute(0, 2, 1).reshape(8, 48), torch.zeros(8))(windows)
    expected = F.conv1d(rows.T[None], weight, stride=2)[0].T
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("gelu", [False, True])
def test_whole_numbers_come_within_two_percent(gelu, layer, rows):
    expected = F.linear(rows, *layer)
    expected = F.gelu(expected) if gelu else expected
    found = WholeLinear(*layer, factors=torch.ones(16), gelu=gelu)(rows)
    assert ((found - expected).norm() / expected.norm()).item() < 0.02


def test_a_row_of_whole_numbers_does_not_depend_on_its_company(layer, rows):
    whole = WholeLinear(*layer, factors=torch.ones(16))
    loud = torch.cat([rows[:1], 1000 * rows[1:]])
    torch.testing.assert_close(whole(loud)[0], whole(rows)[0], atol=0, rtol=0)


@pytest.mark.parametrize("reduced", [precision.bfloat16, precision.int8])
def test_the_mean_row_takes_the_rounded_weights_mean_error_away(reduced, layer, rows):
    """On rows that are all the mean row, what is left is the rounding of that row and of the sum."""
    mean = rows.mean(dim=0)
    peak = rows.abs().amax(dim=0)
    plain, corrected = (reduced(iter([Met(guess, peak)])).linear(*layer) for guess in (torch.zeros(16), mean))
    same = mean.expand(4, 16).to(reduced(iter([])).dtype).contiguous()
    expected = F.linear(same.float(), *layer)
    assert (corrected(same).float() - expected).norm() < 0.7 * (plain(same).float() - expected).norm()


def test_what_was_met_is_that_of_all_rows_in_the_order_of_making(layer, rows):
    recorder = precision.Recorder()
    first, second = recorder.precision.linear(*layer), recorder.precision.linear(*layer)
    second(rows)
    first(rows[:10])
    first(rows[10:])
    one, other = recorder.met()
    for found in (one, other):
        torch.testing.assert_close(found.mean, rows.mean(dim=0))
        torch.testing.assert_close(found.peak, rows.abs().amax(dim=0))


def test_a_column_of_outliers_leaves_the_others_their_whole_numbers(layer, rows):
    """A channel fifty times larger than the others, as trained transformers have them."""
    outlying = rows.clone()
    outlying[:, 3] *= 50
    expected = F.linear(outlying, *layer)
    met = Met(torch.zeros(16), outlying.abs().amax(dim=0))
    even = precision.int8(iter([met])).linear(*layer)(outlying)
    plain = WholeLinear(*layer, factors=torch.ones(16))(outlying)
    assert (even - expected).norm() < 0.7 * (plain - expected).norm()


def test_even_factors_worked_by_hand():
    factors = precision.even_factors(torch.tensor([4.0, 1.0, 0.0]), torch.tensor([[1.0, -4.0, 0.0], [-0.5, 1.0, 0.0]]))
    torch.testing.assert_close(factors, torch.tensor([0.5, 2.0, 1.0]))  # a column and weights of zero keep theirs


@pytest.mark.parametrize(
    ("can", "expected"),
    [
        ({}, ["float32"]),
        ({"avx2": True}, ["float32"]),
        ({"avx512_vnni": True}, ["float32"]),
        ({"avx512_bf16": True}, ["bfloat16", "float32"]),
        ({"avx512_bf16": True, "avx512_vnni": True}, ["int8", "bfloat16", "float32"]),
        ({"amx_bf16": True, "amx_int8": True}, ["int8", "bfloat16", "float32"]),
    ],
)
def test_precisions_follow_the_processors_instructions(monkeypatch, can, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: can)
    monkeypatch.setattr(precision, "_has_onednn", lambda: True)
    assert precision.fast_on_this_processor() == expected


def test_without_onednn_there_is_float32_alone(monkeypatch):
    monkeypatch.setattr(precision, "_has_onednn", lambda: False)
    assert precision.fast_on_this_processor() == ["float32"]
    assert precision.float32().linear is PlainLinear


def reading(*logits):
    return Heard(np.array([logits, logits], np.float32), np.ones(2, np.float32), np.zeros(1, np.float32))


def test_a_trial_worked_by_hand():
    exact = [reading(0, np.log(3)), reading(0.5, 0), reading(0, 0, 1)]
    reduced = [reading(0, np.log(4)), reading(0.4, 0.5), reading(0, 0, 1)]
    outcome = compare([reading(0, np.log(3))], [reading(0, np.log(4))])
    assert outcome.deviation == pytest.approx(0.05)  # 0.80 instead of 0.75
    assert not outcome.passed
    assert compare(pad(exact), pad(reduced)).agreement == pytest.approx(2 / 3)


def pad(readings):
    """The same logits with a third label that never wins where there were two."""
    rows = [np.pad(one.logits, ((0, 0), (0, 3 - one.logits.shape[1])), constant_values=-9) for one in readings]
    return [Heard(row, np.ones(2, np.float32), row[0]) for row in rows]


def test_where_one_label_always_wins_what_stands_out_is_compared():
    exact = [reading(5, 1), reading(5, 0)]  # label 0 wins both; of their mean, label 1 stands out of the first
    assert compare(exact, [reading(5, 0.9), reading(5, 0.1)]).agreement == 1.0
    assert compare(exact, [reading(5, 0.4), reading(5, 0)]).agreement == 0.5


@pytest.mark.parametrize(
    ("outcome", "passed"), [(Trial(0.02, 0.99), True), (Trial(0.021, 1), False), (Trial(0, 0.98), False)]
)
def test_what_passes(outcome, passed):
    assert outcome.passed is passed


def test_trials_are_remembered_for_these_weights_alone(tmp_path):
    folder = open_folder(make(tmp_path / "m"))
    assert remembered(folder, "int8") is None
    remember(folder, "int8", Trial(0.01, 1.0))
    remember(folder, "bfloat16", Trial(0.001, 1.0))
    assert remembered(folder, "int8") == Trial(0.01, 1.0)
    assert remembered(folder, "bfloat16") == Trial(0.001, 1.0)
    other = open_folder(make(tmp_path / "m", seed=1))
    assert remembered(other, "int8") is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"x": 1}', "\x00", '{"SHA": {"int8": {"deviation": "a"}}}', '{"SHA": [1]}']
)
def test_a_memory_that_makes_no_sense_is_no_memory_and_is_written_anew(tmp_path, text):
    folder = open_folder(make(tmp_path / "m"))
    (folder.path / trial.MEMORY).write_text(text.replace("SHA", folder.sha256))
    assert remembered(folder, "int8") is None
    remember(folder, "int8", Trial(0.01, 1.0))
    assert remembered(folder, "int8") == Trial(0.01, 1.0)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path, caplog, monkeypatch):
    folder = open_folder(make(tmp_path / "m"))
    (folder.path / trial.MEMORY).mkdir()  # a folder where the file would be
    remember(folder, "int8", Trial(0.01, 1.0))
    assert "could not be kept" in caplog.text
