"""Forgetting for good: a recording with its audio, what was heard in it, and every copy and trace of it.

Audio goes first. Should the machine stop half-way, the recording is still listed and is erased by asking again; the
other way round its audio would be left where nobody sees it. Files are removed from the file system, database rows are
overwritten (``secure_delete``) and SQLite's log is emptied. What a disk, a backup or a downloaded export keeps beyond
that is not in our hands.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from data import cache, excerpts, jobs, recordings, saved_maps, schema, settings, transcripts, versions
from data.metadata import is_same
from data.names import clean_name
from data.store import Store, now
from data.uploads import READ

GRACE = timedelta(days=1)  # files younger than this may belong to an upload that is not listed yet

log = logging.getLogger("toneatlas.erasure")


def erase(store: Store, recording: str) -> None:
    """Erase a recording with all that belongs to it. ``Missing`` if it is not in the store."""
    with store.reading() as read:
        recordings.find(read, recording)
    _erase(store, recording)
    _scrub(store)


def erase_outdated(store: Store) -> int:
    """Erase what is older than the setting ``keep_days`` allows; nothing while it is 0, as it is at first."""
    with store.reading() as read:
        days = int(settings.load(read)["keep_days"])
    return erase_older_than(store, now() - timedelta(days=days)) if days else 0


def count_older_than(connection: sa.Connection, before: datetime) -> int:
    """How many recordings ``erase_older_than`` would erase."""
    return connection.scalar(sa.select(sa.func.count()).select_from(schema.recording).where(_older_than(before))) or 0


def erase_older_than(store: Store, before: datetime) -> int:
    """Erase what is older: recordings by the time of the call (of the upload where none is known), and finished jobs.

    ``before`` is UTC; a call's own time is the wall's, so a recording may go some hours early or late. The number of
    recordings that were erased.
    """
    job = schema.job.c
    gone = _erase_where(store, _older_than(before))
    with store.atomic(frees=True) as write:
        over = sa.select(job.id).where(job.state.not_in(jobs.OPEN) & (job.finished_at < before))
        for number in write.scalars(over).all():
            jobs.erase(write, number)
    sweep(store)
    return gone


def erase_synthetic(store: Store) -> int:
    """Erase the sample day: every recording of synthetic voices, and what is still to be read of them; how many.

    Its uploads stay as numbers without files, so that a server that fills an empty store does not bring it back.
    """
    job, item = schema.job.c, schema.item.c
    with store.atomic(frees=True) as write:
        sent = write.scalars(sa.select(job.id).where((job.kind == READ) & job.options["synthetic"].as_boolean())).all()
        for number in sent:
            jobs.cancel(write, number)
    gone = _erase_where(store, schema.recording.c.synthetic)
    with store.atomic(frees=True) as write:
        write.execute(sa.delete(schema.item).where(item.job.in_(sent)))
        for number in sent:
            jobs.set_options(write, number, {"synthetic": True})
    _scrub(store)
    return gone


def sweep(store: Store, *, older_than: timedelta = GRACE) -> int:
    """Remove files that nothing in the store names any more, and uploads that stopped arriving; how many there were.

    Nobody needs a zip once its files are in the store, nor what a crash left behind.
    """
    latest = (now() - older_than - datetime(1970, 1, 1)).total_seconds()
    table, item = schema.recording.c, schema.item.c
    with store.reading() as read:
        kept = set(read.scalars(sa.select(table.id)))
        needed = set(read.scalars(sa.select(item.content).where(item.state != jobs.DONE)))
    found = [path for path in store.audio.files() if path.name not in kept | needed]
    stale = [path for path in [*found, *cache.strangers(store.home, kept)] if _modified(path) < latest]
    for path in stale:
        path.unlink(missing_ok=True)
    with store.atomic(frees=True) as write:
        excerpts.forget_clips(write, now() - older_than)
    _scrub(store)
    return len(stale) + store.audio.sweep(latest)


def forget(connection: sa.Connection, recording: str) -> None:
    """Remove a recording's rows and its traces in jobs: items, rows of metadata tables, wishes for copies of it.

    What a team's own emotions learned from it goes too, and is learned anew from the labels that are left.
    """
    job, item = schema.job.c, schema.item.c
    kinds = (cache.PROCESSED, cache.FEATURES, excerpts.REGION)
    copies = job.kind.in_(kinds) & (job.options["recording"].as_string() == recording)
    for number in connection.scalars(sa.select(job.id).where(copies)).all():
        jobs.erase(connection, number)
    gone = sa.delete(schema.item).where(item.content == recording).returning(item.job, item.name)
    names: dict[int, set[str]] = {}
    for row in connection.execute(gone):
        names.setdefault(row.job, set()).add(clean_name(row.name))
    for number, erased in sorted(names.items()):
        _forget_rows(connection, number, erased)
        transcripts.forget(connection, number, erased)
        jobs.settle(connection, number)
    for options in versions.forget(connection, recording):
        jobs.ask(connection, versions.KIND, options=options, priority=jobs.USUAL, anew=True)
    saved_maps.forget(connection, [recording])
    recordings.erase(connection, recording)


def _older_than(before: datetime) -> sa.ColumnElement[bool]:
    table = schema.recording.c
    return sa.func.coalesce(table.started_at, table.added_at) < before


def _erase_where(store: Store, condition: sa.ColumnElement[bool]) -> int:
    """Erase the recordings for which that holds; how many."""
    table = schema.recording.c
    with store.reading() as read:
        gone = read.scalars(sa.select(table.id).where(condition).order_by(table.id)).all()
    with store.atomic(frees=True) as write:
        saved_maps.forget(write, gone)  # at once: one by one, every map would be written again for every recording
    for recording in gone:
        _erase(store, recording)
    return len(gone)


def _erase(store: Store, recording: str) -> None:
    store.audio.erase(recording)
    cache.forget(store.home, recording)
    with store.atomic(frees=True) as write:
        forget(write, recording)
    cache.forget(store.home, recording)  # a worker may have been writing a copy meanwhile


def _scrub(store: Store) -> None:
    if not store.scrub():
        log.warning("somebody was reading, so erased bytes stay in the database's log until the next erasure or sweep")


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # gone meanwhile
        return 0.0


def _forget_rows(connection: sa.Connection, job: int, names: set[str]) -> None:
    """Remove the rows of a job's metadata table that describe erased files, unless another file has that name too."""
    jobs.lock(connection, job)
    options = dict(jobs.find(connection, job).options)
    if not options.get("metadata"):
        return
    others = connection.scalars(sa.select(schema.item.c.name).where(schema.item.c.job == job))
    erased = names - {clean_name(name) for name in others}
    table = options["metadata"]
    options["metadata"] = {file: table[file] for file in table if not any(is_same(file, name) for name in erased)}
    jobs.set_options(connection, job, options)
