"""What a request asks for, read with care: its body, its parameters, and the options of an upload."""

import json
import math
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import Refused
from data.errors import DataError
from data.names import clean_name, clean_text
from data.records import AGENT, CUSTOMER
from data.settings import ALL
from data.sheet import MOST_BYTES, MOST_COLUMNS
from data.store import Store
from inference import catalogue
from inference.limits import UPLOAD_FILES

OPTIONS = ("voices", "model", "roles", "metadata", "synthetic")
MOST_ROWS = 500  # of a listing in one answer


def store_of(request: Request) -> Store:
    """The store that the API answers from."""
    found: Store = request.app.state.store
    return found


async def body(request: Request, *, limit: int = MOST_BYTES) -> bytes:
    """The whole body, of at most ``limit`` bytes."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > limit:
            raise Refused(413, f"this is larger than {limit >> 20} MB, the limit here")
    return bytes(received)


async def mapping(request: Request) -> dict[str, Any]:
    """The body as a JSON object; an empty body is an empty one."""
    received = await body(request)
    try:
        told = json.loads(received) if received.strip() else {}
    except (ValueError, RecursionError) as error:
        raise Refused(400, f"the body is no JSON: {error}") from error
    if not isinstance(told, dict):
        raise Refused(400, "the body must be a JSON object")
    return told


def takes_json(answer: Callable[[Request, dict[str, Any]], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A route that is given the body as a JSON object and may wait for the store."""

    @wraps(answer)
    async def route(request: Request) -> Response:
        return await run_in_threadpool(answer, request, await mapping(request))

    return route


def number(request: Request, name: str, *, default: int, most: int) -> int:
    """A whole number from 0 to ``most`` out of the query."""
    given = request.query_params.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 16 and int(given) <= most):
        raise Refused(400, f"{name} must be a whole number from 0 to {most}")
    return int(given)


def seconds(request: Request, name: str, *, most: float) -> float:
    """A length in seconds out of the query, 0 to ``most``; 0 when nothing is said."""
    given = request.query_params.get(name, "0")
    try:
        told = float(given)
    except ValueError:
        told = math.nan
    if not 0 <= told <= most:
        raise Refused(400, f"{name} must be a number of seconds from 0 to {most:.0f}")
    return told


def one_of(request: Request, name: str, *choices: str) -> str:
    """One of the choices out of the query; the first one when nothing is said."""
    given = request.query_params.get(name, choices[0])
    if given not in choices:
        raise Refused(400, f"{name} can be {' or '.join(choices)}, not {given!r}")
    return given


def flag(request: Request, name: str) -> bool:
    """A yes or no out of the query; no when nothing is said."""
    return one_of(request, name, "false", "true", "0", "1") in ("true", "1")


def moment(request: Request, name: str) -> datetime | None:
    """A time out of the query, as ISO text without a zone: call times have none."""
    given = request.query_params.get(name)
    if not given:
        return None
    try:
        when = datetime.fromisoformat(given)
    except ValueError as error:
        raise Refused(400, f"{name} must be a time such as 2026-03-02T14:35:30, not {given!r}") from error
    if when.tzinfo is not None:
        raise Refused(400, f"{name} must be a time without a zone, as the calls' own times are")
    return when


def job_of(request: Request) -> int:
    """The number of a job out of the address."""
    return _path_number(request, "job")


def rule_of(request: Request) -> int:
    """The number of an alert rule out of the address."""
    return _path_number(request, "rule")


def hook_of(request: Request) -> int:
    """The number of a receiver of alerts out of the address."""
    return _path_number(request, "hook")


def _path_number(request: Request, name: str) -> int:
    given = str(request.path_params[name])
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise Refused(404, f"there is no such {name}")
    return int(given)


def name_of(request: Request) -> str:
    """What a file is called; a label, never a path."""
    given = request.query_params.get("name")
    if not given:
        raise Refused(400, "say what the file is called: ?name=call.wav")
    return clean_name(given)


def upload_options(asked: Mapping[str, Any], *, settings: Mapping[str, str], models: Path) -> dict[str, Any]:
    """The options of a ``read`` job: what was asked for, checked, and the settings for what was not said.

    ``DataError`` or ``ModelMissing`` with a sentence for what cannot be.
    """
    if unknown := [name for name in asked if name not in OPTIONS]:
        raise DataError(f"there is no option {unknown[0]!r}; known are {', '.join(OPTIONS)}")
    voices = asked.get("voices", settings["voices"])
    if voices not in (CUSTOMER, ALL):
        raise DataError(f"voices can be {CUSTOMER} or {ALL}, not {voices!r}")
    model = asked.get("model", settings["model"])
    if model != catalogue.AUTO and model not in [entry.name for entry in catalogue.installed(models)]:
        raise DataError(f"{catalogue.find(models, str(model)).title} is not on this machine yet")
    roles = asked.get("roles", [AGENT, CUSTOMER])
    if not isinstance(roles, list) or sorted(map(str, roles)) != [AGENT, CUSTOMER]:
        raise DataError(f"roles says who is left and who is right: [{AGENT!r}, {CUSTOMER!r}] or the other way round")
    synthetic = asked.get("synthetic", False)
    if not isinstance(synthetic, bool):
        raise DataError("synthetic can be true or false")
    rows = _rows(asked.get("metadata", {}))
    return {"voices": voices, "model": model, "roles": roles, "metadata": rows, "synthetic": synthetic}


def _rows(table: object) -> dict[str, dict[str, str]]:
    if not isinstance(table, Mapping) or len(table) > UPLOAD_FILES:
        raise DataError(f"metadata must hold, by file name, what is known of up to {UPLOAD_FILES:,} files")
    return {clean_name(file): _row(row) for file, row in table.items()}


def _row(row: object) -> dict[str, str]:
    if not isinstance(row, Mapping) or len(row) > MOST_COLUMNS:
        raise DataError(f"metadata of a file must be up to {MOST_COLUMNS} texts by column name")
    if not all(isinstance(cell, str) for cell in row.values()):
        raise DataError("metadata must be texts, numbers included")
    return {clean_text(name): clean_text(cell) for name, cell in row.items()}
