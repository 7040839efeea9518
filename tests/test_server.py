"""The server as a whole, in a process of its own: pages and API on one port, only for this machine, telling nobody."""

import socket

import httpx
import pytest
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dashboard.server import configuration
from tests.browser.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server") / "home", "--no-worker", "--allow-host", "calls.example") as running:
        yield running


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server.url, timeout=30) as opened:
        yield opened


def first_news(server, *, host="localhost", **headers):
    """What Streamlit tells a page first of all, its own settings among it."""
    plain = socket.create_connection(("127.0.0.1", server.port))
    address = f"ws://{host}:{server.port}/_stcore/stream"
    with connect(address, sock=plain, subprotocols=["streamlit"], max_size=None, additional_headers=headers) as socket_:
        message = BackMsg()
        message.rerun_script.query_string = ""
        socket_.send(message.SerializeToString())
        while True:
            told = ForwardMsg.FromString(socket_.recv(timeout=30))
            if told.WhichOneof("type") == "new_session":
                return told.new_session


@pytest.mark.parametrize("path", ["/", "/upload", "/recordings"])
def test_pages_and_api_share_one_port(client, path):
    page = client.get(path)
    assert (page.status_code, "<title>ToneAtlas</title>" in page.text) == (200, True)
    assert client.get("/api/health").json() == {"status": "ok", "workers": []}


@pytest.mark.parametrize(
    "path", ["/", "/upload", "/_stcore/health", "/_stcore/host-config", "/static/js/x.js", "/api/health"]
)
def test_every_route_is_guarded(client, path):
    assert client.get(path, headers={"Host": "evil.example"}).status_code == 421
    assert client.get(path, headers={"Host": "calls.example"}).status_code in (200, 404)


def test_the_page_is_told_to_call_nobody(server):
    assert first_news(server).config.gather_usage_stats is False


@pytest.mark.parametrize("asked", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"host": "evil.example"}])
def test_a_foreign_page_gets_no_websocket(server, asked):
    with pytest.raises(InvalidStatus) as refused:
        first_news(server, **asked)
    assert refused.value.response.status_code == 403


def test_only_this_machine_can_connect(server):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address the machine has outside
        outside = probe.getsockname()[0]
    if outside.startswith("127."):
        pytest.skip("this machine has no address but its own loop")
    with pytest.raises(ConnectionRefusedError), socket.create_connection((outside, server.port), timeout=5):
        pass


def test_streamlit_s_agent_api_and_metrics_are_off(client):
    assert client.post("/_stcore/agent/interact", headers={"X-ToneAtlas": "1"}, json={}).status_code in (403, 404)


def test_every_option_is_one_that_streamlit_knows():
    told = configuration(host="127.0.0.1", port=8501, hosts=["calls.example"])
    assert set(told) <= set(config._config_options_template)
    assert told["server.allowedHosts"] == ["localhost", "127.0.0.1", "::1", "calls.example"]
    assert told["browser.gatherUsageStats"] is False
    assert told["server.address"] == "127.0.0.1"
