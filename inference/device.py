"""Chooses where a model runs, and proves that it works there before anything depends on it."""

import logging

import torch

from inference.errors import DeviceMissing

CHOICES = ("auto", "cpu", "cuda", "mps")
log = logging.getLogger(__name__)


def choose(device: str = "auto") -> torch.device:
    """The device of that name; ``auto`` takes a working GPU and otherwise says that it takes the CPU.

    FunASR moves to the CPU without a word when a GPU is missing. Here a GPU that was asked for and is not there, or
    fails at its first sum, is ``DeviceMissing``.
    """
    if device not in CHOICES:
        raise DeviceMissing(f"there is no device {device!r}; choose {', '.join(CHOICES)}")
    if device != "auto":
        _prove(device)
        return torch.device(device)
    for candidate in ("cuda", "mps"):
        if not _is_there(candidate):
            continue
        try:
            _prove(candidate)
        except DeviceMissing as error:
            log.warning("%s; reading on the CPU instead", error)
        else:
            return torch.device(candidate)
    log.info("no GPU in use: reading on the CPU")
    return torch.device("cpu")


def _is_there(device: str) -> bool:
    return torch.cuda.is_available() if device == "cuda" else torch.backends.mps.is_available()


def _prove(device: str) -> None:
    if device == "cpu":
        return
    if not _is_there(device):
        raise DeviceMissing(f"PyTorch sees no {device} device on this machine; choose cpu, or install its driver")
    try:
        total = torch.ones(8, device=device).sum().item()
    except RuntimeError as error:
        raise DeviceMissing(f"the {device} device is there but fails: {_first_line(error)}") from error
    if total != 8:
        raise DeviceMissing(f"the {device} device is there but cannot add up to 8")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
