import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from inference.contract import frames_in
from inference.engine.attention import alibi_slopes
from inference.engine.packing import Pack, lay_out, share_out

counts = st.lists(st.integers(1, 60), min_size=1, max_size=12)


def test_rows_of_two_clips_worked_by_hand():
    pack = Pack((2, 3), gap=4, extra=1)
    assert pack.heard.tolist() == [0, 1, 3, 4, 5]  # row 2 hears both clips
    assert pack.apart.tolist() == [4, 5, 10, 11, 12]
    assert pack.spoken.tolist() == [1, 2, 4, 5, 6]
    assert pack.starts == [0, 3]
    assert pack.sizes == (32, 16)  # 17 and 7 rows, rounded up


@given(counts, st.integers(1, 12), st.integers(0, 10))
def test_no_row_is_used_twice_and_clips_stay_apart(frames, gap, extra):
    pack = Pack(tuple(frames), gap, extra)
    for rows in (pack.heard, pack.apart, pack.spoken):
        assert len(rows) == sum(frames) and (np.diff(rows) > 0).all()
    ends = np.cumsum(frames)
    for end in ends[:-1]:
        assert pack.apart[end] - pack.apart[end - 1] == gap + 1
        assert pack.heard[end] - pack.heard[end - 1] == 2
    assert pack.apart[0] == gap
    starts = pack.spoken[np.r_[0, ends[:-1]]] - extra
    assert pack.starts == starts.tolist()


@given(counts, st.integers(1, 200), st.integers(1, 5))
def test_every_clip_is_read_once_and_no_pack_is_too_full(frames, most, packs):
    shares = share_out(frames, most=most, packs=packs)
    assert sorted(number for share in shares for number in share) == list(range(len(frames)))
    assert all(shares) and len(shares) >= min(packs, len(frames))
    for share in shares:
        assert len(share) == 1 or sum(frames[number] for number in share) <= most


def test_two_threads_get_about_the_same():
    shares = share_out([50] * 7 + [100] * 2, most=500, packs=2)
    assert sorted(sum([50] * 7 + [100] * 2) - 300 for _ in shares) == [250, 250]
    assert sorted(sum(([50] * 7 + [100] * 2)[number] for number in share) for share in shares) == [250, 300]


def test_clips_start_on_the_frame_grid_and_are_normalised_over_all_their_samples():
    first, second = np.linspace(-1, 1, 1000, dtype=np.float32), np.ones(400, np.float32)
    signal = lay_out([first, second], normalize=True)
    frames = frames_in(1000)
    assert frames == 2
    normal = (first - first.mean()) / np.sqrt(first.var() + 1e-5)
    np.testing.assert_allclose(signal[:720], normal[:720], atol=1e-6)
    assert (signal[720:960] == 0).all()  # the last 280 samples belong to no frame
    np.testing.assert_allclose(signal[960:1360], 0, atol=1e-6)  # a constant clip normalises to zero
    assert len(signal) == 16 * 320 + 80  # 2 + 1 + 1 + 1 frames, rounded up
    assert (signal[1360:] == 0).all()
    raw = lay_out([second], normalize=False)
    assert torch.equal(raw[:400], torch.ones(400))


@pytest.mark.parametrize("heads", [1, 2, 4, 8, 12, 16, 20])
def test_slopes_are_those_of_funasr(heads):
    from funasr.models.emotion2vec.base import get_alibi

    slopes = -get_alibi(2, heads)[:, 0, 1]  # the bias of a neighbour
    np.testing.assert_allclose(alibi_slopes(heads), slopes, rtol=1e-6)
