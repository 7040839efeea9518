"""The process in which one file after another is decoded: ``python -m inference.cell SOCKET``, started by the sandbox.

It imports neither torch nor the store, gives up what it does not need, and answers over one socket. A request is one
line of JSON with the file's path and name, and carries an open anonymous file; the samples are written into it, raw,
and the answer, one more line of JSON, says how many there are. Nothing is ever unpickled on either side.
"""

import json
import os
import resource
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inference.contract import RATE
from inference.decode import Decoding
from inference.errors import InferenceError, TooLarge
from inference.limits import CHANNELS, DECODER_BYTES, DECODER_CPU_SECONDS, GIGA, HOURS
from inference.seal import seal

LINE_BYTES = 1 << 16  # the longest request or answer
READY = b"ready\n"
ROW_BYTES = -(-int(HOURS * 3600 * RATE * 4) // 65_536) * 65_536  # room for one channel; what is not written is a hole


def main(handle: int) -> None:
    """Answer requests until the other side goes away."""
    with socket.socket(fileno=handle) as line:
        _restrict()
        line.sendall(READY)
        while True:
            request, files, _, _ = socket.recv_fds(line, LINE_BYTES, 1)
            if not request:
                return
            _allow_seconds(DECODER_CPU_SECONDS)
            answer = _answer(json.loads(request), files[0])
            os.close(files[0])
            line.sendall(json.dumps(answer).encode() + b"\n")


def _answer(request: dict[str, str], file: int) -> dict[str, Any]:
    name = request["name"]
    decoding = Decoding(Path(request["path"]), name=name)
    samples = 0
    try:
        for block in decoding.blocks():
            for number, row in enumerate(block):
                _write(file, memoryview(row).cast("B"), number * ROW_BYTES + 4 * samples)
            samples += block.shape[1]
    except InferenceError as error:
        return {"error": type(error).__name__, "sentence": str(error)}
    except MemoryError:
        sentence = f"{name} needs more memory to decode than the {DECODER_BYTES / GIGA:g} GB that are allowed"
        return {"error": TooLarge.__name__, "sentence": sentence}
    return {"channels": decoding.voices, "samples": samples, "info": asdict(decoding.info)}


def _write(file: int, samples: memoryview, position: int) -> None:
    while samples:
        written = os.pwrite(file, samples, position)
        samples, position = samples[written:], position + written


def _restrict() -> None:
    """Give up memory, core dumps, large files, and the network."""
    for what, most in (
        (resource.RLIMIT_AS, DECODER_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, CHANNELS * ROW_BYTES),
    ):
        resource.setrlimit(what, (most, most))
    seal()


def _allow_seconds(seconds: int) -> None:
    """Let this process use that much more of a core; the kernel ends it when it takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, most))


if __name__ == "__main__":
    main(int(sys.argv[1]))
