"""Checks a model folder before anything in it is used: whoever placed it may not mean well.

A folder in emotion2vec's layout holds ``config.yaml``, ``tokens.txt``, ``model.pt`` and mostly ``configuration.json``.
Given such a folder, FunASR would follow switches that run the folder's own Python, would take paths that lead out of
it, and would evaluate text as code. Here the files are read as plain data, bounded, and only what is understood is
used.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from inference.catalogue import FILES
from inference.errors import ModelBroken
from inference.layout import Layout, read_layout

TEXT_BYTES = 256 * 1024  # plus_large's config.yaml has 5.5 kB
WEIGHT_BYTES = 8 * 1024**3  # plus_large has 0.7 GB
LABELS = 256
RUNS_CODE = ("trust_remote_code", "remote_code")
OPTIONAL = ("configuration.json",)
MASKED = "unuse"  # FunASR's mark for a label that must never win


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder whose files are what they claim to be; the weights themselves are checked when they are loaded."""

    path: Path
    layout: Layout
    tokens: tuple[str, ...]  # all rows of the head, masked ones too
    sha256: str  # of model.pt

    @property
    def kept(self) -> tuple[int, ...]:
        """Rows of the head whose label is not masked: FunASR sets the others to -inf, here they are left out."""
        return tuple(row for row, token in enumerate(self.tokens) if not token.startswith(MASKED))

    @property
    def labels(self) -> tuple[str, ...]:
        """L names, in the order of every logits array."""
        return tuple(self.tokens[row] for row in self.kept)

    @property
    def weights(self) -> Path:
        """The file of weights."""
        return self.path / "model.pt"


def open_folder(path: Path) -> ModelFolder:
    """Check the folder and read all but its weights. ``ModelBroken`` says in a sentence what is wrong with it."""
    files = {name: _inside(path, name) for name in (*FILES, *OPTIONAL) if name in FILES or (path / name).exists()}
    config = _plain_yaml(_text(files["config.yaml"]))
    _refuse_code(config, "config.yaml")
    if "configuration.json" in files:
        _refuse_code(_plain_json(_text(files["configuration.json"])), "configuration.json")
    if config.get("model") != "Emotion2vec":
        raise ModelBroken(f"config.yaml describes the model {config.get('model')!r}, not Emotion2vec")
    conf = config.get("model_conf")
    if not isinstance(conf, Mapping):
        raise ModelBroken("config.yaml has no section model_conf")
    if files["model.pt"].stat().st_size > WEIGHT_BYTES:
        raise ModelBroken(f"model.pt is larger than {WEIGHT_BYTES // 1024**3} GB")
    return ModelFolder(path, read_layout(conf), _tokens(_text(files["tokens.txt"])), _sha256(files["model.pt"]))


def _inside(folder: Path, name: str) -> Path:
    file = folder / name
    if not file.is_file():
        raise ModelBroken(f"{folder.name} has no file {name}; a model folder holds {', '.join(FILES)}")
    if not file.resolve().is_relative_to(folder.resolve()):
        raise ModelBroken(f"{folder.name}/{name} is a link that leads out of the model's folder")
    return file


def _text(file: Path) -> str:
    if file.stat().st_size > TEXT_BYTES:
        raise ModelBroken(f"{file.name} is larger than {TEXT_BYTES // 1024} kB")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ModelBroken(f"{file.name} is not text") from error


def _plain_yaml(text: str) -> dict[str, Any]:
    try:
        # An alias can make a few lines stand for gigabytes once they are walked; no published file has one.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise ModelBroken("config.yaml uses aliases, which no model needs")
        config = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ModelBroken("config.yaml is not plain YAML") from error
    return _mapping(config, "config.yaml")


def _plain_json(text: str) -> dict[str, Any]:
    try:
        return _mapping(json.loads(text), "configuration.json")
    except (ValueError, RecursionError) as error:
        raise ModelBroken("configuration.json is not JSON") from error


def _mapping(found: object, name: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise ModelBroken(f"{name} is not a table of names and values")
    return found


def _refuse_code(found: object, name: str) -> None:
    """Whether the switch is on or off, and however deep it hides: a folder that carries one is not used."""
    if isinstance(found, Mapping):
        switch = next((key for key in found if key in RUNS_CODE), None)
        if switch:
            raise ModelBroken(f"{name} asks with {switch} to run the folder's own code; ToneAtlas never does")
        for value in found.values():
            _refuse_code(value, name)
    elif isinstance(found, list):
        for value in found:
            _refuse_code(value, name)


def _tokens(text: str) -> tuple[str, ...]:
    tokens = tuple(line.rstrip() for line in text.splitlines())
    if not tokens or len(tokens) > LABELS or len(set(tokens)) < len(tokens) or not all(tokens):
        raise ModelBroken(f"tokens.txt must hold 1 to {LABELS} different labels, one a line")
    if not all(token.isprintable() and len(token) <= 64 for token in tokens):
        raise ModelBroken("tokens.txt holds labels that are no plain words")
    if all(token.startswith(MASKED) for token in tokens):
        raise ModelBroken("tokens.txt masks every label")
    return tokens


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
