"""Turns the demo's copy into real wire bytes: each story in its agency's format, its times counted from a given now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from wireroom.demo import copybook
from wireroom.demo.copybook import Text
from wireroom.demo.dress import newsml_1, newsml_g2, ninjs, nitf, rss
from wireroom.demo.dress.model import AGENCIES, Agency, Take

__all__ = [
    "AGENCIES",
    "Agency",
    "File",
    "Take",
    "feed",
    "first_take",
    "kill_of",
    "later_take",
    "pictures_of",
    "standing",
    "standing_takes",
    "write",
]

_WRITERS: dict[str, Callable[[Take], bytes]] = {
    "newsml-g2": newsml_g2.write,
    "newsml-1": newsml_1.write,
    "ninjs-2": ninjs.write_2,
    "ninjs-3": ninjs.write_3,
    "nitf": nitf.write,
    "rss": lambda take: rss.write([take]),
}
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class File:
    """A file as an agency delivers it, into its inbox `inbox/AGENCY`."""

    agency: str
    name: str
    data: bytes


@cache
def _key(slug: str, run: str) -> str:
    """Six letters and digits, as an agency's own system would give them."""
    number = int.from_bytes(hashlib.blake2b(f"{run}/{slug}".encode(), digest_size=4).digest()) & (32**6 - 1)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(25, -1, -5))


def _uri(agency: Agency, key: str, first: datetime) -> str:
    """The story's name through all its versions, as this agency's format builds it."""
    match agency.format:
        case "newsml-1":
            return f"urn:newsml:{agency.domain}:{first:%Y%m%dT%H%M%SZ}:TX-MTL-{key}"
        case "nitf":
            return f"{agency.code.lower()}.{first:%Y%m%d}.{key}"
        case "ninjs-2" | "rss":
            return f"tag:{agency.domain},{first:%Y}:{key}"
        case _:
            return f"urn:newsml:{agency.domain}:{first:%Y%m%d}:{key}"


def first_take(text: Text, first: datetime, *, run: str = "") -> Take:
    """The first version of a story that came at `first`. Another `run` makes another story of the same text."""
    agency = AGENCIES[text.agency]
    first = first.replace(microsecond=0)
    return Take(
        text=text.at(first),
        agency=agency,
        uri=_uri(agency, _key(text.slug, run), first),
        key=_key(text.slug, run),
        number=1,
        first=first,
        created=first,
        embargoed_until=first + text.embargo if text.embargo else None,
    )


def later_take(before: Take, text: Text, created: datetime, number: int, *, signal: str, correction: str = "") -> Take:
    """A later version of the story: the same name, a higher number, other copy."""
    created = created.replace(microsecond=0)
    return Take(
        text=text.at(before.first),
        agency=before.agency,
        uri=before.uri,
        key=before.key,
        number=number,
        first=before.first,
        created=created,
        signal=signal,
        correction=correction,
    )


def kill_of(before: Take, created: datetime, number: int, *, note: str = "", by: Agency | None = None) -> Take:
    """The withdrawal of a story, by its own agency or (which must have no effect) by another."""
    return Take(
        text=before.text,
        agency=by or before.agency,
        uri=before.uri,
        key=before.key,
        number=number,
        first=before.first,
        created=created.replace(microsecond=0),
        status="canceled",
        note=note,
    )


def write(take: Take) -> File:
    """The take as a file of its agency."""
    agency = take.agency
    ending = "json" if agency.format.startswith("ninjs") else "xml"
    stem = f"{take.created:%Y%m%dT%H%M%SZ}-{take.key}-{take.number}"
    return File(agency.code, f"{stem}.{ending}", _WRITERS[agency.format](take))


def feed(takes: Iterable[Take]) -> File:
    """Several takes of an agency that speaks RSS, as one feed document, newest first."""
    ordered = sorted(takes, key=lambda one: one.created, reverse=True)
    return File(ordered[0].agency.code, f"feed-{ordered[0].created:%Y%m%dT%H%M%SZ}.xml", rss.write(ordered))


def _spread(slug: str, age: timedelta) -> timedelta:
    """A little more age, so that stories "three hours old" did not all come in the same second."""
    most = 50 if age >= timedelta(hours=2) else 6 if age >= timedelta(minutes=30) else 0
    if age >= timedelta(days=1):
        most = 540
    share = hashlib.blake2b(slug.encode(), digest_size=2).digest()
    return timedelta(minutes=most) * (int.from_bytes(share) / 65_536)


def standing_takes(now: datetime) -> dict[str, Take]:
    """Of every story that is there when the demo opens, by slug, its first version."""
    found = {}
    for text in copybook.standing():
        age = text.age or timedelta()
        first = now - age - _spread(text.slug, age)
        found[text.slug] = first_take(text, first)
    return found


def standing(now: datetime) -> list[File]:
    """The files that the agencies have sent by `now` (aware, UTC), oldest first; the feed's items are one document."""
    takes = sorted(standing_takes(now).values(), key=lambda one: one.created)
    files = [write(one) for one in takes if one.agency.format != "rss"]
    by_feed: dict[str, list[Take]] = {}
    for one in takes:
        if one.agency.format == "rss":
            by_feed.setdefault(one.agency.code, []).append(one)
    return files + [feed(one) for one in by_feed.values()]


def pictures_of(agency: str) -> tuple[str, ...]:
    """The names (without ending) of the pictures that this agency's copy refers to; they lie beside it in its inbox."""
    texts = [*copybook.standing(), *(step.text for step in copybook.steps() if step.text)]
    return tuple(sorted({text.picture for text in texts if text.picture and text.agency == agency}))
