"""After the seal a process reaches no network and starts no program, and still reads and writes what it has."""

import platform
import subprocess
import sys

import pytest

TRY = """
import os, socket, subprocess, sys
from inference.seal import seal
kept = socket.socketpair()
print(seal())
for attempt in (
    lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    lambda: socket.socket(socket.AF_UNIX),
    lambda: os.execv(sys.executable, [sys.executable, "-c", "print('a program')"]),
    lambda: subprocess.run([sys.executable, "-c", "print('a program')"]),
    lambda: socket.create_connection(("127.0.0.1", 9)),
):
    try:
        attempt()
        print("did it")
    except PermissionError:
        print("refused")
kept[0].sendall(b"x")
print(kept[1].recv(1), open(os.devnull).read() == "")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's own")
@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="system calls have other numbers here")
def test_a_sealed_process_reaches_nobody():
    said = subprocess.run([sys.executable, "-c", TRY], capture_output=True, text=True, check=True).stdout.split("\n")
    if said[0] == "False":
        pytest.skip("this kernel or container refuses seccomp filters; memory and time limits still hold")
    assert said == ["True", *["refused"] * 6, "b'x' True", ""]


def test_where_it_cannot_be_done_it_says_so(monkeypatch):
    from inference import seal

    monkeypatch.setattr(seal.platform, "machine", lambda: "vax")
    assert seal.seal() is False
