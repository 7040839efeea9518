"""Fetches a model once from ModelScope or Hugging Face, and gives up within seconds where the network forbids it."""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from inference.catalogue import COMPACT, FILES, Entry, find, folder_of
from inference.checkpoint import load_weights
from inference.errors import ModelBroken, ModelMissing
from inference.folder import OPTIONAL, open_folder

CONNECT_SECONDS = 4.0  # a hub that answers at all answers in under one
PROBE_SECONDS = 8.0  # looking up a name has no time limit of its own, so the probe as a whole has one
WANTED = (*FILES, *OPTIONAL)  # nothing else is fetched: no code, no samples


@dataclass(frozen=True, slots=True)
class Hub:
    """A place that models are fetched from."""

    title: str
    address: str
    repository: str
    card: str  # path that answers when the hub is there and knows the repository
    fetch: Callable[["Hub", Path], None]


def pull(name: str, *, models: Path, hub: str = "auto") -> Path:
    """Fetch a model into ``models`` and return its folder, checked; a model that is there already is left alone.

    ``hub`` is auto (ModelScope, then Hugging Face), modelscope or huggingface. ``ModelMissing`` says what to do where
    no hub can be reached, ``ModelBroken`` what is wrong with what came back. A broken download leaves nothing behind.
    """
    entry, target = find(models, name), folder_of(models, name)
    if entry.kind == COMPACT or not entry.modelscope:
        raise ModelMissing(f"there is nothing to pull: {entry.how_to_get}")
    if target.exists():
        open_folder(target)
        return target
    reachable = _first_reachable(_hubs(entry, hub), entry, target)
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=f".{name}-") as scratch:
        _fetch(reachable, Path(scratch) / "fetched", target)
        kept = _keep_wanted(Path(scratch) / "fetched", Path(scratch) / name)
        load_weights(open_folder(kept))
        kept.rename(target)
    return target


def _hubs(entry: Entry, hub: str) -> list[Hub]:
    modelscope = os.environ.get("MODELSCOPE_DOMAIN", "www.modelscope.cn")
    modelscope = modelscope if "://" in modelscope else f"https://{modelscope}"
    hugging_face = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
    hubs = {
        "modelscope": Hub("ModelScope", modelscope, entry.modelscope, "/api/v1/models/", _fetch_modelscope),
        "huggingface": Hub("Hugging Face", hugging_face, entry.hugging_face, "/api/models/", _fetch_hugging_face),
    }
    if hub != "auto" and hub not in hubs:
        raise ModelMissing(f"there is no hub {hub!r}; choose auto, {' or '.join(hubs)}")
    return [hubs[hub]] if hub != "auto" else list(hubs.values())


def _first_reachable(hubs: list[Hub], entry: Entry, target: Path) -> Hub:
    reasons = []
    for hub in hubs:
        reason = _why_not(hub)
        if not reason:
            return hub
        reasons.append(f"{hub.title} {reason}")
    raise ModelMissing(
        f"{entry.name} cannot be fetched from here: {' and '.join(reasons)}. Fetch {', '.join(WANTED)} of "
        f"{entry.modelscope} on a machine that can, and place them in {target}"
    )


def _why_not(hub: Hub) -> str:
    """Why the hub cannot be used, as the end of a sentence; empty when it can."""
    answers: list[str] = []

    def ask() -> None:
        try:
            status = httpx.get(
                hub.address + hub.card + hub.repository, timeout=CONNECT_SECONDS, follow_redirects=True
            ).status_code
            answers.append("" if status < 400 else f"refuses with status {status}")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            answers.append(f"does not answer ({type(error).__name__})")

    probe = threading.Thread(target=ask, daemon=True)
    probe.start()
    probe.join(PROBE_SECONDS)
    return answers[0] if answers else f"does not answer within {PROBE_SECONDS:.0f} s"


def _fetch(hub: Hub, into: Path, target: Path) -> None:
    try:
        hub.fetch(hub, into)
    except Exception as error:  # the hubs' clients raise dozens of classes of their own
        raise ModelMissing(
            f"fetching {hub.repository} from {hub.title} failed ({type(error).__name__}). Try again, or place "
            f"{', '.join(WANTED)} in {target} by hand"
        ) from error


def _fetch_modelscope(hub: Hub, into: Path) -> None:
    from modelscope import snapshot_download

    snapshot_download(hub.repository, local_dir=str(into), allow_patterns=list(WANTED), endpoint=hub.address)


def _fetch_hugging_face(hub: Hub, into: Path) -> None:
    from huggingface_hub import snapshot_download

    snapshot_download(hub.repository, local_dir=into, allow_patterns=list(WANTED), endpoint=hub.address)


def _keep_wanted(fetched: Path, kept: Path) -> Path:
    """Move the files a model needs into a folder of their own, away from the client's caches."""
    kept.mkdir()
    for name in WANTED:
        if (fetched / name).is_file():
            shutil.move(fetched / name, kept / name)
        elif name in FILES:
            raise ModelBroken(f"what the hub sent has no file {name}")
    return kept
