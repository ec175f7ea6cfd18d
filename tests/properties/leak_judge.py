"""What may be read, decided a second time for the leak proof: from what came in and nothing else.

Nothing of Wireroom is imported here. Each rule is one sentence over the list of events; where two contents under one
number leave open which of them counts, this says the most that may show, and with `certain` the least that must.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.properties.leak_world import (
    ALWAYS_ON,
    BEGIN,
    SLUGS,
    SUMMARY_WORDS,
    Copy,
    Order,
    Terms,
    canary,
)

FORMS = ("none", "link", "headline", "summary", "full")
USUAL = {"page": "full", "list": "headline", "rail": "headline", "search": "headline", "sitemap": "headline"}
# What a person has to look at before anybody may read it.
UNCLEAR = ("NOT FOR ZEBRAS ON TUESDAYS",)
NEVER = "nlupoxf"  # notes, slugline, uri, people, organisations, metadata and names of files: no form grants these


@dataclass(frozen=True)
class Event:
    """One thing in the ledger: when it was recorded, and, of copy, when the agency sent it."""

    at: datetime
    what: Copy | Order
    sent: datetime


@dataclass(frozen=True)
class Asked:
    """Where something stands, and for whom: `country` None is anybody, `via` the sister whose list a rail shows."""

    site: str
    surface: str
    at: datetime
    country: str | None = None
    via: str = ""


class Judge:
    """Judges one moment of one history."""

    def __init__(self, events: Sequence[Event], contracts: Mapping[str, Terms]) -> None:
        self._contracts = contracts
        self._allowed: dict[Asked, frozenset[str]] = {}
        self.stories = {one.what.story: _Story(one.what.story, events) for one in events}

    def canaries(self, asked: Asked) -> frozenset[str]:
        """Every canary that may stand there."""
        if asked not in self._allowed:
            words = (word for story in self.stories.values() for word in self._of(story, asked))
            self._allowed[asked] = frozenset(words)
        return self._allowed[asked]

    def form(self, number: int, asked: Asked, *, certain: bool = False) -> tuple[str, int | None]:
        """The most (or, certain, the least) that may stand there of this story, and a summary's number of words."""
        story = self.stories.get(number)
        if story is None or not story.mine:
            return "none", None
        return self._form(story, self._contracts[story.owner], asked, certain)

    def pictures(self, number: int, asked: Asked) -> bool:
        """Whether its pictures, and what is said of them, may stand there: their contract and the story's allow it."""
        if self.form(number, asked)[0] != "full":
            return False
        return self._form(self.stories[number], self.terms(number).of_pictures(), asked, False)[0] == "full"

    def _form(self, story: _Story, terms: Terms, asked: Asked, certain: bool) -> tuple[str, int | None]:
        if any(_objections(story, terms, asked, certain)):
            return "none", None
        form, words = granted(terms, asked.surface)
        over = terms.display and asked.at >= story.released(certain) + timedelta(days=terms.display)
        if over and FORMS.index(form) > FORMS.index("headline"):
            return "headline", None
        return form, words

    def owner(self, number: int) -> str:
        return self.stories[number].owner

    def newest(self, number: int) -> list[Copy]:
        """The contents of the highest number."""
        return [one.what for one in self.stories[number].binding if isinstance(one.what, Copy)]

    def terms(self, number: int) -> Terms:
        return self._contracts[self.stories[number].owner]

    def _of(self, story: _Story, asked: Asked) -> Iterator[str]:
        form, words = self.form(story.number, asked)
        rank = FORMS.index(form)
        terms = self._contracts[story.owner] if story.mine else Terms()
        for copy in self.newest(story.number) if rank else ():
            parts = ["g"]
            if rank >= FORMS.index("headline"):
                parts += ["h", "j"]
            if rank >= FORMS.index("summary"):
                parts += ["y", "d", "k", "w", *_summary(form, words, terms)]
            if form == "full":
                parts += ["b", *("car" if self.pictures(story.number, asked) else "")]
            yield from (canary(copy.story, copy.serial, part) for part in parts)
        if rank >= FORMS.index("headline") and terms.headline and story.edits:
            yield canary(story.number, story.edits[-1].serial, "e")


def _summary(form: str, words: int | None, terms: Terms) -> list[str]:
    most = SUMMARY_WORDS if form == "full" or words is None else words
    if most < SUMMARY_WORDS and not terms.shorten:
        most = 0
    return [f"s{number}" for number in range(min(most, SUMMARY_WORDS))]


def granted(terms: Terms, surface: str) -> tuple[str, int | None]:
    """What the contract grants there, leaving time and place aside."""
    said = terms.forms.get(surface, USUAL.get(surface, "none"))
    form, _, words = said.rstrip(")").partition("(")
    return form, int(words) if words else None


class _Story:
    """What came of one story, by hand."""

    def __init__(self, number: int, events: Sequence[Event]) -> None:
        self.number = number
        here = [one for one in events if one.what.story == number]
        copies = [one for one in here if isinstance(one.what, Copy)]
        self.orders = [(place, one.what, one.at) for place, one in enumerate(here) if isinstance(one.what, Order)]
        self.places = {id(one): place for place, one in enumerate(here)}
        self.edits = [order for _, order, _ in self.orders if order.kind == "edit"]
        owners = [_copy(one).provider for one in copies if _copy(one).status != "canceled"]
        owners += [_copy(one).provider for one in copies]
        self.owner = owners[0] if owners else ""
        self.mine = [one for one in copies if _copy(one).provider == self.owner]
        top = max((_copy(one).number for one in self.mine), default=0)
        self.binding = [one for one in self.mine if _copy(one).number == top]

    def released(self, certain: bool) -> datetime:
        """When it came out, at the latest: the last of all moments that could have set it; certain, its beginning."""
        if certain:
            return BEGIN
        late = [one for one in self.mine if _copy(one).embargo is not None or _copy(one).usage in UNCLEAR]
        moments = [BEGIN, *(end for one in self.mine if (end := embargo_end(one)))]
        if late:
            moments += [one.at for one in self.mine]
            moments += [at for _, order, at in self.orders if order.kind == "release"]
        return max(moments)

    def freed(self, one: Event) -> bool:
        """Whether the desk released it after this copy came."""
        return any(order.kind == "release" and place > self.places[id(one)] for place, order, _ in self.orders)


def _copy(one: Event) -> Copy:
    assert isinstance(one.what, Copy)
    return one.what


def embargo_end(one: Event) -> datetime | None:
    """When the copy's own embargo ends, if it states when."""
    hours = _copy(one).embargo
    return one.sent + timedelta(hours=hours) if isinstance(hours, int) else None


def _objections(story: _Story, terms: Terms, asked: Asked, certain: bool) -> Iterator[bool]:
    """Every reason not to show, each by itself."""
    at = asked.at
    yield any(_copy(one).status == "canceled" for one in story.mine)
    yield _killed_by_desk(story)
    yield _held_by_desk(story, at)
    yield asked.site not in terms.sites or (asked.via or asked.site) not in terms.sites
    yield granted(terms, asked.surface)[0] == "none"
    yield terms.to_full and granted(terms, "page")[0] == "none"
    yield terms.until is not None and at >= _midnight(terms) + timedelta(days=1)
    yield any(_copy(one).status not in ("usable", "canceled") for one in story.binding)
    yield any(_copy(one).kind != "text" for one in story.binding)
    ends = map(embargo_end, story.binding)
    yield any(end is not None and at < end + timedelta(seconds=terms.margin) for end in ends)
    yield terms.keeps and _still_embargoed(story, terms, at)
    yield any(_waits_for_a_person(one) and not story.freed(one) for one in story.binding)
    yield not terms.stale and any(
        hours is not None and at >= one.sent + timedelta(hours=hours)
        for one in story.binding
        for hours in (_copy(one).expires,)
    )
    if terms.after != "headline" and terms.display:
        yield at >= story.released(certain) + timedelta(days=terms.display)
    if terms.retain:
        yield at >= min(one.at for one in story.mine) + timedelta(days=terms.retain)
    for one in story.binding:
        yield from _said(_copy(one).usage, story, asked, certain)
    yield _kept_out(terms, asked.country)
    where = [_placed(_copy(one), story, asked.via or asked.site) for one in story.binding]
    yield not (all(where) if certain else any(where))


def _midnight(terms: Terms) -> datetime:
    assert terms.until is not None
    return datetime(terms.until.year, terms.until.month, terms.until.day, tzinfo=UTC)


def _waits_for_a_person(one: Event) -> bool:
    return _copy(one).embargo == "" or _copy(one).usage in UNCLEAR


def _still_embargoed(story: _Story, terms: Terms, at: datetime) -> bool:
    """Where only its time lifts an embargo, the last one stated counts; of one number the later."""
    stated = [(_copy(one).number, end) for one in story.mine if (end := embargo_end(one))]
    if not stated:
        return False
    return at < max(stated)[1] + timedelta(seconds=terms.margin)


def _said(usage: str, story: _Story, asked: Asked, certain: bool) -> Iterator[bool]:
    """What the copy's own words forbid."""
    match usage:
        case "ITALY OUT":
            yield asked.country in (None, "", "IT")
        case "Not for use outside Italy":
            yield asked.country != "IT"
        case "ONLINE OUT":
            yield True
        case "NO SALES":
            yield asked.surface in ("feed", "api")
        case "NO ARCHIVAL USE":
            yield asked.at >= story.released(certain) + timedelta(days=1)


def _kept_out(terms: Terms, country: str | None) -> bool:
    if not terms.allow and not terms.deny:
        return False
    if country is None:
        return True
    if country == "":
        return terms.unknown != "allow"
    return country in terms.deny or bool(terms.allow and country not in terms.allow)


def _killed_by_desk(story: _Story) -> bool:
    killed = False
    for _, order, _ in story.orders:
        killed = order.kind == "kill" or (killed and order.kind != "reinstate")
    return killed


def _held_by_desk(story: _Story, at: datetime) -> bool:
    ends: datetime | None = None
    for _, order, when in story.orders:
        if order.kind == "hold":
            ends = datetime.max.replace(tzinfo=UTC)
        if order.kind == "until":
            ends = when + timedelta(hours=order.hours)
        if order.kind == "release":
            ends = None
    return ends is not None and at < ends


def _placed(copy: Copy, story: _Story, site: str) -> bool:
    """Where it belongs: by the desk's last word on the site, else by its agency and slugline."""
    said = [order.kind for _, order, _ in story.orders if _about(order) == site]
    if said:
        return said[-1] == "place"
    return site in ALWAYS_ON[story.owner] or site in SLUGS[copy.slug]


def _about(order: Order) -> str:
    return {"place": "shield", "remove": "orbit"}.get(order.kind, "")
