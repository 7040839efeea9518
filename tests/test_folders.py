"""Folders of this machine: only what is allowed is seen, and nothing leads out of it, however it is dressed up."""

import errno
import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadFolder
from data.folders import FOLDERS_VARIABLE, Folders
from data.home import Home


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An allowed folder with all that must not be read from it, beside a secret."""
    calls = tmp_path / "calls"
    (calls / "march" / "first").mkdir(parents=True)
    (calls / ".hidden").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.wav").write_bytes(b"secret")
    for name in ("b.wav", "a.wav", "march/c.mp3", "march/first/d.ogg", ".hidden/e.wav", "march/.f.wav"):
        (calls / name).write_bytes(name.encode())
    (calls / "out").symlink_to(tmp_path / "secret")
    (calls / "key.wav").symlink_to(tmp_path / "secret" / "key.wav")
    (calls / "round").symlink_to(calls)
    os.mkfifo(calls / "pipe.wav")
    return calls


@pytest.fixture
def folders(root: Path, tmp_path: Path) -> Folders:
    return Folders({"calls": root}, tmp_path / "var")


def test_files_are_listed_at_any_depth_without_links_pipes_and_what_is_hidden(folders: Folders) -> None:
    listed = [(str(place), size) for place, size in folders.files("calls")]
    assert listed == [
        ("calls/a.wav", 5),
        ("calls/b.wav", 5),
        ("calls/march/c.mp3", 11),
        ("calls/march/first/d.ogg", 17),
    ]
    assert [str(place) for place, _ in folders.files("calls/march/first")] == ["calls/march/first/d.ogg"]


def test_folders_are_listed_one_below_the_other(folders: Folders) -> None:
    assert folders.inside("") == ["calls"]
    assert folders.inside("calls") == ["calls/march"]
    assert folders.inside("calls/march") == ["calls/march/first"]


def test_a_file_is_read_whole(folders: Folders) -> None:
    assert b"".join(folders.chunks("calls/march/c.mp3")) == b"march/c.mp3"
    assert folders.is_folder("calls/march") and not folders.is_folder("calls/a.wav")


@pytest.mark.parametrize(
    "place",
    [
        "", "secret", "/etc", "calls/..", "calls/../secret", "calls/march/../../secret/key.wav", "calls//march",
        "calls/.hidden", "calls/.hidden/e.wav", "calls/./a.wav", "calls/a.wav\x00", "calls/out", "calls/out/key.wav",
        "calls/key.wav", "calls/round/a.wav", "calls/gone.wav", "calls/a.wav/b", "calls/pipe.wav", "calls\\a.wav",
    ],
)  # fmt: skip
def test_no_place_leads_out_or_to_what_is_not_listed(folders: Folders, place: str) -> None:
    with pytest.raises(BadFolder):
        list(folders.chunks(place))
    with pytest.raises(BadFolder):
        list(folders.files(place))


@given(st.lists(st.sampled_from(["..", ".", "", "out", "round", "march", "key.wav", "secret", "calls"]), max_size=5))
def test_no_path_of_names_reaches_the_secret(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    top = tmp_path_factory.getbasetemp() / "once"
    if not top.exists():
        (top / "calls" / "march").mkdir(parents=True)
        (top / "secret").mkdir()
        (top / "secret" / "key.wav").write_bytes(b"secret")
        (top / "calls" / "out").symlink_to(top / "secret")
        (top / "calls" / "round").symlink_to(top / "calls")
    found = Folders({"calls": top / "calls"}, top / "var")
    with pytest.raises(BadFolder):
        list(found.chunks("/".join(["calls", *names, "key.wav"])))


def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(folders: Folders, root: Path) -> None:
    [place] = [str(place) for place, _ in folders.files("calls") if place.name == "a.wav"]
    (root / "a.wav").unlink()
    (root / "a.wav").symlink_to(root.parent / "secret" / "key.wav")
    with pytest.raises(BadFolder, match=r"calls/a\.wav is no longer there: .* replaced by a link"):
        list(folders.chunks(place))


def test_a_folder_that_vanished_is_said_in_a_sentence(folders: Folders, root: Path) -> None:
    with pytest.raises(BadFolder, match="calls/april is no longer there: it was moved, deleted"):
        folders.inside("calls/april")
    with pytest.raises(BadFolder, match=r"calls/a\.wav is no folder"):
        folders.inside("calls/a.wav")


def test_what_may_not_be_read_is_said(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refuse(name: str, *about: int, **where: int) -> int:  # as the system does it, for root may read everything
        if name == "march":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        return opened(name, *about, **where)

    monkeypatch.setattr(os, "open", refuse)
    unread: list[OSError] = []
    assert [place.name for place, _ in folders.files("calls", unread=unread.append)] == ["a.wav", "b.wav"]
    assert len(unread) == 1
    with pytest.raises(BadFolder, match=r"cannot be read \(Permission denied\)"):
        folders.inside("calls/march")


def test_names_that_are_no_unicode_are_left_out(folders: Folders, root: Path) -> None:
    (Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.wav"))).write_bytes(b"x")
    assert PurePosixPath("calls/a.wav") in dict(folders.files("calls"))
    assert all(str(place).isascii() for place, _ in folders.files("calls"))


def test_the_store_itself_is_never_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(root / "var")
    home.audio.joinpath("stored").write_bytes(b"x")
    monkeypatch.setenv(FOLDERS_VARIABLE, str(root))
    found = Folders.of(home)
    assert "calls/var" not in found.inside("calls")
    assert not [place for place, _ in found.files("calls") if "var" in place.parts]
    for inside in (home.root, home.audio):
        monkeypatch.setenv(FOLDERS_VARIABLE, str(inside))
        with pytest.raises(BadFolder, match="not a whole disk or the store itself"):
            Folders.of(home)


def test_what_is_allowed_is_said_at_the_start(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "var")
    monkeypatch.delenv(FOLDERS_VARIABLE, raising=False)
    assert Folders.of(home).roots == {}
    other = tmp_path / "other" / "calls"
    other.mkdir(parents=True)
    monkeypatch.setenv(FOLDERS_VARIABLE, os.pathsep.join([str(root), str(other)]))
    assert Folders.of(home).roots == {"calls": root, "calls (2)": other}
    for refused, said in (("calls", "absolute paths"), ("/", "not a whole disk")):
        monkeypatch.setenv(FOLDERS_VARIABLE, refused)
        with pytest.raises(BadFolder, match=said):
            Folders.of(home)
