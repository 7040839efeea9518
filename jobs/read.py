"""The job ``read``: files of an upload become recordings with readings, one transaction each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data import jobs, recordings, uploads, voices
from data.jobs import DUPLICATE, FAILED, Item
from data.metadata import details_of, find_row
from data.records import AGENT, CUSTOMER, Model, Recording
from data.store import Store
from inference.audio import Audio, SourceInfo
from inference.contract import EmotionModel
from jobs.listen import cut, listen, roles_for, roles_to_read


@dataclass(frozen=True, slots=True)
class Wish:
    """What an upload asks for: whose voices, by which model, who is on which channel, what is known of the calls."""

    voices: str = CUSTOMER
    model: str = "auto"
    roles: tuple[str, ...] = (AGENT, CUSTOMER)
    metadata: Mapping[str, Mapping[str, str]] | None = None
    synthetic: bool = False

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Wish":
        """The wish in a job's options."""
        return cls(
            voices=options.get("voices", CUSTOMER),
            model=options.get("model", "auto"),
            roles=tuple(options.get("roles") or (AGENT, CUSTOMER)),
            metadata=options.get("metadata") or {},
            synthetic=bool(options.get("synthetic")),
        )

    def describe(self, item: Item, info: SourceInfo, audio: Audio) -> Recording:
        """The recording that a decoded file is, with what its table row and name tell."""
        details = details_of(item.name, find_row(self.metadata or {}, item.name))
        return Recording(
            id=item.content,
            name=item.name,
            seconds=info.seconds,
            channels=len(audio.samples),
            rate=info.rate,
            codec=info.codec,
            size=item.size,
            roles=roles_for(len(audio.samples), self.roles),
            started_at=details.started_at,
            agent=details.agent,
            queue=details.queue,
            metadata=details.more,
            mime=info.mime if info.plays else "",
            synthetic=self.synthetic,
        )


def read(store: Store, item: Item, *, wish: Wish, model: EmotionModel, decoded: tuple[Audio, SourceInfo]) -> None:
    """Read one decoded file and keep all of it, unless it was cancelled meanwhile."""
    audio, info = decoded
    recording = wish.describe(item, info, audio)
    told = listen(cut(recording, audio, read=roles_to_read(recording.roles, wish.voices)), model)
    with store.atomic() as write:
        if jobs.finish(write, item.id, reason="; ".join(info.notes), seconds=recording.seconds):
            voices.save(write, recording, model=model.card, told=told)


def fail(store: Store, item: Item, error: Exception) -> None:
    """This file cannot be read: its row says why; all others go on."""
    with store.atomic() as write:
        jobs.finish(write, item.id, state=FAILED, reason=str(error))


def known(store: Store, item: Item, *, wish: Wish, model: Model) -> bool:
    """Whether the same bytes were read by this model already, for the same roles; then the row says so and is over."""
    with store.atomic() as write:
        heard = voices.load(write, item.content, model=model.key) if item.content else []
        wanted = set(roles_to_read([voice.role for voice in heard], wish.voices))
        silent = {voice.role for voice in heard if voice.scores is None and "as the settings ask" in voice.reason}
        if not heard or wanted & silent:
            return False
        before = recordings.find(write, item.content)
        uploads.renew(write, before, name=item.name, row=find_row(wish.metadata or {}, item.name))
        reason = f"the same call is in the store already, as {before.name}: it was not read again"
        jobs.finish(write, item.id, state=DUPLICATE, reason=reason)
        return True
