"""What the API answers when it cannot do what was asked: a status and a sentence, as JSON."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from analysis.errors import AnalysisError
from data.errors import Closed, DataError, DiskFull, Missing, TooBig
from inference.errors import InferenceError

STATUS: dict[type[DataError], int] = {Missing: 404, Closed: 409, TooBig: 413, DiskFull: 507}
SENTENCES = {404: "there is nothing at this address", 405: "this address does not take that method"}


class Refused(Exception):
    """A request that cannot be answered as asked; ``sentence`` says why and what to do."""

    def __init__(self, status: int, sentence: str, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = headers


class Fresh(JSONResponse):
    """JSON that no cache keeps: it tells of people's calls."""

    def __init__(self, content: Any, status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(content, status_code, {"Cache-Control": "no-store", **(headers or {})})


async def _refused(request: Request, error: Refused) -> Response:
    return Fresh({"error": str(error)}, error.status, error.headers)


async def _data(request: Request, error: DataError) -> Response:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)
    return Fresh({"error": str(error)}, status)


async def _inference(request: Request, error: InferenceError) -> Response:
    return Fresh({"error": str(error)}, 400)


async def _analysis(request: Request, error: AnalysisError) -> Response:
    return Fresh({"error": str(error)}, 400)


async def _http(request: Request, error: HTTPException) -> Response:
    return Fresh({"error": SENTENCES.get(error.status_code, error.detail)}, error.status_code)


async def _unexpected(request: Request, error: Exception) -> Response:
    """The details go to the server's log, not to whoever asked."""
    return Fresh({"error": "something went wrong here: the server's log says what"}, 500)


HANDLERS: dict[Any, Any] = {
    Refused: _refused,
    DataError: _data,
    InferenceError: _inference,
    AnalysisError: _analysis,
    HTTPException: _http,
    Exception: _unexpected,
}
