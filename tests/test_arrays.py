"""Arrays as bytes: every kind comes back as it was, and bytes that do not fit are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from data.arrays import KINDS, pack, unpack
from data.errors import DataError


@given(
    some.sampled_from(sorted(KINDS)).flatmap(
        lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, min_side=0))
    )
)
def test_an_array_comes_back_as_it_was(array):
    again = unpack(*pack(array))
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    assert again.tobytes() == array.tobytes()  # NaN and -0.0 too
    assert again.flags.writeable


def test_the_bytes_are_little_endian():
    assert pack(np.array([[1, 258]], np.int32)) == ("int32", [1, 2], b"\x01\x00\x00\x00\x02\x01\x00\x00")
    assert pack(np.array([1.0], ">f4"))[2] == b"\x00\x00\x80\x3f"
    assert pack(np.arange(6, dtype=np.int32).reshape(2, 3).T)[2] == np.array([0, 3, 1, 4, 2, 5], "<i4").tobytes()


@pytest.mark.parametrize(
    "array", [np.array(["text"]), np.array([None]), np.zeros(2, np.complex64), np.zeros(2, np.float16)]
)
def test_other_kinds_are_not_stored(array):
    with pytest.raises(DataError, match="are not stored; known are float32"):
        pack(array)


@pytest.mark.parametrize(
    ("kind", "shape", "content"),
    [
        ("float32", [2], b"\x00" * 7),
        ("float32", [2, 3], b"\x00" * 8),
        ("float32", [-1, -2], b"\x00" * 8),
        ("float32", [-2], b""),
        ("object", [1], b"\x80\x04N."),
        ("O", [1], b"\x00" * 8),
    ],
)
def test_bytes_of_another_shape_or_kind_are_refused(kind, shape, content):
    with pytest.raises(DataError, match="stored array"):
        unpack(kind, shape, content)
