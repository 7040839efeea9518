"""Only pages of our own speak to the server, and only under names it knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.guard import LOCAL, Guard, hostname

MINE = {"host": "localhost:8501"}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


async def answer(request):
    return PlainTextResponse("reached")


async def talk(socket: WebSocket):
    await socket.accept()
    await socket.send_text("reached")
    await socket.close()


@pytest.fixture
def client():
    routes = [Route("/api/thing", answer, methods=METHODS), Route("/", answer), WebSocketRoute("/_stcore/stream", talk)]
    return TestClient(Guard(Starlette(routes=routes), hosts=["Calls.Example.com"]), base_url="http://localhost:8501")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8501", "127.0.0.1:1", "[::1]:8501", "calls.example.com.:80"])
def test_known_names_are_served(client, host):
    assert client.get("/", headers={"host": host}).text == "reached"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil@localhost",
        "localhost/x",
        "localhost:x",
        "localhost:99999",
        "[::1",
        "",
    ],
)
def test_other_names_are_not(client, host):
    refused = client.get("/", headers={"host": host})
    assert refused.status_code == 421
    assert "--allow-host" in refused.json()["error"]


def test_two_host_headers_are_refused(client):
    assert client.get("/", headers=[("host", "localhost"), ("host", "evil.example")]).status_code == 421


@given(st.text(max_size=40))
def test_any_host_that_counts_as_ours_is_written_like_ours(text):
    if hostname(text) in LOCAL:
        assert text.lower().lstrip("[").startswith(LOCAL)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_what_changes_something_needs_the_header(client, method):
    refused = client.request(method, "/api/thing")
    assert (refused.status_code, "X-ToneAtlas" in refused.json()["error"]) == (403, True)
    assert "access-control-allow-origin" not in refused.headers
    assert client.request(method, "/api/thing", headers={"X-ToneAtlas": "1"}).text == "reached"


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://localhost:3000", "null", "http://[", "", "http://localhost:8501.evil.example"],
)
def test_a_foreign_origin_is_refused_even_with_the_header(client, origin):
    assert client.post("/api/thing", headers={"X-ToneAtlas": "1", "Origin": origin}).status_code == 403
    assert client.get("/api/thing", headers={"Origin": origin}).status_code == 403


def test_our_own_origin_is_served(client):
    ours = {"X-ToneAtlas": "1", "Origin": "http://localhost:8501"}
    assert client.post("/api/thing", headers=ours).text == "reached"


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)]
)
def test_a_foreign_page_cannot_embed_audio_or_results(client, site, status):
    assert client.get("/api/thing", headers={"Sec-Fetch-Site": site}).status_code == status


@pytest.mark.parametrize("path", ["/api/%0A", "/api/jobs/1%0A2", "/api/thing%0A"])
def test_an_address_of_two_lines_is_nobody_s_and_is_answered_like_any_other(client, path):
    """No pattern of a route matches a line end, so our own answer for unknown addresses would not be reached."""
    answer = client.get(path)
    assert (answer.status_code, answer.json()) == (404, {"error": "there is nothing at this address"})


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_a_foreign_websocket_is_closed_before_it_is_accepted(client, headers):
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/_stcore/stream", headers=headers):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost:8501"}])
def test_our_own_websocket_is_accepted(client, headers):
    with client.websocket_connect("/_stcore/stream", headers=MINE | headers) as socket:
        assert socket.receive_text() == "reached"


def test_every_answer_carries_the_security_headers(client):
    for found in (client.get("/"), client.get("/", headers={"host": "evil.example"})):
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.headers["referrer-policy"] == "no-referrer"
        assert found.headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'self'" in found.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["a%0ab", "..%2f..%2fetc%2fpasswd", "a%2f..", "a%00b", "..%5cb"])
def test_what_cannot_be_an_address_of_the_api_is_404_as_json(client, path):
    refused = client.get(f"/api/{path}", headers=MINE)
    assert (refused.status_code, refused.json()) == (404, {"error": "there is nothing at this address"})
