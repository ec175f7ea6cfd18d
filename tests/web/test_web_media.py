"""Pictures are served only while their story may show them on the very site that was asked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.rig import NETWORK
from tests.web.fakes import Media
from wireroom.ledger.memory import MemoryLedger
from wireroom.network import load
from wireroom.news import Association, Body, Kill, Status, Version, story_id
from wireroom.pages import Pages
from wireroom.web.client import Response, get
from wireroom.web.site.app import SiteApp

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URI = "urn:newsml:mpa.example:2026:1"
ID = story_id(URI)
STORED = "a" * 64 + ".png"
SHOWN = f"{'a' * 24}-10.webp"
WHOLE = b"RIFF shown"


class Room:
    def __init__(self, folder: Path, text: str = NETWORK) -> None:
        (folder / "network.toml").write_text(text, encoding="utf-8")
        self.network = load(folder / "network.toml")
        self.ledger = MemoryLedger(self.network)
        self.now = NOW
        self.media = Media()
        self.media.there = {SHOWN: WHOLE, f"{'b' * 24}-10.webp": b"RIFF other", STORED: b"PNG"}
        self.media.there[f"{'a' * 24}.png"] = b"PNG"
        self.app = SiteApp(self.ledger, self.network, Pages(self.network), media=self.media, clock=lambda: self.now)

    def take(self, number: int = 1, *, source: str = "mpa", slugline: str = "launch", **more: object) -> None:
        version = Version(
            URI,
            number,
            provider=source.upper(),
            headline="Rocket waits",
            slugline=slugline,
            body=Body("<p>It waits.</p>"),
            first_created=NOW,
            version_created=NOW,
            associations=(Association("picture", "x.jpg", media=STORED, width=10, height=10),),
            **more,  # type: ignore[arg-type]
        )
        self.ledger.append(version, at=self.now, source=source, digest=str(number))

    def ask(self, name: str = SHOWN, site: str = "orbit", id: str = ID) -> Response:
        return get(self.app, f"https://{site}.example/media/{id}/{name}")


def lifetime(cache_control: str) -> int:
    """For how long a cache may show it, asking again meanwhile or not (RFC 9111 §5.2, RFC 5861 §3)."""
    return sum(int(seconds) for seconds in re.findall(r"(?:max-age|stale-while-revalidate)=(\d+)", cache_control))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_shown_picture_is_served_in_its_sandbox(room: Room) -> None:
    room.take()
    for response in (room.ask(), room.ask()):
        assert (response.status, response.body) == (200, WHOLE)
        assert response.header("content-type") == "image/webp"
        assert response.header("content-security-policy") == "default-src 'none'; sandbox"
        assert response.header("x-content-type-options") == "nosniff"
        assert response.header("content-encoding") is None
        assert response.header("cache-control") == "public, max-age=40, stale-while-revalidate=20"
    etag = room.ask().header("etag") or ""
    again = get(room.app, f"https://orbit.example/media/{ID}/{SHOWN}", {"if-none-match": etag})
    assert again.status == 304


def test_a_stored_picture_that_the_story_does_not_show_is_not_served(room: Room) -> None:
    room.take()
    assert room.ask(f"{'b' * 24}-10.webp").status == 404
    assert room.ask(f"{'c' * 24}-10.webp").status == 404


@pytest.mark.parametrize("name", [STORED, f"{'a' * 24}.png", f"{'a' * 64}-10.webp", f"{'a' * 24}-11.webp"])
def test_neither_what_came_nor_a_size_that_no_page_names_is_served(room: Room, name: str) -> None:
    room.take()
    assert room.ask(name).status == 404
    assert not room.media.begun


def test_a_picture_that_nobody_wanted_before_is_made_and_served(room: Room) -> None:
    room.take()
    avif = SHOWN.replace("webp", "avif")
    room.media.later = {avif: b"AVIF shown"}
    for _ in range(2):
        response = room.ask(avif)
        assert (response.status, response.body) == (200, b"AVIF shown")
        assert response.header("content-type") == "image/avif"
    assert room.media.begun == [avif]


def test_one_that_is_not_made_in_time_is_to_be_asked_for_again(room: Room) -> None:
    room.take()
    room.media.busy = True
    response = room.ask(SHOWN.replace("webp", "avif"))
    assert response.status == 503
    assert response.header("retry-after") == "2"
    assert response.header("cache-control") == "no-store"


def test_one_that_cannot_be_made_is_not_there(room: Room) -> None:
    room.take()
    assert room.ask(SHOWN.replace("webp", "avif")).status == 404


def test_a_kill_while_it_is_made_is_not_overtaken(room: Room) -> None:
    room.take()
    avif = SHOWN.replace("webp", "avif")
    room.media.later = {avif: b"AVIF shown"}
    room.media.meanwhile = lambda: room.take(2, status=Status.CANCELED)
    assert room.ask(avif).status == 404
    assert room.media.begun == [avif]


def test_the_short_way_never_waits_for_an_encoder(room: Room) -> None:
    room.take()
    target = f"/media/{ID}/{SHOWN.replace('webp', 'avif')}".encode()
    assert room.app.respond("GET", b"orbit.example", target, b"") is None
    assert not room.media.begun


def test_no_story_no_picture(room: Room) -> None:
    assert room.ask().status == 404
    room.take()
    assert room.ask(id="0" * 12).status == 404


def test_nor_on_a_site_where_the_story_is_not(room: Room) -> None:
    room.take()
    assert room.ask(site="current").status == 404  # licensed there, and not placed
    assert room.ask().status == 200


def test_nor_on_a_site_without_licence(room: Room) -> None:
    room.take(source="nln")
    assert room.ask(site="orbit").status == 200
    assert room.ask(site="shield").status == 404  # placed there, and not licensed


def test_an_embargo_hides_it_to_the_second(room: Room) -> None:
    room.take(embargoed_until=NOW + timedelta(minutes=1))
    assert room.ask().status == 404
    room.now += timedelta(seconds=59, microseconds=999_999)
    assert room.ask().status == 404
    room.now += timedelta(microseconds=1)
    assert room.ask().status == 200


def test_no_cache_keeps_it_beyond_its_expiry(room: Room) -> None:
    room.take(expires=NOW + timedelta(seconds=90))
    for seconds, leave in ((0, 60), (50, 40), (88, 2), (89.5, 0)):
        room.now = NOW + timedelta(seconds=seconds)
        assert lifetime(room.ask().header("cache-control") or "") == leave
    room.now = NOW + timedelta(seconds=90)
    assert room.ask().status == 404


def test_a_kill_takes_it_away_at_once(room: Room) -> None:
    room.take()
    etag = room.ask().header("etag") or ""
    room.take(2, status=Status.CANCELED)
    assert room.ask().status == 404
    response = get(room.app, f"https://orbit.example/media/{ID}/{SHOWN}", {"if-none-match": etag})
    assert response.status == 404
    assert response.header("cache-control") == "no-cache"


def test_the_desks_kill_too(room: Room) -> None:
    room.take()
    assert room.ask().status == 200
    room.ledger.append(Kill(uri=URI, by="an editor", at=NOW, why="a court order"), at=NOW)
    assert room.ask().status == 404


def test_a_headline_licence_shows_no_picture(tmp_path: Path) -> None:
    text = NETWORK.replace('forms = { feed = "full",', 'forms = { page = "headline", feed = "none",', 1)
    assert text != NETWORK
    room = Room(tmp_path, text)
    room.take()
    page = get(room.app, f"https://orbit.example/2026/11/22/rocket-waits-{ID}")
    assert (page.status, b"It waits" in page.body) == (200, False)
    assert room.ask().status == 404
