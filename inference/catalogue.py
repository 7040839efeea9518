"""Which models there are, what each is good for, and which of them are on this machine.

Imports nothing heavy, not even inside functions: the pages of the dashboard use it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from inference.errors import ModelMissing

COMPACT, EMOTION2VEC = "compact", "emotion2vec"
AUTO = "auto"
FILES = ("config.yaml", "tokens.txt", "model.pt")  # what a folder in emotion2vec's layout must hold
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")  # no dot and no slash: a name can never leave the folder

_FUNASR_LICENCE = (
    "FunASR model licence (Alibaba): free to use, also commercially, with attribution and the model's name kept; "
    "read MODEL_LICENSE in FunASR's repository"
)
_LANGUAGES = "its authors report results in ten languages; acted speech is read far better than natural speech"


@dataclass(frozen=True, slots=True)
class Entry:
    """One model that ToneAtlas knows by name, or a folder somebody placed beside them."""

    name: str
    title: str
    kind: str  # COMPACT or EMOTION2VEC
    licence: str
    languages: str
    megabytes: int  # weights on disk as float32, rounded; a published file may be larger
    good_for: str
    modelscope: str = ""  # repository there; empty when there is none
    hugging_face: str = ""

    @property
    def how_to_get(self) -> str:
        """One sentence for people who want this model."""
        if self.kind == COMPACT:
            return f"{self.name} comes with ToneAtlas."
        if not self.modelscope:
            return f"{self.name} was placed in the models folder by hand."
        return (
            f"Run `python -m toneatlas models pull {self.name}` (about {self.megabytes} MB), or place a folder named "
            f"{self.name} with {', '.join(FILES)} in the models folder by hand."
        )


def _emotion2vec(name: str, title: str, megabytes: int, good_for: str) -> Entry:
    hubs = {"modelscope": f"iic/{name}", "hugging_face": f"emotion2vec/{name}"}
    return Entry(name, title, EMOTION2VEC, _FUNASR_LICENCE, _LANGUAGES, megabytes, good_for, **hubs)


# Best first: this is the order in which `auto` chooses.
CATALOGUE = (
    _emotion2vec("emotion2vec_plus_large", "emotion2vec+ large", 660, "the best readings; wants a GPU or a fast CPU"),
    _emotion2vec(
        "emotion2vec_plus_base",
        "emotion2vec+ base",
        370,
        "a lighter emotion2vec+: 93 million weights where large has 162",
    ),
    _emotion2vec(
        "emotion2vec_plus_seed", "emotion2vec+ seed", 370, "the first generation of emotion2vec+, of base's size"
    ),
    _emotion2vec("emotion2vec_base_finetuned", "emotion2vec base, fine-tuned", 370, "comparing with older results"),
    Entry(
        "compact",
        "ToneAtlas compact",
        COMPACT,
        "CC BY-NC-SA 4.0, as the corpora it was trained on (RAVDESS, nEMO) ask: not for commercial use",
        "trained on German, English and Polish acted speech",
        2,
        "any laptop, without a download",
    ),
    Entry(
        "compact-cc0",
        "ToneAtlas compact, free data only",
        COMPACT,
        "CC0: free for any use",
        "trained on German acted speech alone (EmoDB)",
        2,
        "commercial use without a download; weaker outside German",
    ),
)


def installed(models_folder: Path) -> list[Entry]:
    """The models on this machine, best first; folders placed by hand come last."""
    known = [entry for entry in CATALOGUE if entry.kind == COMPACT or _is_there(models_folder / entry.name)]
    return known + _placed(models_folder)


def best(models_folder: Path) -> str:
    """The name that `auto` stands for here: the first of the catalogue that is on this machine."""
    return installed(models_folder)[0].name


def find(models_folder: Path, name: str) -> Entry:
    """The entry of that name, on this machine or not; ``ModelMissing`` for a name nobody knows."""
    entry = next((entry for entry in (*CATALOGUE, *_placed(models_folder)) if entry.name == name), None)
    if entry is None:
        known = ", ".join(entry.name for entry in (*CATALOGUE, *_placed(models_folder)))
        raise ModelMissing(f"there is no model called {name!r}; known are {AUTO}, {known}")
    return entry


def folder_of(models_folder: Path, name: str) -> Path:
    """Where a model of that name lies or would lie. ``ModelMissing`` for a text that cannot be a name."""
    if not NAME.fullmatch(name):
        raise ModelMissing(f"{name!r} cannot be the name of a model: letters, digits, - and _ only, up to 64")
    return models_folder / name


def _is_there(folder: Path) -> bool:
    return all((folder / file).is_file() for file in FILES)


def _placed(models_folder: Path) -> list[Entry]:
    if not models_folder.is_dir():
        return []
    known = {entry.name for entry in CATALOGUE}
    return [
        _stranger(folder)
        for folder in sorted(models_folder.iterdir())
        if NAME.fullmatch(folder.name) and folder.name not in known and _is_there(folder)
    ]


def _stranger(folder: Path) -> Entry:
    return Entry(
        folder.name,
        folder.name,
        EMOTION2VEC,
        "not known: ask whoever placed it here",
        "not known",
        round((folder / "model.pt").stat().st_size / 1e6),
        "a model of your own in emotion2vec's layout",
    )
