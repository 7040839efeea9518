"""The sample day, sent like any other upload: synthetic voices, for a look around."""

from pathlib import Path

from data import jobs, uploads
from data.store import Store
from inference.limits import MAX_FILE_BYTES

FOLDER = Path(__file__).resolve().parent.parent / "sample_day"
SOUNDS = (".wav", ".mp3", ".m4a", ".flac", ".ogg", ".opus", ".amr")


def send(store: Store) -> int:
    """Put the sample day on the shelf and queue it; the number of its job."""
    shelved = [
        (path.name, *store.audio.put_file(path, MAX_FILE_BYTES))
        for path in sorted(FOLDER.iterdir())
        if path.suffix in SOUNDS
    ]
    with store.atomic() as write:
        job = jobs.add(write, uploads.READ, options={"synthetic": True}, priority=jobs.WAITED_FOR)
        uploads.add_table(write, job, (FOLDER / "metadata.csv").read_bytes())
        for name, content, size in shelved:
            jobs.add_item(write, job, name=name, content=content, size=size)
    return job
