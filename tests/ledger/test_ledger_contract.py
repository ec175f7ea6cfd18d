"""One contract over both ledgers: whatever happens to a newsroom, SQLite answers what the definition answers."""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.ledger.newsroom import AB, CHANGED, LISTS, MPA, NETWORK, NLN, START, hours, version
from wireroom.ledger.memory import MemoryLedger
from wireroom.ledger.model import Ledger, Outcome, Snapshot
from wireroom.ledger.originals import digest_of
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.ledger.verify import verify
from wireroom.network.model import Network, Surface
from wireroom.news import (
    EVERYTHING,
    Association,
    Body,
    Dateline,
    Decision,
    Edit,
    Hold,
    Illustrate,
    Join,
    Kill,
    Narrowing,
    Pin,
    Place,
    Position,
    Reinstate,
    Release,
    Remove,
    Status,
    Version,
    story_id,
)
from wireroom.rights import clear
from wireroom.routing.shelves import shelf_list

URIS = ("urn:mpa:1", "urn:mpa:2", "urn:nln:1", "urn:ab:1", "urn:open:1")
QUERIES = ("probe", "PROBE dawn", '"at dawn"', '"dawn at"', "séjour", "sejour -moons", "東京", "", '"', 'AND OR ("*')
SOURCES = {MPA: "mpa", NLN: "nln", AB: "ab"}

whens = st.integers(-20, 60).map(lambda days: START + timedelta(days=days)) | st.integers(0, 400).map(
    lambda tenths: hours(tenths / 10)
)
uris = st.sampled_from(URIS)
people = st.sampled_from(("Ada", "Bo"))


@st.composite
def versions(draw: st.DrawFn) -> Version:
    status = draw(st.sampled_from((*[Status.USABLE] * 6, Status.WITHHELD, Status.CANCELED)))
    copy = status is Status.USABLE or draw(st.booleans())
    return version(
        draw(uris),
        draw(st.sampled_from((None, 1, 1, 2, 3))),
        draw(st.sampled_from((MPA, MPA, NLN, AB))),
        status=status,
        headline=draw(st.sampled_from(("Probe sets out", "Probe delayed", "Un séjour sur la lune"))) if copy else "",
        slugline=draw(st.sampled_from(("launch-probe", "missile-test", "grid-frequency", "misc"))),
        people=draw(st.sampled_from(((), ("Ines Okafor",), ("Ines Okafor", "Lars Bo")))),
        evolved_from=draw(st.sampled_from(("", "", "", *URIS))),
        body=Body(
            draw(st.sampled_from(("<p>Left <em>at</em> dawn.</p>", "<p>東京で</p><p>Later, at dawn</p>")))
            if copy
            else ""
        ),
        kind=draw(st.sampled_from(("text", "text", "text", "picture"))),
        format=draw(st.sampled_from(("newsml-g2", "rss"))),
        first_created=draw(st.none() | whens),
        version_created=draw(st.none() | whens),
        embargoed_until=draw(st.none() | st.none() | whens),
        hold=draw(st.sampled_from(("", "", "", "embargoed without a time"))),
        expires=draw(st.none() | st.none() | whens),
        signals=draw(st.sampled_from(((), (), ("correction",)))),
        associations=draw(st.sampled_from(PICTURES)),
        subjects=draw(st.sampled_from(((), ("medtop:20000739",), ("medtop:16000000", "subj:13008000", "mpa:x")))),
        byline=draw(st.sampled_from(("", "By Ines Okafor", "By INES OKAFOR and Per Lund, science writer"))),
        dateline=draw(st.sampled_from((Dateline(), Dateline("TROMSØ (MPA)", "Tromsø")))),
        places=draw(st.sampled_from(((), ("Tromsø", "Norway")))),
    )


SHELVES = (
    *("topic/20000739", "topic/16000000", "topic/13000000", "place/tromsø", "place/norway", "place/nowhere"),
    *("agency/meridian-press-agency", "agency/nordlicht-nachrichten", "author/ines-okafor", "author/per-lund"),
)
NARROWINGS = (
    EVERYTHING,
    Narrowing(("place/tromsø",)),
    Narrowing(("agency/meridian-press-agency", "topic/16000000")),
    Narrowing(since=START),
    Narrowing(("author/ines-okafor",), hours(1), hours(300)),
    Narrowing(until=hours(0.5)),
)


PICTURES = (
    (),
    (Association(kind="picture", media="ab.jpg"),),
    (Association(kind="picture", href="late.jpg"),),
)


@st.composite
def decisions(draw: st.DrawFn, at: datetime) -> Decision:
    site = draw(st.sampled_from(("orbit", "shield", "energy", "nowhere")))
    uri, by, until = draw(uris), draw(people), draw(st.none() | whens)
    section, headline = draw(st.sampled_from(("", "launch", "missiles"))), draw(st.sampled_from(("Edited", None)))
    kinds: tuple[Decision, ...] = (
        Place(uri=uri, by=by, at=at, site=site, section=section),
        Pin(uri=uri, by=by, at=at, site=site, until=until),
        Remove(uri=uri, by=by, at=at, site=site),
        Hold(uri=uri, by=by, at=at, until=until, why="checking"),
        Release(uri=uri, by=by, at=at),
        Kill(uri=uri, by=by, at=at, why="wrong"),
        Reinstate(uri=uri, by=by, at=at),
        Join(uri=uri, by=by, at=at, storyline="moons"),
        Edit(uri=uri, by=by, at=at, headline=headline),
        Illustrate(uri=uri, by=by, at=at, href="late.jpg", media="cd.webp", width=4, height=3),
    )
    return kinds[draw(st.integers(0, len(kinds) - 1))]


def answers(snapshot: Snapshot) -> dict[str, object]:
    """All that a snapshot can be asked."""
    told: dict[str, object] = {"seq": snapshot.seq, "at": snapshot.at}
    told["stories"] = list(snapshot.stories())
    told["stories behind"] = [list(snapshot.stories(uri)) for uri in URIS]
    for uri in (*URIS, "urn:unknown"):
        told[f"story {uri}"] = snapshot.story(uri)
        told[f"placements {uri}"] = snapshot.placements(uri)
        told[f"uri {uri}"] = snapshot.uri_of(story_id(uri))
        told[f"related {uri}"] = snapshot.related(uri)
        told[f"shelves {uri}"] = snapshot.shelves(uri)
    for where in (shelf_list(site, shelf) for site in ("orbit", "shield", "nowhere") for shelf in SHELVES):
        rows = list(snapshot.placed(where))
        told[f"placed {where}"] = rows
        for row in rows:
            told[f"behind {row.id} {where}"] = list(snapshot.placed(where, row.position))
    for where in LISTS:
        rows = list(snapshot.placed(where))
        told[f"placed {where}"] = rows
        told[f"gone {where}"] = list(snapshot.gone(where))
        for row in rows:
            told[f"behind {row.id} {where}"] = list(snapshot.placed(where, row.position))
            told[f"search behind {row.id} {where}"] = list(snapshot.search(where, "probe", row.position))
        told[f"listed {where}"] = list(snapshot.listed(where, ("urn:unknown", *URIS)))
        told[f"below {where}"] = list(snapshot.placed(where, Position(START, "m")))
        told[f"pinned {where}"] = snapshot.pinned(where)
    for site in ("orbit", "shield", "energy", "nowhere"):
        for query in QUERIES:
            told[f"search {site} {query}"] = list(snapshot.search(site, query))
            told[f"best {site} {query}"] = {one.id for one in snapshot.best(site, query)}
        for narrowing in NARROWINGS:
            told[f"search {site} {narrowing}"] = list(snapshot.search(site, "dawn", narrowing=narrowing))
            told[f"all in {site} {narrowing}"] = list(snapshot.search(site, "", narrowing=narrowing))
            told[f"best in {site} {narrowing}"] = {one.id for one in snapshot.best(site, "probe", narrowing)}
        made = list(snapshot.corrected(site))
        told[f"corrected {site}"] = made
        for one in made:
            told[f"corrected {site} behind {one}"] = list(snapshot.corrected(site, Position(one.at, one.id)))
    return told


def compare(memory: Ledger, sqlite: Ledger, at: datetime) -> None:
    with memory.snapshot(at) as expected, sqlite.snapshot(at) as found:
        same(answers(found), answers(expected))


def same(found: dict[str, object], expected: dict[str, object]) -> None:
    for question, answer in expected.items():
        assert found[question] == answer, question


def nothing_that_may_be_shown_is_missing(ledger: Ledger, network: Network, at: datetime) -> None:
    """The lists leave out what time has ended; the gate, which knows nothing of lists, must agree."""
    with ledger.snapshot(at) as snapshot:
        for uri in URIS:
            story = snapshot.story(uri)
            if story is None or story.standing is None:
                continue
            licence = network.licence_of(story.standing.source)
            for place in snapshot.placements(uri):
                if clear(story.standing, licence, place.site, Surface.LIST, at).allowed:
                    for where in {place.site, place.where}:
                        assert uri in {one.uri for one in snapshot.placed(where)}
                        assert uri not in {one.uri for one in snapshot.gone(where)}


ORIGINALS = {digest_of(data): data for data in (b"one", b"two", b"three", b"four")}
D1, D2, D3, D4 = ORIGINALS


class Newsroom(RuleBasedStateMachine):
    """Things happen to both ledgers at once."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / "ledger.sqlite"
        self._network = NETWORK
        self._memory = MemoryLedger(NETWORK)
        self._sqlite = SqliteLedger(self._path, NETWORK)
        self._now = START
        self._open: list[tuple[AbstractContextManager[Snapshot], Snapshot, Snapshot]] = []

    @initialize()
    def a_newsroom_that_already_shows_stories(self) -> None:
        """Without it most histories show nothing, and anything hides nothing correctly."""
        self._take((version("urn:mpa:1"), "mpa", D1), (version("urn:nln:1", provider=NLN), "nln", D2))
        self._now += timedelta(hours=1)
        self._take((version("urn:mpa:2", slugline="missile-test"), "mpa", D3), (version("urn:mpa:1", 2), "mpa", ""))

    def _take(self, *items: tuple[Version | Decision, str, str]) -> None:
        expected = self._memory.append_all(items, at=self._now, originals=ORIGINALS)
        assert self._sqlite.append_all(items, at=self._now, originals=ORIGINALS) == expected

    @rule(what=versions(), known=st.booleans(), digest=st.sampled_from(("", D1, D4)))
    def a_version_arrives(self, what: Version, known: bool, digest: str) -> None:
        self._take((what, SOURCES[what.provider] if known else "unknown", digest))

    @rule(data=st.data())
    def several_arrive_at_once(self, data: st.DataObject) -> None:
        self._take(*[(one, SOURCES[one.provider], "") for one in data.draw(st.lists(versions(), max_size=4))])

    @rule(data=st.data())
    def it_is_delivered_again(self, data: st.DataObject) -> None:
        past = [one for one in self._memory.entries() if isinstance(one.what, Version)]
        again = data.draw(st.sampled_from(past))
        entry = self._sqlite.append(again.what, at=self._now, source=again.source)
        assert entry.outcome is Outcome.DUPLICATE
        assert entry == self._memory.append(again.what, at=self._now, source=again.source)

    @rule(uri=uris, provider=st.sampled_from((MPA, NLN, AB)), number=st.sampled_from((None, 2, 9)))
    def a_kill_arrives(self, uri: str, provider: str, number: int | None) -> None:
        kill = version(
            uri, number, provider, status=Status.CANCELED, headline="", body=Body(""), version_created=self._now
        )
        self._take((kill, SOURCES[provider], ""))

    @rule(data=st.data())
    def the_desk_decides(self, data: st.DataObject) -> None:
        self._take((data.draw(decisions(self._now)), "", ""))

    @rule(days=st.sampled_from((0.001, 0.2, 1, 5, 31)))
    def time_goes_on(self, days: float) -> None:
        self._now += timedelta(days=days)

    @rule()
    def the_clock_jumps_back(self) -> None:
        self._now -= timedelta(hours=30)

    @rule()
    def the_process_starts_again(self) -> None:
        self._release()
        self._sqlite.close()
        self._sqlite = SqliteLedger(self._path, self._network)

    @rule()
    def the_network_file_changes(self) -> None:
        self._release()  # a snapshot lives for one page; it does not outlive the network file it is read with
        self._network = CHANGED if self._network is NETWORK else NETWORK
        self._memory.adopt(self._network)
        self._sqlite.adopt(self._network)

    @rule()
    def search_catches_up(self) -> None:
        self._sqlite.catch_up()

    @precondition(lambda self: len(self._open) < 2)
    @rule()
    def a_reader_begins(self) -> None:
        with self._memory.snapshot(self._now) as expected:
            held = self._sqlite.snapshot(self._now)
            self._open.append((held, held.__enter__(), expected))

    @precondition(lambda self: bool(self._open))
    @rule()
    def a_reader_ends(self) -> None:
        held, found, expected = self._open.pop(0)
        try:
            same(answers(found), answers(expected))
        finally:
            held.__exit__(None, None, None)

    def _release(self) -> None:
        while self._open:
            self.a_reader_ends()

    @invariant()
    def both_answer_the_same(self) -> None:
        compare(self._memory, self._sqlite, self._now)
        at = max(self._now, self._memory.high_water() or self._now)
        for days in (0, 2, 20):
            nothing_that_may_be_shown_is_missing(self._memory, self._network, at + timedelta(days=days))

    @invariant()
    def both_keep_the_same_record(self) -> None:
        assert self._sqlite.seq() == self._memory.seq()
        assert self._sqlite.high_water() == self._memory.high_water()
        expected = list(self._memory.entries())
        assert list(self._sqlite.entries()) == expected
        assert list(self._sqlite.entries(after=3)) == expected[3:]
        for uri in URIS:
            assert self._sqlite.history(uri) == self._memory.history(uri)
        for digest in (*ORIGINALS, ""):
            assert self._sqlite.knows(digest) == self._memory.knows(digest)
            assert self._sqlite.original(digest) == self._memory.original(digest)
        for at in (START, self._now):
            assert self._sqlite.next_boundary(at) == self._memory.next_boundary(at)
            assert self._sqlite.boundaries(at, hours(900)) == self._memory.boundaries(at, hours(900))

    def teardown(self) -> None:
        try:
            for days in (-500, -3, 10, 40, 500):
                compare(self._memory, self._sqlite, self._now + timedelta(days=days))
            self._release()
            report = verify(self._path, self._network)
            assert report.sound, report.difference
            assert report.entries == self._memory.seq()
        finally:
            for held, _, _ in self._open:
                held.__exit__(None, None, None)
            self._sqlite.close()
            self._folder.cleanup()


# A failing history is printed as it came: shrinking one takes minutes, and its steps are few enough to read.
_SETTINGS = settings(
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def test_sqlite_answers_what_memory_answers() -> None:
    run_state_machine_as_test(
        Newsroom,
        settings=settings(_SETTINGS, max_examples=5, stateful_step_count=20),
    )


@pytest.mark.slow
def test_sqlite_answers_what_memory_answers_for_long() -> None:
    run_state_machine_as_test(
        Newsroom,
        settings=settings(_SETTINGS, max_examples=30, stateful_step_count=50),
    )


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_the_best_hits_come_first_and_the_newest_of_equal_ones(kind: str, tmp_path: Path) -> None:
    ledger = MemoryLedger(NETWORK) if kind == "memory" else SqliteLedger(tmp_path / "ledger.sqlite", NETWORK)
    bodies = ("moon", "moon and moon and moon", "a moon of stone", "moon, moon")
    for number, body in enumerate(bodies):
        what = version(f"urn:mpa:{number}", body=Body(f"<p>{body}</p>"), first_created=hours(number))
        ledger.append(what, at=hours(number), source="mpa")
    with ledger.snapshot(hours(9)) as snapshot:
        assert [one.uri[-1] for one in snapshot.best("orbit", "moon")] == ["1", "3", "2", "0"]
    ledger.close()


def test_lists_are_lazy(tmp_path: Path) -> None:
    ledger = SqliteLedger(tmp_path / "ledger.sqlite", NETWORK)
    items = [(version(f"urn:mpa:{number}", first_created=hours(number)), "mpa", "") for number in range(300)]
    ledger.append_all(items, at=hours(300))
    with ledger.snapshot(hours(300)) as snapshot:
        assert [one.uri for one in islice(snapshot.placed("orbit"), 2)] == ["urn:mpa:299", "urn:mpa:298"]
        assert len(list(snapshot.placed("orbit"))) == 300
        assert len(list(snapshot.search("orbit", "probe"))) == 300
    ledger.close()
