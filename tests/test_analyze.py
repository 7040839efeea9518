"""What cannot be analysed is said before a file is copied or a model is loaded."""

from pathlib import Path

import pytest

from data import jobs
from data.errors import BadTable
from data.home import HOME_VARIABLE, Home
from data.store import Store
from jobs.analyze import Order, analyze_folder
from jobs.errors import NothingToDo
from jobs.intake import take_in
from jobs.worker import Means

SAMPLE = Path(__file__).resolve().parent.parent / "sample_day"


def test_results_that_cannot_be_written_are_said_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "var"))
    (tmp_path / "taken").touch()
    with pytest.raises(NothingToDo, match=r"no results can be written to .*taken: File exists"):
        analyze_folder(Order(SAMPLE, tmp_path / "taken"), means=Means(model="fake"), say=pytest.fail)
    assert not Home(tmp_path / "var").root.exists()


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (None, NothingToDo, "the metadata table .*told.csv cannot be opened: No such file"),
        (b"agent\ndee\n", BadTable, "no column of the metadata table holds file names"),
    ],
)
def test_a_table_that_cannot_be_used_is_said_before_files_are_copied(
    store: Store, tmp_path: Path, content: bytes | None, error: type[Exception], sentence: str
) -> None:
    table = tmp_path / "told.csv"
    if content is not None:
        table.write_bytes(content)
    with pytest.raises(error, match=sentence):
        take_in(store, sorted(SAMPLE.glob("call*"))[:1], options={}, table=table)
    assert list(store.audio.files()) == []
    with store.reading() as read:
        assert jobs.recent(read, kinds=["read"]) == []
