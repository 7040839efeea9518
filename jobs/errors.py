"""What can go wrong while working on a job; every message is a sentence for the person who asked."""


class JobError(Exception):
    """Base of all errors of this package. ``str(error)`` is shown to people as it is."""


class Unknown(JobError):
    """A job of a kind, or with options, that this worker does not know."""


class NothingToDo(JobError):
    """There is nothing a job could work on: no recordings in a folder, no points for a map."""
