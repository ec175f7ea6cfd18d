"""The readers' application over a fake ledger: where sites are, what is denied, and that nothing is ever stale."""

from __future__ import annotations

import gzip
import logging
from datetime import timedelta

import pytest

from tests.web.fakes import HTML, START, Newsroom
from wireroom.errors import LedgerBusyError
from wireroom.pages.model import Page
from wireroom.web.client import Response, get

GZIP = {"accept-encoding": "gzip, deflate, br"}
SECURITY = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "x-frame-options",
)


@pytest.fixture
def room() -> Newsroom:
    return Newsroom()


def ask(room: Newsroom, url: str, headers: dict[str, str] | None = None, method: str = "GET") -> Response:
    return get(room.app, url, headers, method=method)


# Where a site is


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://orbit.example/a", b"href=https://shield.example/x"),
        ("https://ORBIT.example:443/a", b"href=https://shield.example/x"),
        ("https://orbit.example./a", b"href=https://shield.example/x"),
        ("http://orbit.localhost:8080/a", b"href=http://shield.localhost:8080/x"),
        ("http://localhost:8080/@orbit/a", b"href=/@shield/x"),
        ("http://192.0.2.7/@orbit/a", b"href=/@shield/x"),
        ("http://[::1]:8080/@orbit/a", b"href=/@shield/x"),
        ("/@orbit/a", b"href=/@shield/x"),
    ],
)
def test_a_site_is_found_by_host_or_prefix_and_links_stay_in_that_way(room: Newsroom, url: str, link: bytes) -> None:
    for _ in range(2):  # made, then kept
        response = ask(room, url)
        assert response.status == 200
        assert link in response.body
        assert b"first rail" in response.body
        assert b"second rail" in response.body


def test_ways_of_linking_do_not_mix_in_the_cache(room: Newsroom) -> None:
    assert b"http://shield.localhost:1/x" in ask(room, "http://orbit.localhost:1/a").body
    assert b"http://shield.localhost:2/x" in ask(room, "http://orbit.localhost:2/a").body
    assert b"/@shield/x" in ask(room, "/@orbit/a").body


def test_a_prefix_on_a_sites_own_host_is_a_path_like_others(room: Newsroom) -> None:
    assert ask(room, "https://orbit.example/@shield/a").status == 404


def test_a_bare_prefix_leads_to_the_front(room: Newsroom) -> None:
    response = ask(room, "/@orbit")
    assert (response.status, response.header("location")) == (308, "/@orbit/")


@pytest.mark.parametrize("url", ["http://unknown.example/a", "/a", "/@nobody/a", "/@orbitx", "http://x.localhost/a"])
def test_what_is_no_site_has_no_pages(room: Newsroom, url: str) -> None:
    assert ask(room, url).status == 404
    assert room.pages.frames == []


def test_the_welcome_lists_the_sites_and_escapes_their_words(room: Newsroom) -> None:
    for url in ("http://unknown.example/", "http://localhost:8000/", "/"):
        response = ask(room, url)
        assert response.status == 200
        assert "Orbit Daily" in response.text
        assert 'href="/@shield/"' in response.text
        assert "All of &lt;it&gt;" in response.text
        assert "Test &amp; Network" in response.text
    assert 'href="http://orbit.localhost:8000/"' in ask(room, "http://localhost:8000/").text
    assert "evil" not in ask(room, "http://evil.example/").text


def test_the_welcome_may_be_another_page(room: Newsroom) -> None:
    headers = (("content-security-policy", "default-src 'none'; img-src 'self'"),)
    room.welcome = Page("/", 200, HTML, b"the demo", '"x"', None, frozenset(), None, headers)
    response = ask(room, "/")
    assert response.body == b"the demo"
    assert response.header("content-security-policy") == "default-src 'none'; img-src 'self'"
    assert response.header("x-content-type-options") == "nosniff"


def test_two_hosts_are_one_too_many(room: Newsroom) -> None:
    answer = room.app.respond("GET", None, b"/a", b"")
    assert answer is not None and answer.status == 400


# What is denied


@pytest.mark.parametrize(
    "path",
    [
        "//a",
        "/a//",
        "/./a",
        "/x/../a",
        "/%2e%2e/a",
        "/x/%2E%2e/a",
        "/%2e/a",
        "/x%2fa",
        "/x%2Fa",
        "/x%5ca",
        "/%00a",
        "/a%0d%0aset-cookie:x",
        "/a%7f",
        "/%ff",
        "/%c0%af",
        "/%ed%a0%80",
        "/%",
        "/%2",
        "/%zz",
        "/a%e2%80%ae",
        "/media//x.webp",
        "/media/%2e%2e/secret.webp",
        "/media/000000000000/..%2fledger.sqlite",
    ],
)
def test_path_variants_reach_no_page(room: Newsroom, path: str) -> None:
    for prefix in (b"", b"/@orbit"):
        host = b"localhost" if prefix else b"orbit.example"
        answer = room.app.respond("GET", host, prefix + path.encode(), b"")
        assert answer is not None and answer.status == 404, path
    assert room.pages.frames == []


@pytest.mark.parametrize("name", ["ledger.sqlite", "x.svg", "x.webp.html", "X.webp", ".webp", "x.webp/", "-.webp"])
def test_no_other_file_is_a_picture(room: Newsroom, name: str) -> None:
    room.media.there[name] = b"secret"
    assert ask(room, f"https://orbit.example/media/000000000000/{name}").status == 404


def test_a_path_is_decoded_once(room: Newsroom) -> None:
    for path, seen in (("/%61", "/a"), ("/caf%C3%A9", "/café"), ("/%2561", "/%61"), ("/a/", "/a/")):
        room.app.respond("GET", b"orbit.example", path.encode(), b"")
        assert room.pages.frames[-1] == seen


def test_what_is_too_long_is_refused(room: Newsroom) -> None:
    assert ask(room, "https://orbit.example/" + "a" * 3000).status == 414
    assert ask(room, "https://orbit.example/search?q=" + "a" * 3000).status == 414
    assert room.pages.frames == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"])
def test_only_get_and_head(room: Newsroom, method: str) -> None:
    response = ask(room, "https://orbit.example/a", method=method)
    assert (response.status, response.header("allow")) == (405, "GET, HEAD")


def test_head_says_what_get_would_bring(room: Newsroom) -> None:
    for url in ("https://orbit.example/a", "https://orbit.example/nothing", "/nowhere", "/"):
        whole, head = ask(room, url, GZIP), ask(room, url, GZIP, "HEAD")
        assert head.body == b""
        assert (head.status, head.headers) == (whole.status, whole.headers)
        assert head.header("content-length") == str(len(whole.body))


def test_queries_are_narrowed_to_what_pages_know(room: Newsroom) -> None:
    response = ask(room, "https://orbit.example/search?utm=1&q=s%C3%A4tt+igen&q=second&before=x")
    assert response.text == "found for sätt igen before x"
    assert dict(room.pages.requests[-1].query) == {"q": "sätt igen", "before": "x"}
    ask(room, "https://orbit.example/a?utm_source=x")
    ask(room, "https://orbit.example/a?utm_source=y")
    ask(room, "https://orbit.example/a")
    assert room.pages.frames.count("/a") == 1


# Headers


def test_every_response_carries_the_security_headers(room: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    room.ledger.put("story:feed.xml", "<rss/>")
    urls = ["/a", "/nothing", "/boom", "/feed.xml", "/search?q=x", "/media/000000000000/x.webp", "/" + "x" * 3000, "//"]
    with caplog.at_level(logging.CRITICAL):
        responses = [ask(room, "https://orbit.example" + url) for url in urls]
        responses += [ask(room, "/"), ask(room, "/@orbit"), ask(room, "/", method="POST")]
        responses.append(ask(room, "https://orbit.example/a", {"if-none-match": "*"}))
    assert {response.status for response in responses} == {200, 304, 308, 404, 405, 414, 500}
    for response in responses:
        names = [name for name, _ in response.headers]
        assert len(names) == len(set(names))
        for name in SECURITY:
            assert response.header(name), (response.status, name)
        assert response.header("x-content-type-options") == "nosniff"
        assert (response.header("content-security-policy") or "").startswith("default-src 'none'")


def test_a_failure_tells_nothing_and_is_noted(room: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    response = ask(room, "https://orbit.example/boom")
    assert response.status == 500
    assert "secret" not in response.text
    assert "the secret reason" in caplog.text
    assert ask(room, "https://orbit.example/a").status == 200


def test_a_busy_ledger_asks_for_patience(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> int:
        raise LedgerBusyError("another process writes")

    monkeypatch.setattr(room.ledger, "seq", busy)
    response = ask(room, "https://orbit.example/a")
    assert (response.status, response.header("retry-after")) == (503, "1")


def test_a_rail_that_fails_takes_no_page_with_it(room: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    room.pages.broken_rail = True
    response = ask(room, "https://orbit.example/a")
    assert response.status == 200
    assert b"rail" not in response.body
    assert "a rail broke" in caplog.text
    room.pages.broken_rail = False
    room.clock.forward(1)
    assert b"first rail" in ask(room, "https://orbit.example/a").body


# Encodings and validators


def test_gzip_is_the_same_page(room: Newsroom) -> None:
    plain, packed = ask(room, "https://orbit.example/a"), ask(room, "https://orbit.example/a", GZIP)
    assert packed.header("content-encoding") == "gzip"
    assert plain.header("content-encoding") is None
    assert gzip.decompress(packed.body) == plain.body
    assert plain.header("vary") == packed.header("vary") == "Accept-Encoding"
    assert plain.header("etag") != packed.header("etag")


def test_a_known_etag_is_answered_304_until_a_rail_changes(room: Newsroom) -> None:
    url = "https://orbit.example/a"
    for headers in ({}, GZIP):
        etag = ask(room, url, headers).header("etag")
        assert etag
        for match in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            response = ask(room, url, {**headers, "if-none-match": match})
            assert (response.status, response.body) == (304, b"")
            assert response.header("etag") == etag
            assert response.header("content-length") is None
            assert response.header("cache-control") == "no-cache"
        room.ledger.put("rail:1", f"other headlines {len(headers)}")
        response = ask(room, url, {**headers, "if-none-match": etag})
        assert response.status == 200
        assert response.header("etag") != etag


def test_the_etag_of_one_encoding_does_not_validate_the_other(room: Newsroom) -> None:
    etag = ask(room, "https://orbit.example/a").header("etag") or ""
    assert ask(room, "https://orbit.example/a", {**GZIP, "if-none-match": etag}).status == 200


def test_an_etag_depends_on_nothing_but_the_bytes() -> None:
    first, second = Newsroom(), Newsroom()
    second.ledger.put("rail:0", "something else")
    ask(second, "https://orbit.example/a")
    second.ledger.put("rail:0", "first rail")
    etags = {ask(room, "https://orbit.example/a").header("etag") for room in (first, second)}
    assert len(etags) == 1


def test_errors_are_never_304(room: Newsroom) -> None:
    room.ledger.put("story:k", "KILLED")
    for path, status in (("/k", 410), ("/nothing", 404)):
        assert ask(room, f"https://orbit.example{path}", {"if-none-match": "*"}).status == status


def test_pages_with_rails_carry_no_date(room: Newsroom) -> None:
    assert ask(room, "https://orbit.example/a").header("last-modified") is None


# Nothing stale


def test_after_an_entry_the_next_response_shows_it_in_each_encoding_and_way(room: Newsroom) -> None:
    urls = ["https://orbit.example/a", "http://orbit.localhost:80/a", "/@orbit/a", "/@shield/a"]
    for number in range(3):
        for key in ("story:a", "rail:0", "rail:1"):
            room.ledger.put(key, f"text {number} of {key}")
            for url in urls:
                assert f"text {number} of {key}".encode() in ask(room, url).body
                assert f"text {number} of {key}".encode() in gzip.decompress(ask(room, url, GZIP).body)


def test_a_kill_is_seen_at_once(room: Newsroom) -> None:
    etag = ask(room, "https://orbit.example/a").header("etag") or ""
    room.ledger.put("story:a", "KILLED")
    response = ask(room, "https://orbit.example/a", {"if-none-match": etag})
    assert (response.status, b"Alpha" in response.body) == (410, False)


def test_only_what_was_touched_is_made_again(room: Newsroom) -> None:
    room.ledger.put("story:b", "Beta")
    for path in ("/a", "/b"):
        ask(room, "https://orbit.example" + path)
    room.pages.frames.clear()
    room.pages.rails.clear()
    room.ledger.put("rail:0", "news")
    for path in ("/a", "/b", "/a"):
        assert b"news" in ask(room, "https://orbit.example" + path).body
    assert (room.pages.frames, room.pages.rails) == ([], [("orbit", 0)])
    room.ledger.put("story:b", "Beta again")
    for path in ("/a", "/b"):
        ask(room, "https://orbit.example" + path)
    assert (room.pages.frames, room.pages.rails) == (["/b"], [("orbit", 0)])


def test_time_alone_opens_a_page_and_a_rail(room: Newsroom) -> None:
    room.ledger.put("story:e", "embargoed", opens=START + timedelta(seconds=10))
    room.ledger.put("rail:0", "embargoed rail", opens=START + timedelta(seconds=20))
    assert ask(room, "https://orbit.example/e").status == 404
    room.clock.forward(9.999999)
    assert ask(room, "https://orbit.example/e").status == 404
    room.clock.forward(0.000001)
    assert b"embargoed rail" not in ask(room, "https://orbit.example/e").body
    room.clock.forward(10)
    assert b"embargoed rail" in ask(room, "https://orbit.example/e").body


def test_a_page_past_its_time_is_made_again(room: Newsroom) -> None:
    room.pages.until = lambda at: START + timedelta(seconds=5) if at < START + timedelta(seconds=5) else None
    for seconds, made in ((0, 1), (4.9, 1), (0.1, 2), (100, 2)):
        room.clock.forward(seconds)
        ask(room, "https://orbit.example/a")
        assert len(room.pages.frames) == made


def test_a_clock_set_back_opens_nothing_again(room: Newsroom) -> None:
    room.ledger.put("story:e", "now it shows", opens=START + timedelta(seconds=10))
    room.clock.forward(10)
    assert ask(room, "https://orbit.example/e").status == 200
    room.clock.forward(-3600)
    room.ledger.put("story:e", "and still does")
    assert ask(room, "https://orbit.example/e").status == 200


def test_far_behind_everything_is_forgotten_at_once(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(room, "https://orbit.example/a")
    for number in range(600):
        room.ledger.put(f"story:{number}", "x")
    room.ledger.put("story:a", "the newest")
    monkeypatch.setattr(room.ledger, "touches", None)  # reading them all would take longer than making pages
    assert b"the newest" in ask(room, "https://orbit.example/a").body


def test_another_ledger_with_fewer_entries_is_noticed(room: Newsroom) -> None:
    room.ledger.put("story:a", "later undone")
    ask(room, "https://orbit.example/a")
    del room.ledger.log[2:]  # as after a backup was put back
    room.ledger.texts["story:a"] = "as it was"
    assert b"as it was" in ask(room, "https://orbit.example/a").body


def test_another_network_is_served_at_once(room: Newsroom) -> None:
    from dataclasses import replace

    from tests.web.fakes import NETWORK, FakePages, site

    ask(room, "https://orbit.example/a")
    moved = replace(site("orbit", 2), url="https://new.example")
    renamed = replace(NETWORK, sites={**NETWORK.sites, "orbit": moved})
    room.app.adopt(renamed, FakePages())
    assert ask(room, "https://orbit.example/a").status == 404
    assert ask(room, "https://new.example/a").status == 200


# What other caches may keep


def test_html_is_always_asked_for_again(room: Newsroom) -> None:
    assert ask(room, "https://orbit.example/a").header("cache-control") == "no-cache"


def test_feeds_may_be_kept_no_longer_than_allowed(room: Newsroom) -> None:
    room.ledger.put("story:feed.xml", "<rss/>" * 50)
    response = ask(room, "https://orbit.example/feed.xml", GZIP)
    assert response.header("cache-control") == "public, max-age=27, stale-while-revalidate=13"
    assert gzip.decompress(response.body) == b"<rss/>" * 50
