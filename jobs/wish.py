"""What somebody asks for with a file, and which call it is by that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.jobs import Item
from data.metadata import Rows, details_of
from data.records import AGENT, CUSTOMER, Recording
from inference.audio import Audio, SourceInfo
from jobs.listen import Call, roles_for, roles_to_read


@dataclass(frozen=True, slots=True)
class Wish:
    """What an upload asks for: whose voices, by which model, who is on which channel, what is known of the calls."""

    voices: str = CUSTOMER
    model: str = "auto"
    roles: tuple[str, ...] = (AGENT, CUSTOMER)
    table: Rows = field(default_factory=lambda: Rows({}))  # what is known of the calls
    synthetic: bool = False

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Wish":
        """The wish in a job's options."""
        return cls(
            voices=options.get("voices", CUSTOMER),
            model=options.get("model", "auto"),
            roles=tuple(options.get("roles") or (AGENT, CUSTOMER)),
            table=Rows(options.get("metadata") or {}),
            synthetic=bool(options.get("synthetic")),
        )

    def describe(self, item: Item, info: SourceInfo, audio: Audio) -> Call:
        """The call that a decoded file is, with what its table row and name tell, and who in it may be heard."""
        details = details_of(item.name, self.table.of(item.name))
        recording = Recording(
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
        return Call(recording, audio, roles_to_read(recording.roles, self.voices))
