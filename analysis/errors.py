"""What can go wrong between readings and insight; every message is a sentence for the person at the page."""


class AnalysisError(Exception):
    """Base of all errors of this package. ``str(error)`` is shown to people as it is."""


class NotNumbers(AnalysisError):
    """Some of the values are NaN or infinite."""


class WrongShape(AnalysisError):
    """Arrays that belong together do not fit, or one has the wrong number of dimensions."""


class TooFew(AnalysisError):
    """Fewer points, labels or groups than the method needs."""


class NothingHeard(AnalysisError):
    """Nobody was read in the stretch of time that was asked for."""


class Unfit(AnalysisError):
    """An option that the method does not offer, or that makes no sense for these points."""
