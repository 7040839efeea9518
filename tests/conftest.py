"""What tests of every part may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from data.home import HOME_VARIABLE
from data.store import Store
from inference.models import FAKE_VARIABLE
from tests.stores import opened


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real recordings beside the project."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real recordings, ../shared, is not beside this project")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store of the test's own."""
    with opened(tmp_path / "var") as store:
        yield store


@pytest.fixture
def write(store: Store) -> Iterator[sa.Connection]:
    """A transaction in it."""
    with store.atomic() as write:
        yield write


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """A client of the API over the store that is allowed everything."""
    from tests.serving import client_of

    with client_of(store) as client:
        yield client


@pytest.fixture
def pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store as pages of the dashboard find it, with nothing in their caches."""
    import streamlit as st

    monkeypatch.setenv(HOME_VARIABLE, str(store.home.root))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield store
    st.cache_resource.clear()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers may load the model named fake."""
    monkeypatch.setenv(FAKE_VARIABLE, "1")
