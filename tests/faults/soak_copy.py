"""The made-up wire of a soak: what is sent, what of it was acknowledged, and what may therefore be read where."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.mangle import mangled
from tests.textwires import iptc
from tests.wires import g2, ninjs

TOKEN = re.compile(r"zq(\d{6})v(\d+)")
"""Stands in every headline and every paragraph: the story's number and its version's."""
NOTE = "zqnote"  # in every note to editors: no reader may ever see it
DISPLAY = timedelta(minutes=15)  # what the licence of pushed copy allows
SLACK = timedelta(seconds=5)  # for the clock of a fault, which the server reads once a second

SITES = {
    "launch": ("orbit", "shield"),
    "grid": ("current",),
    "transport": ("shield",),
    "feed": ("orbit", "current"),
}
"""Where the rules place a story, by the first word of its slugline."""
LICENSED = {
    "folder": frozenset({"orbit", "shield", "current"}),
    "push": frozenset({"orbit", "shield"}),
    "feed": frozenset({"orbit", "current"}),
}
"""Which sites the licence allows, by the way the copy comes."""


@dataclass
class Story:
    """One story as its sender knows it. Times beginning with `at_` are seconds of the monotonic clock."""

    number: int
    way: str
    slugline: str
    uri: str = ""
    version: int = 0
    usable: bool = True
    at_killed: float | None = None
    at_hidden: float | None = None
    lifts: datetime | None = None
    ends: datetime | None = None
    unsure: bool = False  # two contents under one number: which of them shows is not for us to say
    began: datetime | None = None
    watched: bool = False
    at_taken: float | None = None  # when its first version was acknowledged
    was_shown: bool = False  # and it stood there before it was killed

    @property
    def sites(self) -> frozenset[str]:
        """Where it may and must be."""
        return frozenset(SITES[self.slugline]) & LICENSED[self.way]

    def headline(self, version: int) -> str:
        """What stands above that version."""
        return f"Harbour council zq{self.number:06}v{version} votes on rocket {self.number}"


@dataclass
class Sent:
    """One delivery; `effect` happens to the model when it is acknowledged, at that second."""

    way: str
    data: bytes
    kind: str
    name: str
    story: Story | None = None
    version: int = 0
    effect: Callable[[float], None] | None = None
    slowly: bool = False
    at_acknowledged: float | None = None

    def acknowledge(self) -> None:
        """The newsroom says that it has it."""
        at = time.monotonic()
        if self.effect is not None:
            self.effect(at)
        self.at_acknowledged = at


@dataclass
class Wire:
    """Makes one delivery after the other, and keeps the book of them. `now` is the newsroom's clock."""

    now: Callable[[], datetime]
    seed: int = 1
    cut_off: bool = True  # files that end too early wait for a minute in the folder, which a short run has not
    stories: dict[int, Story] = field(default_factory=dict)
    book: list[Sent] = field(default_factory=list)
    feed: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self._last = 0
        self._kinds: dict[str, tuple[float, Callable[[], Iterator[Sent]]]] = {
            "story": (40, self._story),
            "update": (18, self._update),
            "correction": (6, self._correction),
            "kill": (5, self._kill),
            "kill first": (1, self._kill_first),
            "withheld": (2, self._withheld),
            "released": (3, self._released),
            "embargo": (5, self._embargoed),
            "expiry": (3, self._expiring),
            "again": (8, self._again),
            "late": (3, self._late),
            "conflict": (1, self._conflict),
            "broken": (4, self._broken),
        }

    def next(self) -> list[Sent]:
        """The next deliveries, in their order; noted in the book."""
        with self.lock:
            names = list(self._kinds)
            kind = self.random.choices(names, [self._kinds[name][0] for name in names])[0]
            made = list(self._kinds[kind][1]()) or list(self._story())
            self.book += made
            return made

    def some(self, *, way: str = "", usable: bool = True) -> Story | None:
        """A story to do something to: usable or withheld, never killed, mostly a young one."""
        found = [
            one
            for one in list(self.stories.values())[-400:]
            if one.usable is usable and one.at_killed is None and not one.unsure and (not way or one.way == way)
        ]
        return found[-1 - int(len(found) * self.random.random() ** 3)] if found else None

    # What can be sent

    def _new(self, way: str = "") -> Story:
        self._last += 1
        way = way or self.random.choices(("folder", "push", "text", "feed"), (50, 30, 10, 10))[0]
        slugline = {"text": "transport", "feed": "feed"}.get(way, self.random.choice(("launch", "grid", "transport")))
        story = Story(self._last, "folder" if way == "text" else way, slugline, began=self.now())
        if way in ("folder", "push"):
            story.uri = f"urn:newsml:{way}.example:{self._last}"
        self.stories[self._last] = story
        return story

    def _one(self, story: Story, version: int, kind: str, **facts: object) -> Sent:
        """A version of a story, in the format of its way."""
        now, headline = self.now(), story.headline(version)
        text = f"It is {headline}, said the council. {self.random.randbytes(40).hex()}"
        facts.setdefault("embargoed", story.lifts)
        facts.setdefault("expires", None if story.way == "push" else story.ends)
        common = {"slugline": story.slugline, "paragraphs": (text, "Lindholm voted late.")}
        if story.way == "push":
            facts = {("pubstatus" if name == "status" else name): value for name, value in facts.items() if value}
            times = {"versioncreated": now, "firstcreated": story.began, "ednote": f"Ring {NOTE} at the desk."}
            data = ninjs(story.uri, version, headline, **{**common, **times, **facts})
        else:
            note = {"ed_note": f"Ring {NOTE} at the desk.", "created": now, "first": story.began}
            data = g2(story.uri, version, headline, **{**common, **note, **facts})  # type: ignore[arg-type]
        return self._sent(story, version, data, kind)

    def _sent(self, story: Story, version: int, data: bytes, kind: str) -> Sent:
        name = f"{len(self.book):06}-{self.random.randrange(10**6):06}"
        return Sent(story.way, data, kind, name, story, version, slowly=self.random.random() < 0.05)

    def _story(self, way: str = "", kind: str = "story") -> Iterator[Sent]:
        story = self._new(way)
        story.version = 1
        if story.uri:
            sent = self._one(story, 1, kind)
            sent.effect = self._taken(story)
            yield sent
        elif story.way == "feed":
            yield self._entry(story, kind)
        else:
            headline = story.headline(1)
            words = f"Lindholm (mpa) - The {headline}. {self.random.randbytes(40).hex()}"
            slugline = f"Transport/ferry{story.number}/"
            data = iptc(headline, words, number=f"{story.number % 10000:04}", slugline=slugline, sent=self.now())
            sent = self._sent(story, 1, data, kind)
            sent.effect = self._taken(story)
            yield sent

    def _entry(self, story: Story, kind: str) -> Sent:
        """An entry of the feed; nobody acknowledges it, so it is looked for in the ledger."""
        headline = story.headline(story.version)
        entry = (f"urn:feed:{story.number}", headline, f"It is {headline}.", self.now().replace(microsecond=0))
        self.feed = [*[one for one in self.feed if one[0] != entry[0]][-60:], entry]
        return self._sent(story, story.version, b"", kind)

    def _taken(self, story: Story) -> Callable[[float], None]:
        def effect(at: float) -> None:
            story.at_taken = story.at_taken or at
            if story.way == "push":
                story.ends = story.ends or self.now() + DISPLAY

        return effect

    def _update(self, kind: str = "update", **facts: object) -> Iterator[Sent]:
        story = self.some()
        if story is None or not (story.uri or story.way == "feed"):
            return
        story.version += 1
        yield self._one(story, story.version, kind, **facts) if story.uri else self._entry(story, kind)

    def _correction(self) -> Iterator[Sent]:
        story = self.some(way="folder")
        if story is not None and story.uri:
            story.version += 1
            yield self._one(story, story.version, "correction", signal="correction")

    def _kill(self) -> Iterator[Sent]:
        story = self.some(way=self.random.choice(("folder", "push")))
        if story is None:
            return
        story.version += 1
        story.usable = False
        story.was_shown = story.at_taken is not None and (story.ends is None or self.now() < story.ends)
        if story.uri:
            sent = self._one(story, story.version, "kill", status="canceled")
        else:
            self._last += 1  # a number of its own on the wire
            order = f"Please kill item mpa {story.number % 10000:04} '{story.headline(1)}'."
            data = iptc("", order, number=f"{self._last % 10000:04}", sent=self.now())
            sent = self._sent(story, story.version, data, "kill in words")
        sent.effect = self._killed(story)
        yield sent

    def _killed(self, story: Story) -> Callable[[float], None]:
        def effect(at: float) -> None:
            story.at_killed = story.at_killed or at

        return effect

    def _kill_first(self) -> Iterator[Sent]:
        story = self._new("folder")
        story.version = 2
        story.usable = False
        sent = self._one(story, 2, "kill first", status="canceled")
        sent.effect = self._killed(story)
        yield sent
        yield self._one(story, 1, "killed before it came")

    def _withheld(self) -> Iterator[Sent]:
        story = self.some(way="push") or self.some(way="folder")
        if story is None or not story.uri:
            return
        story.version += 1
        story.usable = False
        sent = self._one(story, story.version, "withheld", status="withheld")
        number = story.version

        def effect(at: float) -> None:
            if story.version == number:
                story.at_hidden = at

        sent.effect = effect
        yield sent

    def _released(self) -> Iterator[Sent]:
        story = self.some(usable=False)
        if story is not None and story.uri and story.at_hidden is not None:
            story.at_hidden, story.usable = None, True
            story.version += 1
            yield self._one(story, story.version, "released")

    def _embargoed(self) -> Iterator[Sent]:
        story = self._new("folder")
        story.version = 1
        story.lifts = self.now().replace(microsecond=0) + timedelta(seconds=self.random.randrange(15, 150))
        yield self._one(story, 1, "embargo")

    def _expiring(self) -> Iterator[Sent]:
        story = self._new("folder")
        story.version = 1
        story.ends = self.now().replace(microsecond=0) + timedelta(seconds=self.random.randrange(30, 240))
        yield self._one(story, 1, "expiry")

    def _again(self) -> Iterator[Sent]:
        before = [one for one in self.book[-300:] if one.data and one.at_acknowledged]
        if before:
            one = self.random.choice(before)
            # The effect it had, it had; the model learns nothing from hearing it twice.
            name = f"{len(self.book):06}-again"
            yield Sent(one.way, one.data, "again", name, one.story, one.version)

    def _late(self) -> Iterator[Sent]:
        story = self.some(way="folder")
        if story is not None and story.uri:
            story.version += 2
            yield self._one(story, story.version, "early")
            yield self._one(story, story.version - 1, "late")

    def _conflict(self) -> Iterator[Sent]:
        story = self.some(way="folder")
        if story is not None and story.uri and story.lifts is None:
            story.unsure = True
            yield self._one(story, story.version, "conflict")

    def _broken(self) -> Iterator[Sent]:
        shape = self.random.randrange(4)
        # What may be half a file is waited for in the folder, for a minute.
        way = "push" if shape in (0, 3) and not self.cut_off else self.random.choice(("folder", "push"))
        name = f"{len(self.book):06}-broken"
        whole = g2(f"urn:broken:{len(self.book)}", 1, "A zqbroken headline", created=self.now())
        if shape == 0:
            data = whole[: len(whole) // 2]
        elif shape == 1:
            data = self.random.randbytes(2000)
        elif shape == 2:
            data = b'<?xml version="1.0"?><weather><wind>%d</wind></weather>' % len(self.book)
        else:
            data = mangled(b'{"nothing": "%d"}' % len(self.book), self.random, 3000)
            data = data if data.strip() else b"{}"
        yield Sent(way, data, "broken", name)


def leaks(wire: Wire, site: str, text: str, began: float, asked: datetime, answered: datetime) -> list[str]:
    """What this answer of a site shows and must not; `began` is monotonic, the others are the newsroom's clock:
    what it said at least, and what it said at most.

    Written from the sender's book alone: nothing of how Wireroom decides is asked.
    """
    found = [f"a note to editors on {site}"] if NOTE in text else []
    for number, version in sorted({(int(one[1]), int(one[2])) for one in TOKEN.finditer(text)}):
        story = wire.stories.get(number)
        if story is None:
            continue
        what = f"zq{number:06}v{version} ({story.way}) on {site}"
        if site not in LICENSED[story.way]:
            found.append(f"{what}: not licensed there")
        if story.at_killed is not None and story.at_killed < began:
            found.append(f"{what}: killed {began - story.at_killed:.3f} s before the request began")
        hidden = story.at_hidden
        if hidden is not None and hidden < began:
            found.append(f"{what}: withheld {began - hidden:.3f} s before the request began")
        if story.lifts is not None and answered < story.lifts:
            found.append(f"{what}: {story.lifts - answered} before its embargo lifts")
        if story.ends is not None and asked > story.ends + SLACK:
            found.append(f"{what}: {asked - story.ends} after its end")
    return found
