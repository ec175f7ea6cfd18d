"""APIs that go on from page to page, against real servers: cursors that last, outages, acknowledgements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.transports.faulty import Asked, Server, Time, answer, fetching
from wireroom import formats
from wireroom.errors import TransportError
from wireroom.formats import Hint
from wireroom.network.model import Source
from wireroom.transports import Delivery
from wireroom.transports.access import Access
from wireroom.transports.ap import PATIENCE, ApFeed, restart
from wireroom.transports.fetch import Fetcher
from wireroom.transports.linked import Linked
from wireroom.transports.notebook import Notebook
from wireroom.transports.web import open_web
from wireroom.transports.wireq import WireQ


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with fetching() as made:
        yield made


def source(address: str, follow: str, **keys: Any) -> Source:
    return Source("api", "MPA", address, "mpa", follow=follow, allow_private=True, **keys)


def plain(low: float, high: float) -> float:
    return 1.0


# --- next links


class Archive:
    """A listing of numbered pages, each naming the next; `known` is what the ledger has."""

    def __init__(self, server: Server, folder: Path, fetcher: Fetcher, pages: int) -> None:
        self.server, self.folder, self.fetcher = server, folder, fetcher
        self.known: set[bytes] = set()
        for number in range(1, pages + 1):
            self.page(number, pages)
        self.restart()

    def page(self, number: int, last: int) -> None:
        following = {"links": {"next": f"/list?page={number + 1}"}} if number < last else {}
        path = "/list" if number == 1 else f"/list?page={number}"
        self.server.replies["/list"] = self.answer
        self.pages: dict[str, bytes] = getattr(self, "pages", {})
        self.pages[path] = json.dumps({"items": [f"story {last - number}"], **following}).encode()

    def answer(self, asked: Asked) -> bytes:
        return answer(200, self.pages[asked.target]) if asked.target in self.pages else answer(404)

    def restart(self) -> None:
        wanted = source(f"{self.server.url}/list", "link", every=timedelta(minutes=1))
        access = Access(wanted, self.folder, self.fetcher)
        self.linked = Linked(access, Hint(), Notebook.of(self.folder, "api", wanted.address), uniform=plain)

    def look(self) -> float:
        found = self.linked.deliveries()
        news = any(one.data not in self.known for one in found)
        for one in found:
            self.known.add(one.data)
            self.linked.done(one)
        return self.linked.interval(news)

    def round(self) -> list[str]:
        """Looks until the next look is not at once; what was asked for."""
        before = len(self.server.asked)
        while self.look() == 0.0:
            pass
        return self.server.paths()[before:]


def test_pages_are_followed_to_the_last(server: Server, tmp_path: Path, fetcher: Fetcher) -> None:
    archive = Archive(server, tmp_path, fetcher, 4)
    assert archive.round() == ["/list", "/list?page=2", "/list?page=3", "/list?page=4"]
    assert len(archive.known) == 4


def test_a_round_ends_where_nothing_is_new(server: Server, tmp_path: Path, fetcher: Fetcher) -> None:
    archive = Archive(server, tmp_path, fetcher, 4)
    archive.round()
    assert archive.round() == ["/list"]
    archive.pages["/list"] = archive.pages["/list"].replace(b"story 3", b"story 4")
    assert archive.round() == ["/list", "/list?page=2"]


def test_a_round_goes_on_where_it_was_cut(server: Server, tmp_path: Path, fetcher: Fetcher) -> None:
    archive = Archive(server, tmp_path, fetcher, 5)
    archive.look()
    archive.look()
    archive.restart()
    assert archive.round() == ["/list?page=3", "/list?page=4", "/list?page=5"]
    assert archive.round() == ["/list"], "and then begins at the head again"


def test_pages_in_a_circle_end(server: Server, tmp_path: Path, fetcher: Fetcher) -> None:
    archive = Archive(server, tmp_path, fetcher, 3)
    archive.pages["/list?page=3"] = archive.pages["/list?page=3"][:-1] + b', "next": "/list"}'
    assert len(archive.round()) == 4


def test_a_page_that_is_gone_ends_the_round(server: Server, tmp_path: Path, fetcher: Fetcher) -> None:
    archive = Archive(server, tmp_path, fetcher, 3)
    del archive.pages["/list?page=2"]
    archive.look()
    with pytest.raises(TransportError, match="404"):
        archive.look()
    assert archive.round() == ["/list"]


def test_the_next_page_is_on_the_same_server(server: Server, tmp_path: Path, fetcher: Fetcher) -> None:
    archive = Archive(server, tmp_path, fetcher, 1)
    archive.pages["/list"] = b'{"items": [], "next": "https://elsewhere.example/list"}'
    with pytest.raises(TransportError, match="another server"):
        archive.look()


@pytest.mark.parametrize(
    "page",
    [
        {"next_url": "/list?page=2"}, {"next": "?page=2"}, {"_links": {"next": {"href": "/list?page=2"}}},
        {"@odata.nextLink": "{root}/list?page=2"}, {"paging": {"next": "{root}/list?page=2"}},
    ],
)  # fmt: skip
def test_the_names_that_apis_have_for_it(
    server: Server, tmp_path: Path, fetcher: Fetcher, page: dict[str, Any]
) -> None:
    archive = Archive(server, tmp_path, fetcher, 2)
    archive.pages["/list"] = json.dumps(page).replace("{root}", server.url).encode()
    assert archive.round() == ["/list", "/list?page=2"]


# --- AP


class Ap:
    """A feed of the AP Media API: items behind a sequence number, and tokens that die after 72 hours."""

    def __init__(self, server: Server, folder: Path, fetcher: Fetcher) -> None:
        self.server, self.folder, self.fetcher = server, folder, fetcher
        self.time = Time()
        self.items: list[dict[str, Any]] = []
        self.token_born = self.time.now
        self.since: list[str] = []
        server.replies |= {"/feed": self.feed, "/nitf": self.nitf}
        self.bodies = answer(
            200, b"<nitf><body><body.content><p>The lights came back.</p></body.content></body></nitf>"
        )
        self.restart()

    def add(self, headline: str, **facts: Any) -> None:
        number = len(self.items) + 1
        item = {
            "altids": {"itemid": f"{number:032x}", "etag": f"{number:032x}_0"}, "version": 1, "type": "text",
            "headline": headline, "pubstatus": "usable", "signals": ["newscontent"],
            "renditions": {"nitf": {"format": "NITF", "href": f"{self.server.url}/nitf?item={number}"}},
        }  # fmt: skip
        self.items.append({"meta": {}, "item": item | facts})

    def feed(self, asked: Asked) -> bytes:
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.target).query).items()}
        if "seq" in query:
            if self.time.now - self.token_born > 72 * 3600:
                return answer(404, b'{"error": {"message": "unknown token"}}')
            self.token_born = self.time.now
            first = int(query["seq"])
        else:
            self.since.append(query.get("q", ""))
            self.token_born = self.time.now
            first = 0
        page = self.items[first : first + 2]
        following = f"{self.server.url}/feed?qt=token&seq={first + len(page)}"
        return answer(200, json.dumps({"api_version": "1.1", "data": {"items": page, "next_page": following}}).encode())

    def nitf(self, asked: Asked) -> bytes:
        return self.bodies

    def restart(self) -> None:
        (self.folder / "key").write_text("k3y", encoding="utf-8")
        wanted = source(
            f"{self.server.url}/feed?q=type:text&page_size=2", "ap",
            auth="header:x-api-key", password_file="key", every=timedelta(seconds=30),
        )  # fmt: skip
        access = Access(wanted, self.folder, self.fetcher)
        notebook = Notebook.of(self.folder, "api", wanted.address)
        self.ap = ApFeed(access, Hint(), notebook, wall=self.time, uniform=plain)

    def look(self) -> list[Delivery]:
        found = self.ap.deliveries()
        for one in found:
            self.ap.done(one)
        return found

    def headlines(self) -> list[str]:
        """Everything that comes until the feed has nothing more at once."""
        found = self.look()
        while self.ap.interval(True) == 0.0:
            found += self.look()
        return [formats.read(one.data, one.hint).versions[0].headline for one in found]


@pytest.fixture
def ap(server: Server, tmp_path: Path, fetcher: Fetcher) -> Ap:
    return Ap(server, tmp_path, fetcher)


def test_the_feed_is_followed_and_texts_are_fetched_along(ap: Ap, server: Server) -> None:
    for number in range(5):
        ap.add(f"Story {number}")
    assert ap.headlines() == [f"Story {number}" for number in range(5)]
    assert all(one.headers["x-api-key"] == "k3y" for one in server.asked)
    ap.add("Story 5")
    (delivery,) = ap.look()
    (version,) = formats.read(delivery.data, delivery.hint).versions
    assert version.body == "<p>The lights came back.</p>"
    assert version.hold == ""


def test_the_cursor_lasts_over_a_restart_and_moves_only_with_the_ledger(ap: Ap) -> None:
    for number in range(4):
        ap.add(f"Story {number}")
    ap.look()
    first, _ = ap.ap.deliveries()
    ap.ap.done(first)  # the power goes before the second is in the ledger
    ap.restart()
    assert ap.headlines() == ["Story 2", "Story 3"]
    assert ap.since == ["type:text"]


def test_after_73_hours_the_feed_is_begun_again_from_before_the_last_page(ap: Ap) -> None:
    ap.add("Before")
    ap.headlines()
    at = ap.time.now
    ap.time.now += 73 * 3600
    ap.add("After")
    ap.restart()
    assert ap.headlines() == ["Before", "After"]
    since = ap.since[-1]
    assert since.startswith("(type:text) AND mindate:>")
    assert since == parse_qs(urlsplit(restart("http://x/?q=type:text", at - 3600)).query)["q"][0]


def test_a_token_that_died_early_is_no_obstacle(ap: Ap) -> None:
    ap.add("Before")
    ap.headlines()
    ap.token_born = 0.0
    assert ap.headlines() == ["Before"]
    assert len(ap.since) == 2


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_does_not_move_the_cursor(ap: Ap, server: Server, status: int) -> None:
    ap.add("One")
    ap.headlines()
    server.replies["/feed"] = answer(status, retry_after="7")
    with pytest.raises(TransportError) as told:
        ap.look()
    assert told.value.retry_after == 7
    server.replies["/feed"] = ap.feed
    ap.add("Two")
    assert ap.headlines() == ["Two"]


def test_a_text_that_cannot_be_had_now_is_asked_for_again(ap: Ap) -> None:
    ap.add("One")
    good, ap.bodies = ap.bodies, answer(503)
    with pytest.raises(TransportError):
        ap.look()
    ap.bodies = good
    (delivery,) = ap.look()
    assert "came back" in formats.read(delivery.data, delivery.hint).versions[0].body


def test_a_text_that_never_comes_does_not_stop_the_wire_and_its_story_is_held(ap: Ap) -> None:
    ap.add("One")
    ap.bodies = answer(503)
    for _ in range(PATIENCE - 1):
        with pytest.raises(TransportError):
            ap.look()
    (delivery,) = ap.look()
    assert formats.read(delivery.data, delivery.hint).versions[0].hold


def test_a_text_on_another_server_is_not_fetched(ap: Ap, server: Server) -> None:
    other = Server()
    ap.add("One", renditions={"nitf": {"format": "NITF", "href": f"{other.url}/nitf"}})
    (delivery,) = ap.look()
    other.close()
    assert other.asked == []
    assert formats.read(delivery.data, delivery.hint).versions[0].hold


def test_an_item_that_is_only_a_link_is_fetched_whole(ap: Ap, server: Server) -> None:
    ap.add("Whole")
    whole = {"api_version": "1.1", "data": ap.items.pop()}
    server.replies["/content/1"] = answer(200, json.dumps(whole).encode())
    ap.items.append({"item": {"uri": f"{server.url}/content/1", "altids": {"itemid": "1"}}})
    assert ap.headlines() == ["Whole"]


@pytest.mark.parametrize("body", [b"[]", b"{}", b"nothing", b'{"data": 5}'])
def test_what_is_no_page_is_told(ap: Ap, server: Server, body: bytes) -> None:
    server.replies["/feed"] = answer(200, body)
    with pytest.raises(TransportError, match="no page"):
        ap.look()


# --- dpa's queue


class Queue:
    """A wireQ: entries come again, with a new receipt, until a receipt of theirs was deleted."""

    def __init__(self, server: Server, folder: Path, fetcher: Fetcher) -> None:
        self.server = server
        self.entries: dict[str, dict[str, Any]] = {}
        self.receipts: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.delete = 204
        server.replies["/token/entries.json"] = self.listing
        wanted = source(f"{server.url}/token/entries.json", "wireq", every=timedelta(seconds=30))
        self.queue = WireQ(Access(wanted, folder, fetcher), Hint(), uniform=plain)

    def add(self, *names: str) -> None:
        for name in names:
            self.entries[name] = {
                "urn": f"urn:newsml:mpa.example:20261122:{name}", "entry_id": name, "version": 1,
                "version_created": "2026-11-22T10:00:00Z", "headline": name, "pubstatus": "usable",
            }  # fmt: skip

    def listing(self, asked: Asked) -> bytes:
        page = []
        for name, entry in list(self.entries.items())[:2]:
            receipt = f"r/{len(self.receipts)}+="
            self.receipts[receipt] = name
            self.server.replies[f"/token/entry/r%2F{len(self.receipts) - 1}%2B%3D"] = self.taken(receipt)
            page.append(entry | {"_wireq_receipt": receipt})
        return answer(200, json.dumps({"entries": page}).encode(), **self.headers)

    def taken(self, receipt: str) -> Any:
        def reply(asked: Asked) -> bytes:
            assert asked.method == "DELETE"
            if self.delete == 204:
                self.entries.pop(self.receipts[receipt], None)
            return answer(self.delete)

        return reply

    def look(self) -> list[str]:
        found = self.queue.deliveries()
        for one in found:
            self.queue.done(one)
        return [formats.read(one.data, one.hint).versions[0].headline for one in found]


@pytest.fixture
def queue(server: Server, tmp_path: Path, fetcher: Fetcher) -> Queue:
    return Queue(server, tmp_path, fetcher)


def test_each_entry_is_a_delivery_and_is_acknowledged(queue: Queue) -> None:
    queue.add("a", "b", "c")
    assert queue.look() == ["a", "b"]
    assert queue.queue.interval(True) == 0.0
    assert queue.look() == ["c"]
    assert queue.look() == []
    assert queue.queue.interval(False) == 30


def test_what_the_ledger_did_not_take_comes_again(queue: Queue) -> None:
    queue.add("a", "b")
    _, second = queue.queue.deliveries()
    queue.queue.done(second)
    assert queue.look() == ["a"]


def test_an_acknowledgement_that_fails_is_told_and_the_entry_comes_again(queue: Queue) -> None:
    queue.add("a")
    queue.delete = 500
    with pytest.raises(TransportError, match="500"):
        queue.look()
    queue.delete = 204
    assert queue.look() == ["a"]
    assert queue.look() == []


def test_the_queue_says_how_long_to_stay_away(queue: Queue) -> None:
    queue.headers = {"retry_after": "12"}
    queue.look()
    assert queue.queue.interval(False) == 12


def test_entries_without_names_or_receipts_harm_nobody(queue: Queue, server: Server) -> None:
    body = b'{"entries": [5, {"urn": "u"}, {"urn": "u"}, null]}'
    server.replies["/token/entries.json"] = answer(200, body)
    found = queue.queue.deliveries()
    assert [one.data for one in found] == [b"5", b'{"urn": "u"}', b'{"urn": "u"}', b"null"]
    assert len({one.key for one in found}) == 4
    for one in found:
        queue.queue.done(one)
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"[]", b"", b"<html>"])
def test_what_is_no_queue_is_told(queue: Queue, server: Server, body: bytes) -> None:
    server.replies["/token/entries.json"] = answer(200, body)
    with pytest.raises(TransportError, match="no list of entries"):
        queue.queue.deliveries()


@pytest.mark.parametrize(("follow", "kind"), [("ap", ApFeed), ("wireq", WireQ), ("link", Linked)])
def test_the_network_file_says_how_an_api_goes_on(tmp_path: Path, follow: str, kind: type) -> None:
    assert isinstance(open_web(source("https://api.example/feed", follow), tmp_path, Hint()), kind)
