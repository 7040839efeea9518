"""Folders of this machine that recordings may be read from: those that whoever runs the server allows, and no others.

A page never sends a path. It chooses among what is listed here, and a choice is a place such as ``calls/2026/march``:
the name of an allowed folder and names below it. A place is opened name by name from the allowed folder down without
following a link, whenever it is listed or read, so that nothing swapped meanwhile leads elsewhere.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from data.audio import CHUNK
from data.errors import BadFolder
from data.home import Home

FOLDERS_VARIABLE = "TONEATLAS_FOLDERS"  # absolute paths with os.pathsep between them
DEEPEST = 32  # folders inside each other; every one on the way is held open while it is walked
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # without blocking: a pipe would wait for ever
VANISHED = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)  # a link in place of a file or folder is as good as none


@dataclass(frozen=True, slots=True)
class Folders:
    """The allowed folders by name; ``home`` is never read, even where it lies inside one of them."""

    roots: Mapping[str, Path]
    home: Path

    @classmethod
    def of(cls, home: Home) -> "Folders":
        """Those that ``TONEATLAS_FOLDERS`` names. ``BadFolder`` for a path that cannot be allowed."""
        told = os.environ.get(FOLDERS_VARIABLE, "")
        roots: dict[str, Path] = {}
        for path in [Path(one) for one in told.split(os.pathsep) if one.strip()]:
            root = _checked(path, home.root)
            alike = sum(other.name == root.name for other in roots.values())
            roots[f"{root.name} ({alike + 1})" if alike else root.name] = root
        return cls(roots, home.root)

    def inside(self, place: str) -> list[str]:
        """The places of the folders directly inside a place, by name; the allowed folders for an empty one."""
        if not place:
            return list(self.roots)
        with self._opened(place) as handle:
            if not _is_folder(handle):
                raise BadFolder(f"{place} is no folder")
            with os.scandir(handle) as entries:
                names = [one.name for one in entries if one.is_dir(follow_symlinks=False) and _is_plain(one.name)]
            kept = [name for name in names if not self._is_home(name, handle)]
        return [f"{place}/{name}" for name in sorted(kept)]

    def files(
        self, place: str, *, unread: Callable[[OSError], None] = lambda error: None
    ) -> Iterator[tuple[PurePosixPath, int]]:
        """The place and size of every file of a folder, at any depth, in order of name.

        Without links, what is hidden, what is no file, and names that are no Unicode. ``BadFolder`` when the folder
        cannot be read; ``unread`` is told of every one inside it that cannot.
        """
        with self._opened(place) as handle:
            if not _is_folder(handle):
                raise BadFolder(f"{place} is no folder")
            for below, folders, names, here in os.fwalk(".", onerror=unread, dir_fd=handle):
                at = PurePosixPath(place) / below
                deep = len(at.parts) - len(PurePosixPath(place).parts) >= DEEPEST
                inside = [name for name in folders if _is_plain(name) and not self._is_home(name, here)]
                folders[:] = [] if deep else sorted(inside)
                for name in sorted(filter(_is_plain, names)):
                    about = _about(name, here)
                    if about is not None and stat.S_ISREG(about.st_mode):
                        yield at / name, about.st_size

    def is_folder(self, place: str) -> bool:
        """Whether a place is a folder and not a file. ``BadFolder`` when it is neither, or not to be read."""
        with self._opened(place) as handle:
            return _is_folder(handle)

    def chunks(self, place: str) -> Iterator[bytes]:
        """The bytes of a file, a megabyte at a time. ``BadFolder`` when it is gone or cannot be read."""
        with self._opened(place) as handle:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise BadFolder("this is no file")
            while chunk := _read(handle):
                yield chunk

    @contextmanager
    def _opened(self, place: str) -> Iterator[int]:
        """A file or folder, reached from its allowed folder name by name; links are not followed."""
        first, *names = place.split("/")
        if first not in self.roots:
            raise BadFolder(
                f"{first or 'this'} is no folder that may be read: the server is started with those that may"
            )
        if not all(_is_plain(name) for name in names):
            raise BadFolder("a place below an allowed folder has no hidden name, no .. and no empty one in it")
        handle = -1
        try:
            try:
                handle = os.open(self.roots[first], os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                for name in names:
                    above, handle = handle, os.open(name, _OPEN, dir_fd=handle)
                    os.close(above)
            except OSError as error:
                raise _unreadable(place, error) from error
            yield handle
        finally:
            if handle >= 0:
                os.close(handle)

    def _is_home(self, name: str, handle: int) -> bool:
        about = _about(name, handle)
        return about is not None and self.home.exists() and os.path.samestat(about, self.home.stat())


def allow(home: Home, paths: Sequence[str]) -> None:
    """Allow further folders for this process and those it starts. ``BadFolder`` for what is no folder."""
    for path in paths:
        if not Path(path).is_dir():
            raise BadFolder(f"there is no folder {path}")
    told = [os.environ.get(FOLDERS_VARIABLE, ""), *(str(Path(path).resolve()) for path in paths)]
    os.environ[FOLDERS_VARIABLE] = os.pathsep.join(filter(None, told))
    Folders.of(home)


def _checked(path: Path, home: Path) -> Path:
    if not path.is_absolute():
        raise BadFolder(f"TONEATLAS_FOLDERS must hold absolute paths, not {str(path)!r}")
    root = path.resolve()
    if not root.name or root == home or home in root.parents:
        raise BadFolder(f"{root} cannot be allowed: name a folder of recordings, not a whole disk or the store itself")
    return root


def _is_plain(name: str) -> bool:
    """Whether a name can be part of a place: shown, stored, and leading nowhere but down."""
    encodable = not any("\ud800" <= letter <= "\udfff" for letter in name)
    return bool(name) and not name.startswith(".") and not {"/", "\\", "\x00", "\n"} & set(name) and encodable


def _is_folder(handle: int) -> bool:
    return stat.S_ISDIR(os.fstat(handle).st_mode)


def _about(name: str, handle: int) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=handle, follow_symlinks=False)
    except OSError:  # gone since it was listed
        return None


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, CHUNK)
    except OSError as error:
        raise _unreadable("the file", error) from error


def _unreadable(place: str, error: OSError) -> BadFolder:
    if error.errno in VANISHED:
        return BadFolder(f"{place} is no longer there: it was moved, deleted or replaced by a link")
    return BadFolder(f"{place} cannot be read ({error.strerror}): check that the server's user may, then try again")
