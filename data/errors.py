"""What can go wrong with what is kept; every message is a sentence a person can act on."""


class DataError(Exception):
    """Base of all errors of this package. ``str(error)`` is shown to people as it is."""


class Missing(DataError):
    """What was asked for is not in the store (any more)."""


class TooBig(DataError):
    """More bytes, entries or rows than the limits allow."""


class Closed(DataError):
    """A job that was cancelled takes nothing more."""


class BadTable(DataError):
    """A metadata table that cannot be understood."""


class BadTranscript(DataError):
    """A transcript that cannot be understood."""


class BadArchive(DataError):
    """A zip file that is broken, locked, or made to hurt."""


class BadFolder(DataError):
    """A folder of this machine that may not or cannot be read."""


class NewerStore(DataError):
    """The database was written by a newer ToneAtlas than this one."""


class BrokenStore(DataError):
    """The database cannot be opened: broken, not to be reached, or not ours to read."""


class DiskFull(DataError):
    """There is no room left; nothing that was stored before is touched."""
