"""Work in steps so small that threads, on a machine that is busy, wait for one another longer than they work.

The other cores are better left to decoding, which `python -m benchmarks.reading` measures along with reading.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from threadpoolctl import ThreadpoolController  # comes with scikit-learn

_libraries = ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch and numpy use one thread meanwhile.

    In torch, and in the OpenBLAS of numpy's wheels, the number belongs to the calling thread; others keep theirs.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with _libraries.limit(limits=1, user_api="blas"):
            yield
    finally:
        torch.set_num_threads(before)
