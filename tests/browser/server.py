"""The real server with its worker in a process of its own, as `make run` starts it, over a folder of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # seconds until a server must answer; a cold disk has to give Streamlit first


class Server:
    """``with Server(home) as server:`` serves ``server.url`` until the block ends."""

    def __init__(self, home: Path, *arguments: str, patience: float = PATIENCE) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home.with_name(f"{home.name}.log")
        self._arguments = arguments
        self._patience = patience

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "toneatlas", "serve", "--port", str(self.port), *self._arguments]
        environment = os.environ | {"TONEATLAS_HOME": str(self.home)}
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _wait(self) -> None:
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with status {self._process.returncode}:\n{self.tail()}")
            try:
                with urllib.request.urlopen(f"{self.url}/api/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except urllib.error.HTTPError as error:
                raise RuntimeError(f"the server is not well: {error}\n{self.tail()}") from error
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"no answer within {self._patience:.0f} s:\n{self.tail()}")

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def tail(self) -> str:
        """The last lines the server has written."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
