"""/docs: the page, from files of our own; no other host is asked for anything."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from tests.api.making import Api
from voicebot.api.docs import FILES, POLICY

ELSEWHERE = re.compile(r"""(?:src|href|url)\s*[=:(]\s*["']?(?:https?:)?//""")


def test_the_page_needs_no_key_and_names_no_other_host(sqlite_api: Api) -> None:
    page = sqlite_api.client.get("/docs")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    start = sqlite_api.client.get("/docs/start.js").text
    assert not ELSEWHERE.search(page.text + start)
    assert "validatorUrl: null" in start
    for name in re.findall(r'(?:src|href)="docs/([^"]+)"', page.text):
        assert sqlite_api.client.get(f"/docs/{name}").status_code == 200, name


def test_a_browser_is_told_to_ask_nobody_else(sqlite_api: Api) -> None:
    for address in ("/docs", "/docs/start.js", *(f"/docs/{name}" for name in FILES)):
        answer = sqlite_api.client.get(address)
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "http" not in POLICY
    assert "*" not in POLICY


@pytest.mark.parametrize("name", ["plugins.py", "..%2f..%2fplugins.py", "../docs.py", "swagger-ui.css.map", "%00"])
def test_no_other_file_of_the_package_is_given_out(sqlite_api: Api, name: str) -> None:
    assert sqlite_api.client.get(f"/docs/{name}").status_code == 404


@pytest.fixture
def served(sqlite_api: Api) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, sqlite_api.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
def test_a_browser_draws_every_operation(served: str, sqlite_api: Api) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium here")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    done = subprocess.run(
        [*command, "--virtual-time-budget=15000", "--dump-dom", f"{served}/docs"],
        capture_output=True, text=True, timeout=100, check=True,
    )  # fmt: skip
    drawn = re.sub(r"[\u200b]|<wbr>", "", done.stdout)
    for path in sqlite_api.client.get("/openapi.json").get_json()["paths"]:
        assert f'data-path="{path}"' in drawn, path
