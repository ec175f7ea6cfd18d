"""The newsrooms that faults happen to, and what must hold of each after any fault and a restart."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image

from tests.faults import works
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2, ninjs
from wireroom.ledger.originals import digest_of
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.ledger.verify import verify
from wireroom.news import Version
from wireroom.newsroom.backup import backup
from wireroom.newsroom.home import LEDGER, Home

TOKEN = "qxzzy"  # in every word of the story that is killed


_PICTURED = {"a": {"type": "picture", "renditions": {"web": {"href": "10.jpg", "mimetype": "image/jpeg"}}}}


def copy() -> dict[str, bytes]:
    """What the sender has put into the inbox: versions, a late one, a conflict, noise, a picture, a kill."""
    made = NOW - timedelta(minutes=30)

    def one(story: int, number: int, headline: str, **facts: object) -> bytes:
        created = made + timedelta(minutes=number)
        return g2(f"{works.STORIES}{story}", number, headline, created=created, first=made, **facts)  # type: ignore[arg-type]

    return {
        "01.xml": one(1, 1, f"Rocket {TOKEN} leaves", paragraphs=(f"Of {TOKEN}.",)),
        "02.xml": one(2, 2, "Rocket of another kind", slugline="launch"),
        "03.xml": one(2, 1, "Rocket of another kind, early", slugline="launch"),
        "04.xml": b'<?xml version="1.0"?><weather><wind>7</wind></weather>',
        "05.xml": one(1, 2, f"Rocket {TOKEN} turns", paragraphs=(f"More of {TOKEN}.",)),
        "06.xml": one(3, 1, "A grid, a missile defense", slugline="grid", embargoed=NOW + timedelta(hours=1)),
        "07.xml": one(2, 2, "Rocket of a third kind", slugline="launch"),
        "08.xml": one(1, 3, "", paragraphs=(), status="canceled", dateline=""),
        "09.xml": one(1, 4, f"Rocket {TOKEN} again", paragraphs=(f"Again {TOKEN}.",)),
        "10.json": ninjs(f"{works.STORIES}4", 1, "Rocket with a picture", versioncreated=made, associations=_PICTURED),
    }


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 90, 160)).save(out, "JPEG")
    return out.getvalue()


def make(room: Path, work: str) -> Path:
    """The network folder, ready for the work, in a room for what lies beside it."""
    folder = room / "network"
    (folder / "inbox/mpa").mkdir(parents=True)
    (folder / "vault").mkdir()
    rig = Rig(folder, NETWORK)
    try:
        if work in ("take-in", "hasty"):
            for name, data in copy().items():
                (folder / "inbox/mpa" / name).write_bytes(data)
            (folder / "inbox/mpa/10.jpg").write_bytes(_picture())
        else:
            rig.take("mpa", *[data for name, data in copy().items() if name < "08"])
            rig.home.vault.put(_picture(), "jpg")
            rig.home.ledger.catch_up()
        if work == "restore":
            backup(rig.home, room / "before.tar.zst", lambda: NOW, works.void)
            # Its backup is old: the kill that came since must not be undone.
            rig.take("mpa", copy()["08.xml"])
        if work == "publish":
            works.publish(folder, works.void)
            rig.take("mpa", *[data for name, data in copy().items() if name >= "08"])
    finally:
        rig.close()
    return folder


@dataclass(frozen=True)
class Result:
    """What a run without a fault makes of the same world: the measure of all others."""

    entries: Counter[tuple[str, str, str]]
    quarantined: frozenset[str]
    exports: tuple[dict[str, bytes], ...]


def outcome(folder: Path) -> Counter[tuple[str, str, str]]:
    """Every version in the ledger, by story, number and original."""
    home = Home(folder / "network.toml")
    try:
        return Counter(
            (one.uri, str(one.what.number), one.fingerprint)
            for one in home.ledger.entries()
            if isinstance(one.what, Version)
        )
    finally:
        home.close()


def files(folder: Path) -> dict[str, bytes]:
    """Every file below, hidden ones left out: those are being written, and no server hands them out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def measure(room: Path, work: str) -> Result:
    """The same work without a fault."""
    folder = make(room, work)
    before = files(room / "export") if work == "publish" else {}
    works.ALL[work](folder, works.void)
    after = files(room / "export") if work == "publish" else {}
    home = Home(folder / "network.toml")
    try:
        quarantined = frozenset(one.digest for one in home.quarantine.list())
    finally:
        home.close()
    return Result(outcome(folder), quarantined, (before, after))


def check(
    room: Path, work: str, acknowledged: set[str], wanted: Result, *, deep: bool = False, power: bool = True
) -> None:
    """All that must hold after a fault: before the restart, after it, and when the work was done again.

    Without `power` at the fault, published files may be torn until the next run; that one finds them all.
    """
    folder = room / "network"
    if work == "publish" and power:
        _no_half_pages(room / "export", wanted)
    if work == "backup":
        assert "backup" not in acknowledged or (room / "backup.tar.zst").exists(), "a backup that was told is gone"
    if work == "restore":
        assert "restored" not in acknowledged or (room / "restored").exists(), "a network that was told is gone"
        _whole_or_none(room / "restored")
        shutil.rmtree(room / "restored", ignore_errors=True)
    _nothing_lost(folder, work, acknowledged)
    if work != "kill" or works.KILLED not in acknowledged:
        works.ALL[work](folder, works.void)
    _all_is_well(folder, work, wanted)
    if work == "backup":
        restored = room / "restored"
        folder.rename(room / "gone")  # so that nothing is carried over from it
        works.command("restore", str(room / "backup.tar.zst"), str(restored), "--json")
        assert outcome(restored) == wanted.entries
        (room / "gone").rename(folder)
    if work == "restore":
        _all_is_well(room / "restored", "take-in", wanted)
    if work == "publish":
        assert files(room / "export") == wanted.exports[1]
    if deep:
        equals_its_rerender(folder, room / "again")


def _nothing_lost(folder: Path, work: str, acknowledged: set[str]) -> None:
    """The sender's book: what was acknowledged is in the ledger or in quarantine, the rest still in the inbox."""
    home = Home(folder / "network.toml")
    try:
        kept = {one.digest for one in home.quarantine.list()}
        there = {digest_of(path.read_bytes()) for path in _inbox(folder)}
        for data in copy().values() if work in ("take-in", "hasty") else ():
            digest = digest_of(data)
            # The very same content under another digest never occurs in this copy, so knowing it is having it.
            has = home.ledger.knows(digest) and home.ledger.original(digest) == data
            has = has or (digest in kept and home.quarantine.read(digest) == data)
            assert has or digest in there, f"lost: {data[:200]!r}"
            assert has or digest not in acknowledged, f"acknowledged, and only in the inbox: {data[:200]!r}"
        if works.KILLED in acknowledged:
            assert _killed(home), "an acknowledged kill is undone"
    finally:
        home.close()


def _all_is_well(folder: Path, work: str, wanted: Result) -> None:
    home = Home(folder / "network.toml")
    try:
        assert outcome(folder) == wanted.entries, "not each version exactly once"
        assert {one.digest for one in home.quarantine.list()} == wanted.quarantined
        assert not _inbox(folder), "the inbox is not empty"
        for entry in home.ledger.entries():
            if not isinstance(entry.what, Version):
                continue
            assert not entry.digest or home.ledger.original(entry.digest) is not None, "an entry without its original"
            for one in entry.what.associations:
                assert not one.media or home.vault.get(one.media) is not None, "a story without its picture"
        if work in ("take-in", "kill", "publish"):
            assert _killed(home), "a kill is undone"
        report = verify(folder / LEDGER, home.network)
        assert report.sound, report.difference
    finally:
        home.close()


def _inbox(folder: Path) -> list[Path]:
    """The documents that still wait; a picture alone is none."""
    return [path for path in (folder / "inbox/mpa").glob("*") if path.suffix in (".xml", ".json")]


def _killed(home: Home) -> bool:
    with home.ledger.snapshot(NOW) as snapshot:
        story = snapshot.story(works.KILLED)
    return story is not None and story.killed


def _no_half_pages(export: Path, wanted: Result) -> None:
    for name, data in files(export).items():
        states = [state[name] for state in wanted.exports if name in state]
        assert data in states, f"{name} is no whole page of any committed state"


def _whole_or_none(folder: Path) -> None:
    if folder.exists():
        home = Home(folder / "network.toml")
        try:
            assert verify(folder / LEDGER, home.network).sound
            assert _killed(home), "an old backup undid a kill"
        finally:
            home.close()


def equals_its_rerender(folder: Path, again: Path) -> None:
    """Every public byte of the folder is what a ledger makes of the same entries that never saw a fault."""
    again.mkdir()
    if (folder / "vault").exists():
        shutil.copytree(folder / "vault", again / "vault")
    shutil.copy(folder / "network.toml", again / "network.toml")
    home = Home(folder / "network.toml")
    made = SqliteLedger(again / LEDGER, home.network)
    for entry in home.ledger.entries():
        made.append(entry.what, at=entry.at, source=entry.source, digest=entry.digest)
    made.close()
    home.close()
    later = NOW + timedelta(minutes=5)
    one, other = Rig(folder, NETWORK, later), Rig(again, NETWORK, later)
    try:
        pages, rendered = one.crawl(), other.crawl()
        assert pages.keys() == rendered.keys()
        for url, page in pages.items():
            assert (page.status, page.body) == (rendered[url].status, rendered[url].body), url
        assert len(pages) > 30
    finally:
        one.close()
        other.close()
    shutil.rmtree(again)
