"""Reads clips on a card: batches of similar length, filled by frames, halved whenever the memory does not hold one."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from data.records import Floats
from inference.contract import HOP, RATE, Heard, frames_in
from inference.engine.head import Head
from inference.errors import DeviceMissing

MOST_FRAMES = 16_384  # about 5.5 minutes of speech: matrix products on an H200-class card are saturated well before
MODEST_FRAMES = 2_048  # where free memory cannot be asked for: about 1.5 GB
BATCHES = 4  # that one call should hold
FRAME_BYTES = 700_000  # room a frame takes in the front end, where 64 rows of 512 channels stand for it
log = logging.getLogger(__name__)

Padded = Callable[[torch.Tensor, torch.Tensor], tuple[torch.Tensor, torch.Tensor]]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Answers that are still on their way from the card."""

    clips: list[int]
    frames: list[int]
    logits: torch.Tensor  # (B, T, L)
    embeddings: torch.Tensor  # (B, D)
    features: torch.Tensor | None  # (B, T, D)
    arrived: torch.cuda.Event | None  # set once all of them are here; None where copies wait by themselves


class Card:
    """Feeds a padded network on one device; while it works on one batch, the next is put together."""

    def __init__(self, network: Padded, head: Head, device: torch.device) -> None:
        self._network, self._head, self._device = network, head, device
        self.budget = _frames_that_fit(device)  # frames of a batch, padding included

    @property
    def device(self) -> str:
        """See ``inference.contract.EmotionModel``."""
        return self._device.type

    @property
    def batch_seconds(self) -> float:
        """Enough for a few batches, so that each holds clips of similar length and one is read while the next is put
        together."""
        return BATCHES * self.budget * HOP / RATE

    def __call__(self, clips: Sequence[Floats], *, features: bool = False) -> list[Heard]:
        """What is heard in each clip, in their order. ``DeviceMissing`` if not even one clip fits."""
        answers: dict[int, Heard] = {}
        with torch.inference_mode():
            waiting: _Batch | None = None
            for batch in self._batches(clips, features):
                if waiting:
                    answers |= self._collect(waiting)
                waiting = batch
            if waiting:
                answers |= self._collect(waiting)
        return [answers[number] for number in range(len(clips))]

    def _batches(self, clips: Sequence[Floats], features: bool) -> Iterator[_Batch]:
        """Longest clips first, so that memory is found wanting at once and clips of a batch differ little."""
        left = sorted(range(len(clips)), key=lambda number: -len(clips[number]))
        while left:
            longest = frames_in(len(clips[left[0]]))
            count = max(1, self.budget // longest)
            try:
                batch = self._start([clips[number] for number in left[:count]], left[:count], features)
            except RuntimeError as error:  # torch.OutOfMemoryError is one; Apple's cards raise it as it is
                if "out of memory" not in str(error):
                    raise
                self._make_room(min(count, len(left)), longest, error)
            else:
                left = left[count:]
                yield batch

    def _make_room(self, clips: int, longest: int, error: RuntimeError) -> None:
        if clips == 1:
            raise DeviceMissing(
                f"the memory of {self._device} does not hold one window of {longest / 50:.1f} s; choose cpu, shorter "
                "windows, or free the card of other programs"
            ) from error
        self.budget = clips // 2 * longest
        log.warning("the memory of %s is full: reading %d frames at once from now on", self._device, self.budget)
        if self._device.type == "cuda":
            torch.cuda.empty_cache()

    def _start(self, clips: list[Floats], numbers: list[int], features: bool) -> _Batch:
        pinned = self._device.type == "cuda"
        samples = torch.zeros(len(clips), max(map(len, clips)), pin_memory=pinned)
        for row, clip in zip(samples.numpy(), clips, strict=True):
            row[: len(clip)] = clip
        lengths = torch.tensor([len(clip) for clip in clips], pin_memory=pinned)
        rows, there = self._network(
            samples.to(self._device, non_blocking=True), lengths.to(self._device, non_blocking=True)
        )
        embeddings = (rows * there[:, :, None]).sum(dim=1) / there.sum(dim=1, keepdim=True)
        answers = [self._head(rows), embeddings, *([rows] if features else [])]
        # Queued now, behind this batch and before the next: asked for later, they would wait for that one too.
        logits, embeddings, *kept = [answer.to("cpu", non_blocking=pinned) for answer in answers]
        arrived = torch.cuda.Event() if pinned else None  # type: ignore[no-untyped-call]
        if arrived:
            arrived.record()
        frames = [frames_in(len(clip)) for clip in clips]
        return _Batch(numbers, frames, logits, embeddings, kept[0] if kept else None, arrived)

    def _collect(self, batch: _Batch) -> dict[int, Heard]:
        if batch.arrived:
            batch.arrived.synchronize()
        answers = {}
        for row, (number, frames) in enumerate(zip(batch.clips, batch.frames, strict=True)):
            answers[number] = answer = self._head.blank(frames, features=batch.features is not None)
            answer.logits[:] = batch.logits[row, :frames]
            answer.embedding[:] = batch.embeddings[row]
            if answer.features is not None and batch.features is not None:
                answer.features[:] = batch.features[row, :frames]
        return answers


def _frames_that_fit(device: torch.device) -> int:
    """Frames of one batch: what the free memory holds with room to spare, or the most that pays."""
    if device.type != "cuda":
        return MODEST_FRAMES
    free, _ = torch.cuda.mem_get_info(device)
    return int(np.clip(0.6 * free / FRAME_BYTES, 1, MOST_FRAMES))
