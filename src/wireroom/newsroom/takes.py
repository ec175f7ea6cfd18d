"""Leads, corrections, additions and repeats of text wires, put under the story that they belong to.

Their formats have no identity of their own: a reader names a story by service, day and slugline. Here, where the
ledger is at hand, several stories of one slugline are told apart, and a lead after midnight finds its story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

from wireroom.formats.markup import joined
from wireroom.formats.words import mark_of
from wireroom.ledger.model import Ledger
from wireroom.ledger.names import called_at, names_of, plain, slug_of, start_of
from wireroom.news import Status, Version

_REACH = timedelta(days=2)  # how far back a lead's story may lie
_ALIKE = 0.25  # share of words that two versions of one story have in common at least
_READ_ALREADY = frozenset({"update", "correction"})  # the reader's own word for the marks that stand beside it
_WORD = re.compile(r"\w{3,}")
_TAG = re.compile(r"<[^>]*>")
_READ = 1500  # characters of a body that are compared


class Takes:
    """Settles the uri of versions of text wires."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self._ledger = ledger
        self._now = now

    def settle(self, version: Version, batch: Sequence[Version]) -> Version:
        """The version under the uri of its story; with a uri of its own, or held, when that cannot be told."""
        if version.orders or version.status is Status.CANCELED or version.kind != "text" or not version.slugline:
            return version
        kinds = mark_of(*(one for one in version.signals if one not in _READ_ALREADY)).kinds
        kinds = kinds or frozenset(version.signals) & _READ_ALREADY
        candidates = self._candidates(version, batch)
        same = next((one for one in candidates if one.alt_ids == version.alt_ids and _day(one) == _day(version)), None)
        if not kinds:
            return self._first_form(version, candidates, same)
        target = same or _best(version, candidates)
        if "sub" in kinds:
            why = "it takes the place of a part of a story, and only a person can put it there"
            return replace(self._apart(version), hold=version.hold or why)
        if "add" in kinds and "update" not in kinds:
            return self._added(version, target)
        if target is not None:
            return replace(version, uri=target.uri)
        return self._apart(version) if any(one.uri == version.uri for one in candidates) else version

    def _first_form(self, version: Version, candidates: Sequence[Version], same: Version | None) -> Version:
        """A story without a mark: a new one, unless it is the same sent again or said so alike."""
        if same is not None:
            return replace(version, uri=same.uri)
        if not any(one.uri == version.uri for one in candidates):
            return version
        twin = next(
            (
                one
                for one in candidates
                if plain(one.headline) == plain(version.headline) or start_of(one) == start_of(version) != ""
            ),
            None,
        )
        # Two contents of number 1 would contradict each other; by its time it is the newer.
        return replace(version, uri=twin.uri, number=None) if twin else self._apart(version)

    def _added(self, version: Version, target: Version | None) -> Version:
        """An addition as a whole new version: the story so far and what is added."""
        if target is None:
            return replace(self._apart(version), hold=version.hold or "an addition to a story that has not come")
        return replace(
            target,
            body=joined(target.body, version.body),
            number=None,
            signals=version.signals,
            version_created=version.version_created,
            alt_ids=version.alt_ids,
            hold=version.hold,
            embargoed_until=version.embargoed_until,
        )

    def _apart(self, version: Version) -> Version:
        number = version.alt_ids[0].lower() if version.alt_ids else plain(version.headline)[:40]
        return replace(version, uri=f"{version.uri}:{number}")

    def _candidates(self, version: Version, batch: Sequence[Version]) -> list[Version]:
        """The newest versions of this provider's stories with the same slugline, of this service and these days."""
        names = [name for name in names_of(version) if name.startswith("slug ")]
        made = called_at(version, self._now)
        uris = self._ledger.named(version.provider, names, made - _REACH, made + _REACH) if names else []
        found: dict[str, Version] = {}
        with self._ledger.snapshot(self._now) as snapshot:
            for uri in dict.fromkeys([version.uri, *uris]):
                story = snapshot.story(uri)
                if story is not None and story.shown is not None and story.owner == version.provider:
                    found[uri] = story.shown.version
        for one in batch:
            if one.provider == version.provider and not one.orders and one.has_copy:
                found[one.uri] = one
        slug = slug_of(version.slugline)
        return [
            one
            for one in found.values()
            if one.format == version.format
            and slug_of(one.slugline) == slug
            and (one.services == version.services or one.format == "anpa1312")
        ]


def _day(version: Version) -> object:
    return version.version_created.date() if version.version_created else None


def _best(version: Version, candidates: Sequence[Version]) -> Version | None:
    """The story that a lead or correction belongs to: the only one of its slugline, else the most alike."""
    earlier = [one for one in candidates if _not_after(one, version)] or list(candidates)
    if len(earlier) == 1:
        return earlier[0]
    ranked = sorted(
        ((alike(text_of(version), one), one.uri, one) for one in earlier), key=lambda one: one[:2], reverse=True
    )
    return ranked[0][2] if ranked and ranked[0][0] >= _ALIKE else None


def _not_after(one: Version, version: Version) -> bool:
    return (
        one.version_created is None or version.version_created is None or one.version_created <= version.version_created
    )


def alike(text: str, story: Version) -> float:
    """The share of a text's words that stand in a story's headline and beginning, or the other way round."""
    words, others = _words(text), _words(text_of(story))
    return len(words & others) / max(1, min(len(words), len(others)))


def text_of(version: Version) -> str:
    """Headline and beginning as plain text."""
    return f"{version.headline} {unescape(_TAG.sub(' ', version.body[:_READ]))}"


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
