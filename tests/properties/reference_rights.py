"""What a licence, the copy and the desk permit, decided a second time: one sentence a rule, sharing no code with the
gate. It judges one moment by looking at every rule anew; it knows no windows, no boundaries and no reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from wireroom.network.licence import Licence
from wireroom.news import Standing

ORDER = ("none", "link", "headline", "summary", "full")
NOTHING = ("none", None)
READ_ON_TELEPHONES_TOO = {"online", "mobile"}
NO_CONCERN_OF_A_SITE = {"print", "broadcast"}


def permitted(
    of: Standing, under: Licence | None, site: str, surface: str, at: datetime, country: str | None = None
) -> tuple[str, int | None]:
    """The most that this surface of this site may carry at this moment for readers in this country (None: anybody),
    as a form's name and, for a summary, its number of words."""
    if under is None or any(_objections(of, under, site, surface, at, country)):
        return NOTHING
    granted, words = _granted(under, surface)
    limit = under.display
    over = limit is not None and at - of.released >= limit
    if over and str(under.after) == "headline" and ORDER.index(granted) > ORDER.index("headline"):
        return ("headline", None)
    return (granted, words)


def _granted(under: Licence, surface: str) -> tuple[str, int | None]:
    for name, form in under.forms.items():
        if str(name) == surface:
            return (str(form.extent), form.words)
    return NOTHING


def _objections(
    of: Standing, under: Licence, site: str, surface: str, at: datetime, country: str | None
) -> Iterator[bool]:
    """Every reason not to show, each by itself."""
    yield of.provider != under.provider
    yield site not in set(under.sites)
    yield _granted(under, surface) == NOTHING
    yield under.link.headline_to_full and _granted(under, "page") == NOTHING
    yield of.killed_at is not None
    yield of.withheld
    yield bool(of.unusable)
    yield of.held and of.held_until is None
    yield of.held and of.held_until is not None and of.held_until > at
    yield _embargoed(of, under, at)
    yield at < under.term_from
    yield under.term_until is not None and at >= under.term_until
    yield under.expires == "hide" and of.expires is not None and at >= of.expires
    yield under.display is not None and str(under.after) != "headline" and _older(of.released, under.display, at)
    yield under.retain is not None and _older(of.received or of.released, under.retain, at)
    yield _kept_out(under, country)
    for said in of.restrictions:
        now = not (said.since is not None and at < said.since) and not (said.until is not None and at >= said.until)
        match str(said.limit):
            case "except":
                yield now and (not country or country in said.territories)
            case "only":
                yield now and (not country or country not in said.territories)
            case "surface":
                yield now and any(_meant(place, surface) for place in said.surfaces)
                yield "archive" in said.surfaces and _older(of.released, under.archive_after, at)
            case "resale":
                yield now and surface in ("feed", "api")
            case "time":
                yield not now
            case "edit" | "editorial" | "credit":
                pass  # duties, and limits to what may be made of it: none hides it
            case _:
                yield True


def _embargoed(of: Standing, under: Licence, at: datetime) -> bool:
    stated = [of.embargoed_until, of.embargo_kept if under.embargo.keeps else None]
    return any(one is not None and at - one < under.embargo.margin for one in stated)


def _older(since: datetime, span: timedelta, at: datetime) -> bool:
    return at - since >= span


def _kept_out(under: Licence, country: str | None) -> bool:
    where = under.territory
    if where.allow is None and not where.deny:
        return False
    if country is None:
        return True
    if country == "":
        return not where.unknown
    return country in where.deny or (where.allow is not None and country not in where.allow)


def _meant(place: str, surface: str) -> bool:
    """Whether a place that the copy names is this surface; one that nobody has heard of may be any."""
    if place in NO_CONCERN_OF_A_SITE:
        return False
    return (
        place in READ_ON_TELEPHONES_TOO
        or {"archive": "archive", "social": "social-card"}.get(place, surface) == surface
    )
