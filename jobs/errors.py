"""What can go wrong while working on a job; every message is a sentence for the person who asked."""

from analysis.errors import AnalysisError
from data.errors import DataError
from inference.errors import InferenceError


class JobError(Exception):
    """Base of all errors of this package. ``str(error)`` is shown to people as it is."""


class Unknown(JobError):
    """A job of a kind, or with options, that this worker does not know."""


class NothingToDo(JobError):
    """There is nothing a job could work on: no recordings in a folder, no points for a map."""


class OtherModel(JobError):
    """Readings of two models were asked for together; they never meet."""


UNEXPECTED = "something unexpected happened ({kind}: {error}); the worker's log has the details: please report it"
SENTENCES = (DataError, InferenceError, AnalysisError, JobError)  # whose text is written for people


def sentence(error: Exception) -> str:
    """What a person is told of an error."""
    if isinstance(error, SENTENCES):
        return str(error)
    return UNEXPECTED.format(kind=type(error).__name__, error=error)
