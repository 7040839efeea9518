"""torch and numpy take one thread where asked to, and what they had before afterwards, whoever else asks meanwhile."""

import threading
from pathlib import Path

import pytest
import torch
from threadpoolctl import ThreadpoolController

from inference.one_thread import one_thread


def numpys() -> set[int]:
    """Threads of the OpenBLAS in numpy's wheel; scipy brings one of its own, which may be loaded at any time."""
    libraries = [library for library in ThreadpoolController().info() if library["user_api"] == "blas"]
    return {each["num_threads"] for each in libraries if Path(each["filepath"]).parent.name.startswith("numpy")}


@pytest.fixture
def three():
    """torch and numpy at three threads, whatever the machine has."""
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    with ThreadpoolController().limit(limits=3, user_api="blas"):
        yield
    torch.set_num_threads(before)


def test_one_thread_inside_and_as_many_as_before_afterwards(three):
    with one_thread():
        assert torch.get_num_threads() == 1 and numpys() == {1}
        with one_thread():
            assert torch.get_num_threads() == 1
        assert torch.get_num_threads() == 1 and numpys() == {1}
    assert torch.get_num_threads() == 3 and numpys() == {3}


def test_an_error_leaves_them_as_they_were(three):
    with pytest.raises(ZeroDivisionError), one_thread():
        raise ZeroDivisionError
    assert torch.get_num_threads() == 3 and numpys() == {3}


def test_two_that_overlap_do_not_disturb_each_other(three):
    inside, leave = threading.Event(), threading.Event()

    def other():
        with one_thread():
            inside.set()
            leave.wait(30)

    thread = threading.Thread(target=other)
    with one_thread():
        thread.start()
        assert inside.wait(30)
    assert torch.get_num_threads() == 3 and numpys() == {3}
    leave.set()
    thread.join()
    assert torch.get_num_threads() == 3 and numpys() == {3}
