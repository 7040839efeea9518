"""How much of a WAV's sound is missing: its header tells how long it was meant to be."""

import struct
from pathlib import Path

_CHUNKS = 1_000  # looked at before the sound; real files have a handful
_UNKNOWN = 0x7FFF0000  # sizes from here on, and 0, are what recorders write that do not know the length yet


def missing_share(path: Path) -> float:
    """Share of the sound that its ``data`` chunk promises and the file does not hold: 0 … 1; 0 where nobody can say.

    RF64 keeps its sizes elsewhere and counts as complete, as does everything that is no WAV.
    """
    with path.open("rb") as file:
        if file.read(4) != b"RIFF":
            return 0.0
        file.seek(12)
        for _ in range(_CHUNKS):
            head = file.read(8)
            if len(head) < 8:
                return 0.0
            kind, size = struct.unpack("<4sI", head)
            if kind == b"data":
                held = path.stat().st_size - file.tell()
                return max(0.0, 1 - held / size) if 0 < size < _UNKNOWN else 0.0
            file.seek(size + size % 2, 1)
    return 0.0
