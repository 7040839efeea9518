"""Reads clips on the processor: packs of clips, one pack to a thread."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import torch

from data.records import Floats
from inference.contract import Heard, frames_in
from inference.engine.head import Head, heard
from inference.engine.network import Network
from inference.engine.packing import share_out

PACK = 500  # frames read together: matrix products are at their full rate, and activations stay near the cache


class Processor:
    """Shares clips out over threads of one core each.

    Threads that each have their own clips never wait for one another. One product split over all cores would, and
    loses most where another process holds a core.
    """

    def __init__(self, network: Network, head: Head) -> None:
        self._network, self._head = network, head
        self._threads = torch.get_num_threads()
        self._pool = _pool(self._threads)

    def __call__(self, clips: Sequence[Floats], *, features: bool = False) -> list[Heard]:
        """What is heard in each clip, in their order."""
        shares = share_out([frames_in(len(clip)) for clip in clips], most=PACK, packs=self._threads)
        if len(shares) == 1:
            packs = [self._read([clips[number] for number in shares[0]], features)]  # here, with all cores
        else:
            jobs = [self._pool.submit(self._read, [clips[number] for number in share], features) for share in shares]
            packs = [job.result() for job in jobs]
        answers = {
            number: answer
            for share, pack in zip(shares, packs, strict=True)
            for number, answer in zip(share, pack, strict=True)
        }
        return [answers[number] for number in range(len(clips))]

    def _read(self, clips: Sequence[Floats], keep: bool) -> list[Heard]:
        with torch.inference_mode():
            return [
                heard(self._head(rows), rows.mean(dim=0), rows.clone() if keep else None)
                for rows in self._network(clips)
            ]


def _pool(threads: int) -> ThreadPoolExecutor:
    """Threads in each of which PyTorch uses one core. All start now, because PyTorch's setting is also the default of
    threads to come, and the caller's own is put back at the end."""
    pool = ThreadPoolExecutor(threads, "reader", initializer=torch.set_num_threads, initargs=(1,))
    together = threading.Barrier(threads)
    for job in [pool.submit(together.wait) for _ in range(threads)]:
        job.result()
    torch.set_num_threads(threads)
    return pool
