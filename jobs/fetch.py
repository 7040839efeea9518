"""Files of a folder on this machine, read where they are: the folder becomes items, and each is fetched in its turn."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath

from data import jobs, uploads
from data.companions import Sorted, sort_out
from data.errors import BadFolder, Closed, DataError, TooBig
from data.folders import Folders
from data.jobs import Item
from data.names import clean_name
from data.sheet import MOST_BYTES as TABLE_BYTES
from data.store import Store
from data.subtitles import MOST_BYTES as TRANSCRIPT_BYTES
from inference.limits import MAX_FILE_BYTES, UPLOAD_BYTES, UPLOAD_FILES

AT_ONCE = 500  # files listed in one transaction: others get to write in between
MOST_REMARKS = 20  # on tables and transcripts that were left out


def fetch(store: Store, item: Item) -> Item | None:
    """The item with its file on the shelf; None when it was a folder, whose files are items of the job from now on.

    ``DataError`` when it is gone, may not be read, or does not fit.
    """
    folders = Folders.of(store.home)
    if folders.is_folder(item.source):
        _spread(store, item, folders)
        return None
    content, size = store.audio.put(folders.chunks(item.source), MAX_FILE_BYTES)
    with store.atomic() as write:
        jobs.arrived(write, item.id, content=content, size=size)
    return replace(item, content=content, size=size)


def _spread(store: Store, item: Item, folders: Folders) -> None:
    """List a folder: its tables and transcripts are taken in, its recordings wait to be fetched one by one."""
    unread: list[OSError] = []
    most = 2 * UPLOAD_FILES  # a transcript beside each recording
    listed = dict(islice(folders.files(item.source, unread=unread.append), most + 1))
    found = sort_out(listed)
    if max(len(found.recordings), len(listed) / 2) > UPLOAD_FILES or sum(listed.values()) > UPLOAD_BYTES:
        limit = f"{UPLOAD_FILES:,} files and {UPLOAD_BYTES >> 30} GB"
        raise TooBig(f"{item.source} holds more than one upload takes, {limit}: choose a folder inside it")
    if not found.recordings:
        raise BadFolder(f"{item.source} holds no recordings ({len(listed)} other files)")
    remarks = [f"{len(unread)} folders inside it could not be read"] if unread else []
    remarks += _take_beside(store, item, folders, found)
    for start in range(0, len(found.recordings), AT_ONCE):
        some = found.recordings[start : start + AT_ONCE]
        try:
            with store.atomic() as write:
                jobs.add_sources(write, item.job, {str(one): (clean_name(one.name), listed[one]) for one in some})
        except Closed:  # cancelled meanwhile: the rest need not be listed
            return
    said = [f"a folder of {len(found.recordings)} files, each in a row of its own", *remarks[:MOST_REMARKS]]
    with store.atomic() as write:
        jobs.finish(write, item.id, reason="; ".join(said))


def _take_beside(store: Store, item: Item, folders: Folders, found: Sorted[PurePosixPath]) -> Iterator[str]:
    """Take in what stands beside the recordings; remarks on what was used and what was left out."""
    for path in found.tables:
        try:
            content = _whole(folders, path, TABLE_BYTES)
            with store.atomic() as write:
                yield f"its table describes {uploads.add_table(write, item.job, content)} files"
        except DataError as error:
            yield f"{path.name} was left out: {error}"
    for path in found.transcripts:
        try:
            content = _whole(folders, path, TRANSCRIPT_BYTES)
            with store.atomic() as write:
                uploads.add_transcript(write, item.job, content, name=path.name)
        except DataError as error:
            yield f"{path.name} was left out: {error}"


def _whole(folders: Folders, path: PurePosixPath, limit: int) -> bytes:
    """A small file; one byte more than the limit of a large one, which whoever reads it refuses."""
    content = bytearray()
    for chunk in folders.chunks(str(path)):
        content += chunk
        if len(content) > limit:
            break
    return bytes(content[: limit + 1])
