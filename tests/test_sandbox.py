"""Whatever a file does to the process that decodes it, outside it is samples or one sentence."""

import errno
import json
import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

from inference import cell, sandbox
from inference.decode import decode
from inference.errors import Crashed, InferenceError, NoSound, NotAudio, TooLong
from inference.sandbox import Decoders, decode_safely
from tests.sounds import encode, hiss, save, tone


@pytest.fixture(scope="module")
def decoders():
    with Decoders(processes=2) as running:
        yield running


@pytest.fixture
def answering(monkeypatch):
    """Makes the child a program that answers every request in its own way; it is given the socket as ``line``."""

    def use(code):
        program = f"import socket, sys, os, signal, json\nline = socket.socket(fileno=int(sys.argv[1]))\n{code}"
        real = subprocess.Popen

        def start(arguments, **options):
            return real([sys.executable, "-c", program, arguments[-1]], **options)

        monkeypatch.setattr(sandbox.subprocess, "Popen", start)

    return use


@pytest.mark.parametrize("ending", ["flac", "ogg", "m4a"])
def test_the_samples_are_those_of_a_plain_decode(decoders, tmp_path, ending):
    rate = {"flac": 16_000, "ogg": 48_000, "m4a": 44_100}[ending]
    path = encode(tmp_path, ending, tone(500, 5, rate=rate), hiss(5, rate=rate))
    audio, info = decoders.decode(path, name="call")
    expected, expected_info = decode(path, name="call")
    np.testing.assert_array_equal(audio.samples, expected.samples)
    assert info == expected_info
    assert audio.rate == 16_000
    audio.samples[0, 0] = 1  # it is the caller's own


def test_errors_come_through_as_they_are(decoders, tmp_path):
    (tmp_path / "a.wav").write_text("hello")
    with pytest.raises(NotAudio, match=r"^notes\.wav looks like text"):
        decoders.decode(tmp_path / "a.wav", name="notes.wav")
    with pytest.raises(NoSound):
        decoders.decode(save(tmp_path / "b.wav", np.zeros(0, np.float32)), name="b.wav")


def test_many_files_come_back_in_order_good_and_bad(decoders, tmp_path):
    files = []
    for number in range(12):
        path = tmp_path / f"{number}.wav"
        if number % 5 == 4:
            path.write_bytes(b"")
        else:
            save(path, tone(500, 0.1 * (number + 1)))
        files.append((path, f"call {number}"))
    decoded = list(decoders.decode_many(files))
    assert len(decoded) == 12
    for number, result in enumerate(decoded):
        if number % 5 == 4:
            assert isinstance(result, NotAudio)
            assert str(result) == f"call {number} is empty (0 bytes); export it again"
        else:
            assert result[0].seconds == pytest.approx(0.1 * (number + 1))


def test_no_more_is_decoded_ahead_than_there_are_processes(decoders, tmp_path):
    path, asked = save(tmp_path / "a.wav", tone(500, 0.1)), []

    def files():
        for number in range(10):
            asked.append(number)
            yield path, str(number)

    results = decoders.decode_many(files())
    next(results)
    assert len(asked) == 3
    results.close()
    assert decoders.decode(path, name="after")[0].seconds == pytest.approx(0.1)


def test_several_threads_may_ask_at_once(decoders, tmp_path):
    paths = [save(tmp_path / f"{number}.wav", tone(500, 0.1 * (number + 1))) for number in range(8)]
    found = {}
    threads = [
        threading.Thread(target=lambda p=path, n=number: found.update({n: decoders.decode(p, name="x")[0].seconds}))
        for number, path in enumerate(paths)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: pytest.approx(0.1 * (number + 1)) for number in range(8)}


def test_a_child_that_died_idle_is_replaced_and_costs_no_file(tmp_path):
    path = save(tmp_path / "a.wav", tone(500, 1))
    with Decoders(processes=1) as decoders:
        decoders.decode(path, name="a")
        child = decoders._idle.get()
        os.kill(child._process.pid, signal.SIGKILL)
        child._process.wait()
        decoders._idle.put(child)
        assert decoders.decode(path, name="a")[0].seconds == 1


def test_a_child_that_is_killed_at_work_costs_that_file_alone(answering, tmp_path, monkeypatch):
    answering(READY + "os.kill(os.getpid(), signal.SIGKILL)")
    path = save(tmp_path / "a.wav", tone(500, 1))
    with Decoders(processes=1) as decoders:
        with pytest.raises(Crashed, match=r"^bad\.wav brought the decoder down \(SIGKILL\)"):
            decoders.decode(path, name="bad.wav")
        monkeypatch.undo()
        assert decoders.decode(path, name="good.wav")[0].seconds == 1


@pytest.mark.parametrize("asked", ["sandbox.subprocess.Popen", "sandbox._anonymous_file"])
def test_a_machine_without_room_for_a_child_costs_a_sentence_and_it_may_be_asked_again(monkeypatch, tmp_path, asked):
    def none_left(*_given, **_named):
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    path = save(tmp_path / "a.wav", tone(500, 1))
    with Decoders(processes=1) as running:
        with monkeypatch.context() as full:
            full.setattr(f"inference.{asked}", none_left)
            [answer] = running.decode_many([(path, "a.wav")])
        assert isinstance(answer, Crashed)
        assert str(answer) == "a.wav could not be given to a decoder (Cannot allocate memory): try again later"
        assert running.decode(path, name="a.wav")[1].seconds == 1


def test_a_worn_child_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "_FILES_EACH", 2)
    path = save(tmp_path / "a.wav", tone(500, 1))
    with Decoders(processes=1) as decoders:
        seen = []
        for _ in range(4):
            decoders.decode(path, name="a")
            child = decoders._idle.get()
            seen.append(child and child._process.pid)
            decoders._idle.put(child)
    assert [bool(pid) for pid in seen] == [True, False, True, False]
    assert seen[0] != seen[2]


READY = "line.sendall(b'ready\\n')\nrequest, files, _, _ = socket.recv_fds(line, 65536, 1)\n"
INFO = (
    "info = dict(rate=8000, channels=1, codec='x', container='WAV', mime='audio/wav', plays=True, seconds=1.0,"
    " notes=[])\n"
)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", r"brought the decoder down \(SIGSEGV\)"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "took more computing"),
        ("os._exit(3)", r"brought the decoder down \(exit 3\)"),
        ("line.sendall(b'hello\\n')", "nonsense"),
        ("line.sendall(b'[]\\n')", "nonsense"),
        ("line.sendall(b'x' * 70000)", "nonsense"),
        ("line.sendall(json.dumps(dict(error='exit', sentence='x')).encode() + b'\\n')", "nonsense"),
        ("line.sendall(json.dumps(dict(error='Sequence', sentence='x')).encode() + b'\\n')", "nonsense"),
        (INFO + "line.sendall(json.dumps(dict(channels=1, samples=9, info=info)).encode() + b'\\n')", "nonsense"),
        (INFO + "line.sendall(json.dumps(dict(channels=99, samples=9, info=info)).encode() + b'\\n')", "nonsense"),
        (INFO + "line.sendall(json.dumps(dict(channels=1, samples=1e99, info=info)).encode() + b'\\n')", "nonsense"),
        (
            "os.pwrite(files[0], bytes(40), 0)\n"
            "line.sendall(json.dumps(dict(channels=1, samples=9, info=dict(rate=1, extra=2))).encode() + b'\\n')",
            "nonsense",
        ),
        (
            INFO + "import mmap\nos.ftruncate(files[0], 4096)\nheld = mmap.mmap(files[0], 4096)\n"
            "line.sendall(json.dumps(dict(channels=1, samples=9, info=info)).encode() + b'\\n')\nline.recv(1)",
            "nonsense",  # it keeps the memory open for writing, to change it later
        ),
    ],
)
def test_a_child_that_lies_or_dies_is_one_sentence(answering, tmp_path, code, sentence):
    answering(READY + code)
    path = save(tmp_path / "a.wav", tone(500, 1))
    with Decoders(processes=1) as decoders:
        [result] = decoders.decode_many([(path, "call.wav")])
    assert isinstance(result, Crashed)
    assert str(result).startswith("call.wav ")
    assert str(result).endswith("it may be damaged or made to do harm")
    with pytest.raises(Crashed, match=sentence):
        raise result


def test_an_honest_answer_by_hand_is_taken(answering, tmp_path):
    """The same program as above, but what it says is true: so it is the lie that is refused."""
    answer = "line.sendall(json.dumps(dict(channels=1, samples=9, info=info)).encode() + b'\\n')"
    answering(READY + INFO + "os.pwrite(files[0], bytes(36), 0)\n" + answer + "\nline.recv(1)")
    with Decoders(processes=1) as decoders:
        audio, info = decoders.decode(save(tmp_path / "a.wav", tone(500, 1)), name="a")
    assert audio.samples.tolist() == [[0.0] * 9]
    assert info.notes == ()


def test_the_child_imports_neither_torch_nor_the_store():
    heavy = "{'torch', 'funasr', 'sqlalchemy', 'onnxruntime', 'scipy', 'pandas', 'streamlit'}"
    code = f"import sys, inference.cell; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"


def test_anything_unexpected_inside_is_a_crash_outside(monkeypatch, tmp_path):
    """An error that no one thought of ends the child, and the file's row says so."""
    file = os.memfd_create("samples")
    monkeypatch.setattr(cell, "Decoding", lambda *_, **__: (_ for _ in ()).throw(KeyError("odd")))
    with pytest.raises(KeyError):
        cell._answer({"path": "x", "name": "y"}, file)
    os.close(file)


def test_errors_in_the_child_are_named(monkeypatch):
    class Failing:
        def __init__(self, *_, **__):
            pass

        def blocks(self):
            raise self.error

    monkeypatch.setattr(cell, "Decoding", Failing)
    Failing.error = TooLong("call.wav is longer than 4 h")
    assert json.loads(json.dumps(cell._answer({"path": "x", "name": "y"}, 0))) == {
        "error": "TooLong",
        "sentence": "call.wav is longer than 4 h",
    }
    Failing.error = MemoryError()
    assert cell._answer({"path": "x", "name": "y"}, 0) == {
        "error": "TooLarge",
        "sentence": "y needs more memory to decode than the 1 GB that are allowed",
    }


def test_one_file_can_be_decoded_without_a_pool(tmp_path):
    audio, _ = decode_safely(save(tmp_path / "a.wav", tone(500, 1)), name="a")
    assert audio.seconds == 1
    with pytest.raises(InferenceError):
        decode_safely(tmp_path / "gone.wav", name="gone")
