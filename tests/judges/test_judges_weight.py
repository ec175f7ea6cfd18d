"""What a story costs its reader: one answer, which fits into the first packets that a new connection may send."""

from __future__ import annotations

import http.client
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.judges.judges_helper import Stand
from wireroom.network.look_keys import THEMES

pytestmark = pytest.mark.browser

MOST = 14_000
"""Bytes of the page, compressed and without pictures."""
TRAIN = 10 * 1460
"""Bytes of the packets that come before the reader's machine has to say anything (RFC 6928: ten of 1,460)."""


@contextmanager
def first_train(port: int) -> Iterator[str]:
    """A server between reader and stand that passes on one train of the first answer, and nothing after that."""
    over, first = threading.Event(), threading.Lock()

    class Between(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked = self.request.recv(65_536)
            if first.acquire(blocking=False):
                with socket.create_connection(("localhost", port)) as server:
                    server.sendall(asked)
                    self.request.sendall(taken(server))
            over.wait()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("localhost", 0), Between) as between:
        threading.Thread(target=between.serve_forever, daemon=True).start()
        yield f"http://localhost:{between.server_address[1]}"
        over.set()
        between.shutdown()


def taken(server: socket.socket) -> bytes:
    """The answer, or as much of it as fits into the train."""
    with server.makefile("rb") as answer:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = answer.readline()
            assert line, "the server ended the connection"
            head += line
        # No more than that comes: the connection stays open for another question.
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        assert length, head
        return head + answer.read(min(int(length[1]), TRAIN - len(head)))


def words(page: Any) -> int:
    return len(page.locator(".body").inner_text().split())


@pytest.mark.parametrize("theme", THEMES)
def test_a_story_of_600_words_with_five_rails_weighs_14_kb(stand: Stand, theme: str) -> None:
    url = urlsplit(stand.pages(theme)["story"])
    connection = http.client.HTTPConnection("localhost", url.port or 80)
    connection.request("GET", url.path, headers={"Accept-Encoding": "gzip, br"})
    answer = connection.getresponse()
    body, head = len(answer.read()), sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    connection.close()
    print(f"{theme}: {body} bytes, and {head} before them")
    assert answer.getheader("content-encoding") in ("gzip", "br")
    assert body <= MOST and head + body <= TRAIN


@pytest.mark.parametrize("theme", THEMES)
def test_one_request_brings_the_whole_text(stand: Stand, chromium: Any, theme: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(stand.pages(theme)["story"], wait_until="networkidle")
    assert [kind for kind in asked if kind not in ("image", "other")] == ["document"]
    assert words(page) >= 600 and page.locator(".rail li").count() >= 5 * 3
    page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_the_first_train_of_packets_shows_the_whole_story(stand: Stand, chromium: Any, theme: str) -> None:
    url = stand.pages(theme)["story"]
    page = chromium.new_page(viewport={"width": 390, "height": 844}, bypass_csp=True)
    with first_train(urlsplit(url).port or 80) as between:
        page.goto(url.replace(stand.url, between), wait_until="commit")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        page.locator(".colophon").wait_for()
        assert words(page) >= 600
    page.close()
