"""What the API offers, in the form programs read (OpenAPI 3.1): made from the routes and their docstrings."""

import inspect
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from dashboard.api.answers import Fresh
from dashboard.api.offers import JSON, OFFERS, PARAMETERS, Offer
from dashboard.guard import HEADER, SAFE_METHODS
from data.result import MEANING


def show(request: Request) -> Fresh:
    """This description."""
    return Fresh(description([route for route in request.app.routes if isinstance(route, Route)]))


def description(routes: Sequence[Route]) -> dict[str, Any]:
    """The whole API as OpenAPI. ``KeyError`` for a route that nobody described."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        for method in sorted((route.methods or set()) - {"HEAD"}):
            paths.setdefault(f"/api{route.path}", {})[method.lower()] = _operation(route, method)
    told = {"title": "ToneAtlas", "version": "1", "description": MEANING}
    error = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
    return {"openapi": "3.1.0", "info": told, "paths": paths, "components": {"schemas": {"Error": error}}}


def _operation(route: Route, method: str) -> dict[str, Any]:
    offer = OFFERS[method, route.path]
    summary, _, more = inspect.cleandoc(route.endpoint.__doc__ or "").partition("\n\n")
    parameters = [_in_path(name) for name in route.param_convertors]
    parameters += [_in_query(name, required=name in offer.required) for name in offer.query]
    if method not in SAFE_METHODS:
        own = {"name": HEADER, "in": "header", "required": True, "schema": {"const": "1"}}
        parameters.append(own | {"description": "what no foreign page can send"})
    told: dict[str, Any] = {
        "operationId": f"{method.lower()}_{route.path.strip('/').replace('/', '_').replace('{', '').replace('}', '')}",
        "summary": " ".join(summary.split()),
        "parameters": parameters,
        "responses": {str(offer.status): {"description": "done", "content": {offer.answer: {}}}, **_errors(offer)},
    }
    if more:
        told["description"] = " ".join(more.split())
    if offer.body:
        schema = {"schema": {"type": "object", "properties": dict(offer.fields)}} if offer.fields else {}
        told["requestBody"] = {"required": True, "content": {offer.body: schema}}
    return told


def _errors(offer: Offer) -> dict[str, Any]:
    content = {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}}
    return {str(status): {"description": "a sentence says why"} | content for status in (*offer.errors, 403, 421)}


def _in_path(name: str) -> dict[str, Any]:
    kind = "integer" if name in ("job", "rule", "hook") else "string"
    return {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def _in_query(name: str, *, required: bool) -> dict[str, Any]:
    meaning, schema = PARAMETERS[name]
    return {"name": name, "in": "query", "required": required, "description": meaning, "schema": schema}
