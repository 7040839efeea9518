"""Alert rules at work: on every voice as it is read, and on what is stored when a rule is made or changed.

Messages go out only for voices read from now on: a new rule must not send a year of calls to a chat.
"""

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa

from analysis.alerts import Rule, Subject, concerns, episodes
from analysis.held import Levels, levels, places
from data import deliveries, held, hits, jobs, models, recordings, rules, voices
from data.errors import Missing
from data.hits import Hit
from data.records import Job, Model, Recording, Timeline
from data.rules import KeptRule
from data.store import Store
from data.voices import Told

BATCH = 10  # voices in one transaction: a quarter of a second, in which others wait to write
MOST_SPANS = 100  # stretches kept of one voice


def levels_of(recording: Recording, told: Sequence[Told], *, model: Model) -> dict[str, Levels]:
    """What the rules are answered from, by role; worked out before the store is locked."""
    return {
        part.voice.role: levels(part.timeline, seconds=recording.seconds, labels=model.labels)
        for part in told
        if part.timeline is not None
    }


def watch(
    connection: sa.Connection, recording: str, *, model: Model, told: Sequence[Told], found: Mapping[str, Levels]
) -> None:
    """Try the active rules on a recording that was just kept, and let their receivers be told of what is new."""
    call = recordings.find(connection, recording)  # its queue may have been told by an earlier upload
    for role, reached in found.items():
        held.save(connection, recording, model=model.key, role=role, levels=reached)
    active = [rule for rule in rules.load(connection) if rule.active]
    caught = [
        hit
        for kept in active
        for part in told
        if part.timeline is not None and _reaches(kept, part.voice.role, call, found[part.voice.role], model)
        if (hit := catch(kept, call, part.voice.role, part.timeline, model=model)) is not None
    ]
    numbers = [rule.id for rule in active]
    deliveries.add(connection, hits.keep(connection, recording, model=model.key, rules=numbers, found=caught))


def catch(kept: KeptRule, call: Recording, role: str, timeline: Timeline, *, model: Model) -> Hit | None:
    """What a rule catches in one voice; None if it is nothing."""
    subject = Subject(role, call.queue, call.seconds, timeline)
    found = episodes(Rule.of(kept.looks_for), subject, labels=model.labels)
    if not found:
        return None
    longest = max(found, key=lambda episode: (episode.end - episode.start, -episode.start))
    return Hit(
        rule=kept.id,
        recording=call.id,
        model=model.key,
        role=role,
        emotion=longest.emotion,
        score=longest.score,
        start=longest.start,
        stop=longest.end,
        spans=tuple((round(episode.start, 2), round(episode.end, 2)) for episode in found[:MOST_SPANS]),
    )


def look_through(store: Store, job: Job, *, give_way: Callable[[], bool]) -> bool:
    """Do the job: work out what is missing, then let one rule, or all active ones, catch what is stored.

    False if it gave way to something more urgent; done again from the start, nothing is lost or doubled.
    """
    if not _fill(store, job, give_way):
        return False
    with store.reading() as read:
        known, kept = models.load(read), rules.load(read)
    wanted = [rule for rule in kept if rule.active and job.options["rule"] in (0, rule.id)]
    return all(_look(store, job, rule, model, give_way) for rule in wanted for model in known.values())


def catch_up(store: Store) -> None:
    """Ask for what an older ToneAtlas left to be worked out; nobody waits for it."""
    with store.atomic() as write:
        if held.missing(write, most=1):
            rules.look_again(write, priority=rules.BEHIND)


def _reaches(kept: KeptRule, role: str, call: Recording, found: Levels, model: Model) -> bool:
    rule, flat = Rule.of(kept.looks_for), found.ravel()
    asked = places(rule, model.labels) if concerns(rule, role=role, queue=call.queue) else []
    return any(flat[place] >= rule.level for place in asked)


def _fill(store: Store, job: Job, give_way: Callable[[], bool]) -> bool:
    with store.reading() as read:
        total, known = held.lacking(read), models.load(read)
    after, done = "", 0
    while not give_way():
        with store.atomic() as write:
            batch = held.missing(write, after=after, most=BATCH)
            for recording, key, role in batch:
                line = voices.timeline(write, recording, model=key, role=role)
                seconds = recordings.find(write, recording).seconds
                reached = levels(line, seconds=seconds, labels=known[key].labels)
                held.save(write, recording, model=key, role=role, levels=reached)
            if not batch:
                return True
            after, done = batch[-1][0], done + len(batch)
            jobs.report(write, job.id, share=min(1.0, done / max(total, 1)))
    return False


def _look(store: Store, job: Job, kept: KeptRule, model: Model, give_way: Callable[[], bool]) -> bool:
    rule = Rule.of(kept.looks_for)
    question = held.Question(model.key, tuple(places(rule, model.labels)), rule.roles, rule.queues)
    with store.atomic() as write:  # both at once: a call that another worker reads meanwhile keeps its hit
        if not _is_current(write, kept):
            return True  # its change has a job of its own, which may be over already
        caught = held.caught(write, question, level=rule.level)
        there = {(recording, role) for recording, role, _ in caught}
        hits.forget_others(write, kept.id, model=model.key, kept=there)
    for start in range(0, len(caught), BATCH):
        if give_way():
            return False
        with store.atomic() as write:
            if not _is_current(write, kept):
                return True
            for recording, role, _ in caught[start : start + BATCH]:
                _keep(write, kept, recording, role, model)
            jobs.report(write, job.id, share=min(1.0, (start + BATCH) / len(caught)))
    return True


def _is_current(connection: sa.Connection, kept: KeptRule) -> bool:
    try:
        return rules.find(connection, kept.id).changed_at == kept.changed_at
    except Missing:
        return False


def _keep(connection: sa.Connection, kept: KeptRule, recording: str, role: str, model: Model) -> None:
    try:
        call = recordings.find(connection, recording)
        line = voices.timeline(connection, recording, model=model.key, role=role)
    except Missing:  # erased meanwhile
        return
    hit = catch(kept, call, role, line, model=model)
    if hit is not None:
        hits.put(connection, hit)
