import logging

import pytest
import torch

from inference import device
from inference.errors import DeviceMissing


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


@pytest.fixture
def failing_gpu(monkeypatch):
    def ones(size, device):
        raise RuntimeError("CUDA error: no kernel image is available\nmore lines")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch, "ones", ones)


def test_the_cpu_is_always_there():
    assert device.choose("cpu") == torch.device("cpu")


def test_auto_without_a_gpu_is_the_cpu_and_says_so(no_gpu, caplog):
    with caplog.at_level(logging.INFO):
        assert device.choose() == torch.device("cpu")
    assert "reading on the CPU" in caplog.text


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_gpu_that_was_asked_for_and_is_not_there_is_an_error(no_gpu, name):
    with pytest.raises(DeviceMissing, match=f"no {name} device"):
        device.choose(name)


def test_a_gpu_that_fails_is_an_error_with_its_reason(failing_gpu):
    with pytest.raises(DeviceMissing, match=r"fails: CUDA error: no kernel image is available$"):
        device.choose("cuda")


def test_auto_leaves_a_failing_gpu_with_a_warning(failing_gpu, caplog):
    assert device.choose("auto") == torch.device("cpu")
    assert "no kernel image" in caplog.text and "CPU instead" in caplog.text


def test_auto_takes_a_gpu_that_works(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(device, "_prove", lambda name: None)
    assert device.choose("auto") == torch.device("cuda")


def test_a_gpu_that_miscalculates_is_an_error(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch, "ones", lambda size, device: torch.zeros(size))
    with pytest.raises(DeviceMissing, match="cannot add up"):
        device.choose("cuda")


def test_an_unknown_device_is_answered_with_the_known_ones():
    with pytest.raises(DeviceMissing, match="auto, cpu, cuda, mps"):
        device.choose("tpu")
