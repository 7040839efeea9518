"""What a rule would have caught among the stored calls: counted in the database, with a few calls to hear."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from analysis.alerts import Episode, Rule, Subject, episodes, knows
from analysis.held import Tally, places
from data import held, listing, recordings, voices
from data.errors import Missing
from data.held import Question
from data.records import Model, Recording, Voice

DAY, WEEK, ALL = "day", "week", "all"
PERIODS = (DAY, WEEK, ALL)  # the newest day with calls, the seven days that end with it, everything
STRONGEST, NEAREST = 5, 5  # examples: those that reach highest, and those that just reach the threshold


@dataclass(frozen=True, slots=True)
class Example:
    """One call that a rule would have caught, with the longest stretch of it."""

    recording: Recording
    voice: Voice
    episode: Episode


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """The counts at every threshold, and examples: first the strongest, then those just above the threshold."""

    tally: Tally
    level: int  # the rule's threshold in hundredths
    examples: tuple[Example, ...]

    @property
    def caught(self) -> int:
        """Voices the rule would have caught."""
        return int(self.tally.caught[self.level])


def question_of(rule: Rule, *, model: Model) -> Question:
    """Which stored voices a rule is about, of one model and any time."""
    return Question(model.key, tuple(places(rule, model.labels)), rule.roles, rule.queues)


def within(connection: sa.Connection, question: Question, period: str) -> tuple[Question, date | None]:
    """The question about one of ``PERIODS``, and the newest day with calls; of everything where none has a date."""
    span = listing.span(connection, model=question.model)
    if span is None:
        return question, None
    newest = span[1].date()
    if period == ALL:
        return question, newest
    until = datetime.combine(newest, time()) + timedelta(days=1)
    since = until - timedelta(days=7 if period == WEEK else 1)
    return replace(question, since=since, until=until), newest


def preview(connection: sa.Connection, rule: Rule, question: Question, *, model: Model) -> Preview:
    """Try a rule on the voices a question is about. A model that knows none of its emotions catches nothing."""
    tally = Tally(held.counts(connection, question))
    if not knows(rule, model.labels):
        return Preview(tally, rule.level, ())
    strongest = held.caught(connection, question, level=rule.level, most=STRONGEST)
    nearest = held.caught(connection, question, level=rule.level, most=STRONGEST + NEAREST, nearest=True)
    chosen = list(dict.fromkeys((recording, role) for recording, role, _ in [*strongest, *nearest]))
    shown = (_example(connection, rule, recording, role, model) for recording, role in chosen[: STRONGEST + NEAREST])
    return Preview(tally, rule.level, tuple(one for one in shown if one is not None))


def _example(connection: sa.Connection, rule: Rule, recording: str, role: str, model: Model) -> Example | None:
    try:
        call = recordings.find(connection, recording)
        line = voices.timeline(connection, recording, model=model.key, role=role)
    except Missing:  # erased while this page was made
        return None
    heard = voices.load(connection, recording, model=model.key)
    found = episodes(rule, Subject(role, call.queue, call.seconds, line), labels=model.labels)
    voice = next((one for one in heard if one.role == role), None)
    if voice is None or not found:
        return None
    return Example(call, voice, max(found, key=lambda episode: episode.end - episode.start))
