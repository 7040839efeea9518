"""Reads clips on the processor: packs of clips, one pack to a thread."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import torch

from data.records import Floats
from inference.contract import HOP, RATE, Heard, frames_in
from inference.engine.head import Head
from inference.engine.network import Network
from inference.engine.packing import share_out

PACK = 500  # frames read together: matrix products are at their full rate, and activations stay near the cache


class Processor:
    """Shares clips out over threads of one core each.

    Threads that each have their own clips never wait for one another. One product split over all cores would, and
    loses most where another process holds a core.
    """

    device = "cpu"

    def __init__(self, network: Network, head: Head) -> None:
        self._network, self._head = network, head
        self._threads = torch.get_num_threads()
        self._pool = _pool(self._threads)
        self.batch_seconds = self._threads * PACK * HOP / RATE  # a full pack for every thread

    def __call__(self, clips: Sequence[Floats], *, features: bool = False) -> list[Heard]:
        """What is heard in each clip, in their order."""
        frames = [frames_in(len(clip)) for clip in clips]
        # Made before the work: made in between, they would keep the work's own memory from being used again.
        answers = [self._head.blank(count, features=features) for count in frames]
        shares = share_out(frames, most=PACK, packs=self._threads)
        packs = [([clips[number] for number in share], [answers[number] for number in share]) for share in shares]
        if len(packs) == 1:
            self._read(*packs[0])  # here, with all cores
        else:
            for job in [self._pool.submit(self._read, *pack) for pack in packs]:
                job.result()
        return answers

    def _read(self, clips: Sequence[Floats], answers: Sequence[Heard]) -> None:
        with torch.inference_mode():
            for rows, answer in zip(self._network(clips), answers, strict=True):
                answer.logits[:] = self._head(rows)
                answer.embedding[:] = rows.mean(dim=0)
                if answer.features is not None:
                    answer.features[:] = rows


def _pool(threads: int) -> ThreadPoolExecutor:
    """Threads in each of which PyTorch uses one core. All start now, because PyTorch's setting is also the default of
    threads to come, and the caller's own is put back at the end."""
    pool = ThreadPoolExecutor(threads, "reader", initializer=torch.set_num_threads, initargs=(1,))
    together = threading.Barrier(threads)
    for job in [pool.submit(together.wait) for _ in range(threads)]:
        job.result()
    torch.set_num_threads(threads)
    return pool
