"""The job ``read``: files of an upload become recordings with readings, one transaction each."""

import logging
from collections.abc import Sequence

from data import jobs, recordings, transcripts, uploads, voices
from data.jobs import DUPLICATE, FAILED, Item
from data.records import Model
from data.store import Store
from data.voices import Told
from inference.contract import EmotionModel
from jobs import own, watch
from jobs.company import in_company
from jobs.errors import SENTENCES, sentence
from jobs.listen import Cut, listen_all, roles_to_read
from jobs.prepare import Prepared
from jobs.wish import Wish

log = logging.getLogger("toneatlas.worker")


def read(store: Store, batch: Sequence[Prepared], *, model: EmotionModel) -> None:
    """Let the model read a batch in one go and keep each file's part; the row of a file that cannot be read says why.

    No two files of the batch may have the same bytes.
    """
    ready: list[tuple[Prepared, Cut]] = []
    for one in batch:
        if isinstance(one.call, Exception):
            fail(store, one.due.item, one.call)
        elif not known(store, one.due.item, wish=one.due.wish, model=model.card):  # the same call may come twice
            ready.append((one, one.call))
    answers = in_company([call for _, call in ready], lambda calls: listen_all(calls, model))
    for (one, call), told in zip(ready, answers, strict=True):
        try:
            if isinstance(told, Exception):
                raise told
            keep(store, one, call, model=model.card, told=told)
        except Exception as error:  # noqa: BLE001 - one file must never stop the others; `fail` logs it
            fail(store, one.due.item, error)


def keep(store: Store, one: Prepared, call: Cut, *, model: Model, told: Sequence[Told]) -> None:
    """Keep all that a model heard in a file, unless the file was cancelled meanwhile."""
    levels = watch.levels_of(call.recording, told, model=model)
    with store.atomic() as write:
        if jobs.finish(write, one.due.item.id, reason=one.notes, seconds=call.recording.seconds):
            voices.save(write, call.recording, model=model, told=told)
            transcripts.bind(write, one.due.item.job, name=one.due.item.name, recording=call.recording.id)
            own.hear(write, told, model=model.key)
            watch.watch(write, call.recording.id, model=model, told=told, found=levels)


def fail(store: Store, item: Item, error: Exception) -> None:
    """This file cannot be read: its row says why; all others go on."""
    if not isinstance(error, SENTENCES):
        log.error("%s failed", item.name, exc_info=error)
    with store.atomic() as write:
        jobs.finish(write, item.id, state=FAILED, reason=sentence(error))


def known(store: Store, item: Item, *, wish: Wish, model: Model) -> bool:
    """Whether the same bytes were read by this model already, for the same roles; then the row says so and is over."""
    with store.atomic() as write:
        heard = voices.load(write, item.content, model=model.key) if item.content else []
        wanted = set(roles_to_read([voice.role for voice in heard], wish.voices))
        silent = {voice.role for voice in heard if voice.scores is None and "as the settings ask" in voice.reason}
        if not heard or wanted & silent:
            return False
        before = recordings.find(write, item.content)
        uploads.renew(write, before, name=item.name, row=wish.table.of(item.name))
        transcripts.bind(write, item.job, name=item.name, recording=before.id)
        reason = f"the same call is in the store already, as {before.name}: it was not read again"
        jobs.finish(write, item.id, state=DUPLICATE, reason=reason)
        return True
