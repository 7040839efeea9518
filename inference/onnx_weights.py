"""Reads the weights out of an ONNX file: they are plain arrays in a protocol buffer, and nothing in it is run.

Only the fields that hold weights are looked at (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto): the graph is
field 7 of the model, its initializers are field 5 of the graph, and of each the dimensions, type, name and bytes.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from data.records import Floats
from inference.errors import ModelBroken

_GRAPH, _INITIALIZER = 7, 5
_DIMENSION, _TYPE, _NAME, _BYTES = 1, 2, 8, 9
_FLOAT32 = 1
_FIXED = {1: 8, 5: 4}  # bytes of the wire types that have no length


def read_weights(path: Path) -> dict[str, Floats]:
    """The float32 initializers of an ONNX file by name. Raises ``ModelBroken`` when it is none."""
    try:
        model = memoryview(path.read_bytes())
        graphs = [content for field, _, content in _fields(model) if field == _GRAPH]
        tensors = [content for graph in graphs for field, _, content in _fields(graph) if field == _INITIALIZER]
        return dict(named for tensor in tensors for named in _array(tensor))
    except (IndexError, ValueError, KeyError) as error:
        raise ModelBroken(f"{path.name} is no ONNX file, or a damaged one") from error


def _array(tensor: memoryview) -> Iterator[tuple[str, Floats]]:
    """Name and array of a tensor, if it is float32 and kept as bytes."""
    fields = list(_fields(tensor))
    shape = [number for field, number, _ in fields if field == _DIMENSION]
    kinds = [number for field, number, _ in fields if field == _TYPE]
    contents = {field: content for field, _, content in fields}
    if kinds == [_FLOAT32] and _BYTES in contents:
        yield bytes(contents[_NAME]).decode(), np.frombuffer(contents[_BYTES], dtype="<f4").reshape(shape)


def _fields(message: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """Each field of a protocol buffer message: which it is, its number if it is one, else its bytes."""
    position = 0
    while position < len(message):
        key, position = _whole(message, position)
        field, kind = key >> 3, key & 7
        if kind == 0:
            number, position = _whole(message, position)
            yield field, number, message[:0]
            continue
        length, position = (_FIXED[kind], position) if kind in _FIXED else _whole(message, position)
        if kind not in (1, 2, 5) or position + length > len(message):
            raise ValueError("not a protocol buffer")
        yield field, 0, message[position : position + length]
        position += length


def _whole(message: memoryview, position: int) -> tuple[int, int]:
    """The number that starts there, seven bits a byte, and the position after it."""
    value = shift = 0
    while True:
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
