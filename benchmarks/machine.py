"""The machine that was measured: what it is, how fast it multiplies, how much memory something takes at its peak."""

import ctypes
import gc
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import torch

from inference.engine.linear import PackedLinear
from inference.engine.precision import BFLOAT16, FLOAT32, INT8

ROWS, INTO, OUT = 512, 1024, 4096  # a transformer block's widest layer, at the engine's usual number of rows


def describe() -> str:
    """Processor, cores, memory and card in a line; no name of a host, no path."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    can = [each for each in ("amx_bf16", "avx512_bf16", "avx512_vnni") if torch.cpu.get_capabilities().get(each)]
    card = f", {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ", no GPU"
    return f"{name}, {os.cpu_count()} cores ({', '.join(can) or 'no fast bfloat16'}), {memory:.0f} GiB{card}"


def busy() -> float:
    """How many other programs wanted a core in the last minute, for each core: timings beside them are lower bounds."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def best(what: Callable[[], object], *, times: int = 7, clock: Callable[[], float] = time.perf_counter) -> float:
    """The shortest of several runs, in seconds: what else goes on can only lengthen one."""
    what()
    seconds = []
    for _ in range(times):
        start = clock()
        what()
        seconds.append(clock() - start)
    return min(seconds)


def product_rate(precision: str, *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Billions of operations a second in the matrix product of that precision, with PyTorch's threads."""
    rows, weight = torch.randn(ROWS, INTO), torch.randn(OUT, INTO)
    if precision == INT8:
        whole, other = (each.mul(20).to(torch.int8) for each in (rows, weight.T.contiguous()))
        seconds = best(lambda: torch._int_mm(whole, other), times=40, clock=clock)
    else:
        dtype = {FLOAT32: torch.float32, BFLOAT16: torch.bfloat16}[precision]
        layer, inputs = PackedLinear(weight.to(dtype), torch.zeros(OUT, dtype=dtype)), rows.to(dtype)
        with torch.inference_mode():
            seconds = best(lambda: layer(inputs), times=40, clock=clock)
    return 2 * ROWS * INTO * OUT / seconds / 1e9


class Peak:
    """The most memory this process takes above what it took at the start, as the kernel keeps count of it (Linux)."""

    def __enter__(self) -> Self:
        _give_back()
        Path("/proc/self/clear_refs").write_text("5")  # the high-water mark starts again from here: proc(5)
        self._start = self._most = resident()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        status = Path("/proc/self/status").read_text().splitlines()
        self._most = 1024 * int(next(line for line in status if line.startswith("VmHWM")).split()[1])

    @property
    def mebibytes(self) -> float:
        """The peak above the start."""
        return (self._most - self._start) / 2**20


def resident() -> int:
    """Bytes of memory this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def available() -> int:
    """Bytes of memory the machine still has to give."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("MemAvailable")).split()[1]) * 1024


def _give_back() -> None:
    """Return what is no longer needed, so that a peak is not hidden by an earlier one or by what goes meanwhile."""
    gc.collect()
    if platform.system() == "Linux":
        ctypes.CDLL(None).malloc_trim(0)
