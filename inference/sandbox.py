"""Decoding out of harm's way: in processes that a broken file may take down, or hold up, without anybody noticing.

FFmpeg and libsndfile are given bytes from strangers. A child (``inference.cell``) decodes them under limits of memory
and time; whatever happens in it, out here it is samples or one ``InferenceError``. A child that died is replaced.
"""

import atexit
import fcntl
import json
import mmap
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from inference import errors
from inference.audio import Audio, SourceInfo
from inference.cell import LINE_BYTES, READY, ROW_BYTES
from inference.contract import RATE
from inference.errors import Crashed, InferenceError
from inference.limits import CHANNELS, DECODER_START_SECONDS, DECODER_WALL_SECONDS

Decoded = tuple[Audio, SourceInfo]

_FILES_EACH = 1_000  # that a child decodes before it is replaced: whatever a library leaks goes with it
_ROOT = Path(__file__).resolve().parent.parent
_NO_RESERVE = 0x4000  # MAP_NORESERVE, which Python 3.11 does not name: a mapping mostly of holes needs no swap


def decode_safely(path: Path, *, name: str) -> Decoded:
    """``inference.decode.decode`` in a child process; raises ``InferenceError`` and nothing else."""
    return _one().decode(path, name=name)


class Decoders:
    """Children that decode, ``processes`` at once. Safe to use from several threads."""

    def __init__(self, *, processes: int) -> None:
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()  # None: a child that has yet to be started
        for _ in range(processes):
            self._idle.put(None)
        self._processes = processes
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="decode")

    def __enter__(self) -> "Decoders":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the children; a decode that is under way is waited for."""
        self._threads.shutdown(cancel_futures=True)
        for _ in range(self._processes):
            child = self._idle.get()
            if child:
                child.end()

    def decode(self, path: Path, *, name: str) -> Decoded:
        """What ``inference.decode.decode`` gives; ``Crashed`` when the child dies or takes too long."""
        child = self._idle.get()
        try:
            if child and child.is_gone():  # it died idle, as when the machine ran out of memory: no file's fault
                child.end()
                child = None
            child = child or _Child()
            return child.decode(path, name=name)
        except OSError as error:  # no memory, process or handle to be had: this machine's fault, and it may pass
            raise Crashed(f"{name} could not be given to a decoder ({error.strerror}): try again later") from error
        finally:
            if child and child.worn:
                child.end()
                child = None
            self._idle.put(child)

    def decode_many(self, files: Iterable[tuple[Path, str]]) -> Iterator[Decoded | InferenceError]:
        """Each file's sound, or the error that ended it, in order.

        One more file than there are children is decoded ahead of whoever takes them, and not more: a decoded hour of
        two channels is 0.5 GB.
        """
        ahead: deque[Future[Decoded | InferenceError]] = deque()
        try:
            for path, name in files:
                ahead.append(self._threads.submit(self._attempt, path, name))
                if len(ahead) > self._processes:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()

    def _attempt(self, path: Path, name: str) -> Decoded | InferenceError:
        try:
            return self.decode(path, name=name)
        except InferenceError as error:
            return error


class _Child:
    """One process, and the line to it."""

    def __init__(self) -> None:
        self._files, self._broken = 0, False
        self._line, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = _start(theirs.fileno())
        except OSError:
            self._line.close()
            raise
        if self._hear(DECODER_START_SECONDS) != READY:
            self.end()
            raise Crashed("the decoder could not be started; `python -m inference.cell` says why")

    @property
    def worn(self) -> bool:
        return self._broken or self._files >= _FILES_EACH

    def is_gone(self) -> bool:
        return self._process.poll() is not None

    def decode(self, path: Path, *, name: str) -> Decoded:
        self._files, self._broken = self._files + 1, True
        file = _anonymous_file()
        try:
            request = json.dumps({"path": str(path.resolve()), "name": name}).encode()
            socket.send_fds(self._line, [request], [file])
            answer = self._hear(DECODER_WALL_SECONDS)
            if not answer:
                raise Crashed(f"{name} {self._ending()}; it may be damaged or made to do harm")
            self._broken = False
            return _received(json.loads(answer), file)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._broken = True
            raise Crashed(f"{name} made the decoder answer nonsense; it may be damaged or made to do harm") from error
        finally:
            os.close(file)

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()

    def _hear(self, seconds: float) -> bytes:
        """The next line; nothing if the child ends first or the time is over."""
        said, deadline = b"", time.monotonic() + seconds
        while not said.endswith(b"\n") and len(said) < LINE_BYTES:
            self._line.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                heard = self._line.recv(LINE_BYTES)
            except (TimeoutError, ConnectionError):
                return b""
            if not heard:
                return b""
            said += heard
        return said

    def _ending(self) -> str:
        """What became of the child, for a sentence that begins with the file's name."""
        try:
            ended = -self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return f"took longer than {DECODER_WALL_SECONDS} s to decode"
        if ended == signal.SIGXCPU:
            return "took more computing to decode than is allowed"
        return f"brought the decoder down ({signal.Signals(ended).name if ended > 0 else f'exit {-ended}'})"


def _start(line: int) -> "subprocess.Popen[bytes]":
    """The process at the other end of a line."""
    return subprocess.Popen(  # noqa: S603  # our own module, by this same interpreter
        [sys.executable, "-m", "inference.cell", str(line)],
        cwd=_ROOT,
        env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"},
        pass_fds=(line,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the worker: it finishes what it has begun
    )


def _anonymous_file() -> int:
    if sys.platform == "linux":
        return os.memfd_create("samples", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _received(answer: dict[str, Any], file: int) -> Decoded:
    """The child's answer, believed in nothing: it has read a stranger's bytes. Raises what a wrong one leads to."""
    if "error" in answer:
        kind = getattr(errors, str(answer["error"]))
        if not issubclass(kind, InferenceError):
            raise TypeError("an error that is none")
        raise kind(str(answer["sentence"]))
    channels, count = int(answer["channels"]), int(answer["samples"])
    if not (1 <= channels <= CHANNELS and 1 <= count <= ROW_BYTES // 4):
        raise ValueError("more samples than there can be")
    if sys.platform == "linux":  # from here on nobody can shorten the file under our hands or write into it
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE)
    length = (channels - 1) * ROW_BYTES + 4 * count
    if os.fstat(file).st_size < length:
        raise ValueError("fewer samples than were said")
    private = mmap.MAP_PRIVATE | (_NO_RESERVE if sys.platform == "linux" else 0)
    mapped = mmap.mmap(file, length, flags=private, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    samples = np.ndarray((channels, count), dtype="<f4", buffer=mapped, strides=(ROW_BYTES, 4))
    info = answer["info"]
    return Audio(samples, RATE), SourceInfo(**{**info, "notes": tuple(map(str, info["notes"]))})


@cache
def _one() -> Decoders:
    decoders = Decoders(processes=1)
    atexit.register(decoders.close)
    return decoders
