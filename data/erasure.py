"""Forgetting a recording for good: what was heard in it, its audio, and every copy that pages asked for."""

from data import cache, recordings, voices
from data.store import Store


def erase(store: Store, recording: str) -> None:
    """Erase a recording with all that belongs to it. ``Missing`` if it is not in the store."""
    with store.atomic() as write:
        recordings.find(write, recording)
        copies = [
            cache.features_path(store.home, recording, model=model, role=voice.role)
            for model in voices.models_of(write, recording)
            for voice in voices.load(write, recording, model=model)
        ]
        recordings.erase(write, recording)
    for copy in copies:
        copy.unlink(missing_ok=True)
    cache.forget(store.home, recording)
    store.audio.erase(recording)
