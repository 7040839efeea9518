"""The one folder under which everything lives that is made at run time."""

import os
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

HOME_VARIABLE = "TONEATLAS_HOME"
DATABASE_VARIABLE = "TONEATLAS_DATABASE"
COMPILED_VARIABLE = "NUMBA_CACHE_DIR"


@dataclass(frozen=True, slots=True)
class Home:
    """Where the database, audio, models, exports and caches are. All folders are made when first asked for."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """The folder that ``TONEATLAS_HOME`` names, or ``var`` in the current folder."""
        return cls(Path(os.environ.get(HOME_VARIABLE) or "var").expanduser().resolve())

    @property
    def database(self) -> str:
        """SQLAlchemy URL: ``TONEATLAS_DATABASE`` if set (PostgreSQL for several machines), else SQLite in here."""
        file = self._made(".") / "toneatlas.db"
        return os.environ.get(DATABASE_VARIABLE) or sa.URL.create("sqlite", database=str(file)).render_as_string()

    @property
    def audio(self) -> Path:
        """Uploaded files, by the sha256 of their bytes."""
        return self._made("audio")

    @property
    def incoming(self) -> Path:
        """Uploads that are still arriving. On the same disk as ``audio``, so that a rename finishes them."""
        return self._made("incoming")

    @property
    def models(self) -> Path:
        """One folder per model that was pulled or placed by hand."""
        return self._made("models")

    @property
    def cache(self) -> Path:
        """Decoded audio for playback and the like; may be emptied at any time."""
        return self._made("cache")

    def environment(self) -> dict[str, str]:
        """What a process needs to find this home, and to keep what it compiles (UMAP's and the engine's code)."""
        return {HOME_VARIABLE: str(self.root), COMPILED_VARIABLE: str(self._made("cache/numba"))}

    def _made(self, name: str) -> Path:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)  # voices are nobody's business on a shared machine
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder
