"""Generated histories for the leak proof: each begins with a newsroom that is already showing stories."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.properties.leak_world import (
    PROVIDERS,
    SITES,
    STORIES,
    Again,
    Contract,
    Copy,
    Machine,
    OfPictures,
    Order,
    Step,
    Terms,
)

FULL_FEED = {"feed": "full", "json-ld": "headline", "social-card": "headline", "api": "full"}
_FORMS: tuple[dict[str, str], ...] = (
    FULL_FEED,
    FULL_FEED,
    {},
    {"feed": "summary(3)", "list": "summary", "rail": "summary(2)", "json-ld": "summary(4)"},
    {"page": "headline", "feed": "headline", "api": "summary(3)"},
    {
        "page": "summary(2)",
        "api": "headline",
        "list": "link",
        "rail": "link",
        "feed": "link",
        "search": "link",
        "sitemap": "link",
    },
    {"page": "none", "feed": "full", "list": "full", "search": "full", "rail": "full"},
    {
        "list": "none",
        "feed": "full",
        "search": "none",
        "sitemap": "none",
        "social-card": "full",
        "json-ld": "full",
        "api": "link",
    },
)
_USAGE = (
    *("",) * 9,
    "ITALY OUT",
    "Not for use outside Italy",
    "NO ARCHIVAL USE",
    "ONLINE OUT",
    "NO SALES",
    "NOT FOR ZEBRAS ON TUESDAYS",
    "MANDATORY CREDIT",
)
_AFTER = (timedelta(0), timedelta(seconds=1), timedelta(minutes=7), timedelta(hours=5), timedelta(days=2))
_BACK = (timedelta(hours=-1), timedelta(days=-1))


def contracts() -> st.SearchStrategy[Terms]:
    rarely = st.sampled_from([False, False, False, True])
    return st.builds(
        Terms,
        sites=st.sampled_from([SITES, SITES, SITES, ("orbit",), ("shield", "current")]),
        until=st.sampled_from([None, None, None, date(2026, 11, 18), date(2026, 11, 21), date(2026, 11, 30)]),
        forms=st.sampled_from(_FORMS),
        display=st.sampled_from([0, 0, 0, 1, 4]),
        after=st.sampled_from(["gone", "gone", "tombstone", "headline"]),
        retain=st.sampled_from([0, 0, 0, 3]),
        allow=st.sampled_from([(), (), (), ("IT",)]),
        deny=st.sampled_from([(), (), (), ("IT",)]),
        unknown=st.sampled_from(["deny", "allow"]),
        keeps=rarely,
        margin=st.sampled_from([0, 0, 0, 90]),
        stale=rarely,
        cache_max=st.sampled_from([60, 60, 5, 3600]),
        headline=rarely.map(lambda flag: not flag),
        shorten=rarely.map(lambda flag: not flag),
        to_full=rarely.map(lambda flag: not flag),
        pictures=st.one_of(st.none(), st.none(), of_pictures()),
    )


def of_pictures() -> st.SearchStrategy[OfPictures]:
    return st.builds(
        OfPictures,
        until=st.sampled_from([None, date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 21)]),
        display=st.sampled_from([0, 0, 1, 2]),
        cache_max=st.sampled_from([60, 5]),
    )


def copies(serial: int) -> st.SearchStrategy[Copy]:
    def made(story: int, stranger: bool, **facts: object) -> Copy:
        provider = PROVIDERS[(story + stranger) % len(PROVIDERS)]
        return Copy(provider, story, serial, **facts)  # type: ignore[arg-type]

    return st.builds(
        made,
        story=st.integers(0, STORIES),  # the last is one that the newsroom has not begun with
        stranger=st.sampled_from([False] * 7 + [True]),
        number=st.integers(1, 4),
        slug=st.sampled_from(["launch", "missile", "grid", "other"]),
        status=st.sampled_from(["usable"] * 8 + ["withheld", "canceled", "no such status"]),
        embargo=st.sampled_from([None, None, None, None, -5, 1, 30, ""]),
        expires=st.sampled_from([None, None, None, 2, 40]),
        usage=st.sampled_from(_USAGE),
        signal=st.sampled_from(["", "", "update", "correction"]),
        kind=st.sampled_from(["text"] * 9 + ["picture", "event"]),
        picture=st.sampled_from([True, True, False]),
    )


def orders(serial: int) -> st.SearchStrategy[Order]:
    kinds = ["kill", "reinstate", "hold", "until", "release", "place", "remove", "pin", "edit"]
    return st.builds(
        Order,
        kind=st.sampled_from(kinds),
        story=st.integers(0, STORIES),
        hours=st.sampled_from([1, 30]),
        serial=st.just(serial),
    )


def opening() -> list[Step]:
    """Half of the stories from each agency's own hand, all shown."""
    made = [Copy(PROVIDERS[story % 3], story, story, 2, slug="launch") for story in range(STORIES)]
    return [Step(one, timedelta(minutes=1)) for one in made]


@st.composite
def histories(draw: st.DrawFn, most: int = 6) -> tuple[dict[str, Terms], list[Step]]:
    """The contracts in force at first, and what happens."""
    first = {
        provider: draw(st.one_of(st.just(Terms(forms=FULL_FEED, to_full=False)), contracts())) for provider in PROVIDERS
    }
    made = opening()
    for serial in range(STORIES, STORIES + draw(st.integers(1, most))):
        kind = draw(st.sampled_from(["copy"] * 6 + ["order"] * 3 + ["again", "contract", "contract", "machine"]))
        after = draw(st.sampled_from(_AFTER * 3 + _BACK))
        match kind:
            case "copy":
                made.append(Step(draw(copies(serial)), after))
            case "order":
                made.append(Step(draw(orders(serial)), after))
            case "again":
                made.append(Step(Again(draw(st.integers(0, serial - 1))), after))
            case "contract":
                made.append(Step(Contract(draw(st.sampled_from(PROVIDERS)), draw(contracts())), after))
            case _:
                made.append(Step(Machine(draw(st.sampled_from(["wait", "restart", "backup", "restore"]))), after))
    return first, made
