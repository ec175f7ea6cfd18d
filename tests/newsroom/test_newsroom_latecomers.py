"""Pictures that copy links to: the story is there before them, and they stand beside it when they come."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image

from tests import images
from tests.rig import NETWORK, NOW, Rig
from tests.transports.faulty import Server, answer
from tests.wires import ninjs
from wireroom.errors import LedgerBusyError, TransportError
from wireroom.ledger.verify import verify
from wireroom.network.model import Source
from wireroom.news import Illustrate
from wireroom.newsroom.intake import Fate
from wireroom.newsroom.latecomers import TRIES, Latecomers, absent, illustrate
from wireroom.newsroom.sources import Sources
from wireroom.transports import Delivery
from wireroom.transports.fetch import Fetcher

URI = "https://pws.example/1"
HREF = "https://api.pws.example/photo?id=1"


def jpeg() -> bytes:
    return images.plain(640, 480)


def story(*hrefs: str, number: int = 1) -> bytes:
    pictures = {
        f"picture{index}": {
            "uri": f"https://pws.example/p{index}",
            "type": "picture",
            "headline": "A pole",
            "renditions": {"web": {"href": href, "mimetype": "image/jpeg", "width": 640, "height": 480}},
        }
        for index, href in enumerate(hrefs)
    }
    return ninjs(URI, number, "Grid repaired", slugline="grid", associations=pictures)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    old = 'from = "folder:inbox/pws"'
    new = 'from = "https://api.pws.example/feed"\npictures = ["pictures.pws.example"]'
    made = Rig(tmp_path, NETWORK.replace(old, new))
    yield made
    made.close()


def source(rig: Rig) -> Source:
    return rig.home.network.sources["pws"]


def wanted(rig: Rig, *hrefs: str, number: int = 1) -> list[str]:
    fates = rig.take("pws", story(*hrefs, number=number))
    return [href for _, href in absent(rig.home.ledger, fates, source(rig), rig.now)]


def bring(rig: Rig, data: bytes = b"") -> None:
    made = illustrate(rig.home.vault, lambda href: data or jpeg(), source(rig), URI, HREF, rig.now)
    assert made is not None
    rig.home.ledger.append(made, at=rig.now, source="pws")


def picture(rig: Rig) -> str:
    """The address of the picture on the story's page, "" while there is none."""
    found = re.search(r'src="(/media/[^"]+\.jpg)"', rig.get("current", rig.url(URI, "current")).text)
    return found[1] if found else ""


def test_a_story_is_there_before_its_picture_and_then_with_it(rig: Rig) -> None:
    assert wanted(rig, HREF) == [HREF]
    assert "Grid repaired" in rig.get("current", "/").text
    assert picture(rig) == ""
    bring(rig)
    response = rig.get("current", picture(rig))
    assert response.status == 200
    assert response.header("content-type") == "image/jpeg"
    assert Image.open(io.BytesIO(response.body)).size == (640, 480)


def test_what_has_come_stays_with_the_next_versions_and_is_not_asked_for_again(rig: Rig) -> None:
    wanted(rig, HREF)
    bring(rig)
    assert wanted(rig, HREF, number=2) == []
    assert picture(rig)
    rig.restart()
    assert picture(rig)


def test_the_late_picture_goes_with_its_story(rig: Rig) -> None:
    wanted(rig, HREF)
    bring(rig)
    address = picture(rig)
    rig.take("pws", ninjs(URI, 2, "Grid repaired", pubstatus="canceled"))
    assert rig.get("current", address).status == 404


def test_a_picture_of_a_story_that_is_killed_is_not_fetched_and_shows_nowhere(rig: Rig) -> None:
    rig.take("pws", ninjs(URI, 2, "Grid repaired", pubstatus="canceled"))
    assert wanted(rig, HREF) == []
    bring(rig)
    assert rig.showing("/media/") == []


def test_the_record_proves_itself_with_late_pictures(rig: Rig) -> None:
    wanted(rig, HREF)
    bring(rig)
    report = verify(rig.folder / "ledger.sqlite", rig.home.network)
    assert report.difference == ""
    assert report.entries == 2


def test_a_late_picture_makes_no_conflict_of_a_redelivery(rig: Rig) -> None:
    wanted(rig, HREF)
    bring(rig)
    (fate,) = rig.take("pws", story(HREF) + b"\n")
    assert fate.outcome == "duplicate"


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example/p.jpg", "http://127.0.0.1/p.jpg", "file:///etc/passwd", "photo.jpg",
        "https://api.pws.example.evil.example/p", "https://evil.example/@api.pws.example/", "https://[::1/p.jpg",
    ],
)  # fmt: skip
def test_copy_leads_nowhere_that_its_owner_did_not_name(rig: Rig, href: str) -> None:
    assert wanted(rig, href) == []


def test_hosts_that_the_owner_names_are_asked(rig: Rig) -> None:
    assert wanted(rig, "https://pictures.pws.example/p.jpg") == ["https://pictures.pws.example/p.jpg"]


def test_what_is_no_picture_is_not_kept(rig: Rig) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    assert illustrate(rig.home.vault, lambda href: svg, source(rig), URI, HREF, rig.now) is None


class Late:
    """Latecomers whose pictures come as `steps` say: an error, None for no picture, or a picture."""

    def __init__(self, rig: Rig, *steps: Exception | bool) -> None:
        self.rig = rig
        self.steps = list(steps)
        self.pauses: list[float] = []
        self.recorded: list[Illustrate] = []

    async def make(self, source: Source, uri: str, href: str) -> Illustrate | None:
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return illustrate(self.rig.home.vault, lambda href: jpeg(), source, uri, href, self.rig.now) if step else None

    async def record(self, decision: Illustrate, source: str) -> None:
        self.recorded.append(decision)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def run(self, times: int = 1) -> None:
        async def go() -> None:
            late = Latecomers(self.make, self.record, sleep=self.sleep)
            for _ in range(times):
                late.expect(source(self.rig), [(URI, HREF)])
            await asyncio.gather(*late.tasks())
            await late.close()

        asyncio.run(go())


def test_a_picture_that_is_not_ready_is_asked_for_again(rig: Rig) -> None:
    late = Late(rig, TransportError("404"), LedgerBusyError("busy"), True)
    late.run()
    assert late.pauses == list(TRIES[1:])
    assert [one.href for one in late.recorded] == [HREF]


def test_there_is_an_end_to_asking(rig: Rig) -> None:
    late = Late(rig, *[TransportError("404")] * 9)
    late.run()
    assert len(late.steps) == 9 - len(TRIES)
    assert late.recorded == []


def test_what_is_on_its_way_is_not_asked_for_twice(rig: Rig) -> None:
    late = Late(rig, True, True)
    late.run(times=3)
    assert len(late.recorded) == 1


def test_it_is_fetched_through_the_one_client(tmp_path: Path) -> None:
    server = Server()
    server.replies |= {"/p": answer(200, b"picture"), "/huge": answer(200, b"", content_length=str(1 << 40))}
    wire = Source("pws", "PWS", f"{server.url}/feed", "pws", auth="header:x-key", password_env="P", allow_private=True)

    async def go() -> None:
        async def take(source: Source, deliveries: Sequence[Delivery]) -> list[Fate]:
            return []

        sources = Sources(tmp_path, lambda: NOW, take, fetcher=Fetcher(spacing=0))
        assert await sources.picture(wire, f"{server.url}/p", lambda fetch: fetch(f"{server.url}/p")) == b"picture"
        with pytest.raises(TransportError, match="404"):
            await sources.picture(wire, f"{server.url}/none", lambda fetch: fetch(f"{server.url}/none"))
        with pytest.raises(TransportError):
            await sources.picture(wire, f"{server.url}/huge", lambda fetch: fetch(f"{server.url}/huge"))
        await sources.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("P", "k3y")
        asyncio.run(go())
    server.close()
    assert server.asked[0].headers["x-key"] == "k3y"
