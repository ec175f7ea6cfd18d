"""A story: all its versions and decisions folded into what stands now. Never stored as truth, always made again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from wireroom.news.decision import Decision, Edit, Hold, Illustrate, Kill, Reinstate, Release
from wireroom.news.identity import story_id
from wireroom.news.restriction import Restriction
from wireroom.news.standing import Standing
from wireroom.news.version import Status, Version

TEXT_FORMATS = frozenset({"iptc7901", "anpa1312", "zczc"})
"""Telegrams: their stories are known by slugline and number alone, and what an item is, its words say."""
# Formats that cannot say "no embargo": what they leave out says nothing, and what was said before stays.
SILENT_FORMATS = TEXT_FORMATS | {"rss", "rss1", "atom", "jsonfeed", "email", "wxr"}


@dataclass(frozen=True, slots=True)
class Received:
    """A version as the ledger holds it.

    `fingerprint` is the digest of the version's content, `digest` that of the original bytes (both hex).
    """

    version: Version
    seq: int
    at: datetime
    source: str = ""
    digest: str = ""
    fingerprint: str = ""

    @property
    def created(self) -> datetime:
        """When the provider made this version; its arrival when the copy does not say."""
        return self.version.version_created or self.version.first_created or self.at


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as the ledger holds it."""

    decision: Decision
    seq: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of the story, as readers are told of it."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Story:
    """What stands now. `versions` are in the provider's order; `refused` are those of providers that do not own it.

    `latest` binds rights and status; `shown` is the newest version with copy in it. `conflict` tells that two
    contents came under the latest number. Made by `fold`, which does not depend on the order of arrival.
    """

    uri: str
    id: str
    owner: str
    versions: tuple[Received, ...]
    refused: tuple[Received, ...]
    decisions: tuple[Decided, ...]
    latest: Received | None
    shown: Received | None
    headline: str
    released: datetime | None
    updated: datetime | None
    corrections: tuple[Correction, ...]
    conflict: bool
    standing: Standing | None

    @property
    def killed(self) -> bool:
        """Whether the provider or the desk has killed it."""
        return self.standing is not None and self.standing.killed_at is not None

    @property
    def held(self) -> bool:
        """Whether the desk, or the copy without a time, holds it."""
        return self.standing is not None and self.standing.held

    def obeys(self, order: Decision) -> bool:
        """Whether the desk's own order stands already: a kill, hold or release more would change and tell nothing.

        A provider's kill is not the desk's, which stands by itself; a reason that was not given yet is worth keeping.
        """
        desk = _Desk(self.decisions)
        match order:
            case Kill():
                given: Kill | Hold | None = desk.kill
            case Hold(until=until):
                given = desk.hold if desk.hold and desk.hold.until == until else None
            case Release():
                return desk.hold is None and not self.held
            case _:
                return False
        return given is not None and order.why in ("", given.why)

    @staticmethod
    def fold(uri: str, received: Sequence[Received], decided: Sequence[Decided] = ()) -> Story:
        """The story that these entries make."""
        owner = owner_of(received)
        pictures = _pictures(decided)
        mine = _without_waiting([one for one in received if one.version.provider == owner])
        versions = in_order([_illustrated(one, pictures) if pictures else one for one in mine])
        refused = tuple(one for one in received if one.version.provider != owner)
        decisions = tuple(sorted(decided, key=lambda one: one.seq))
        groups = [tuple(group) for _, group in groupby(versions, key=_group)]
        ordered = tuple(one for _, _, one in versions)
        latest = ordered[-1] if ordered else None
        shown = next((one for one in reversed(ordered) if one.version.has_copy and not one.version.erased), None)
        times = _Times(ordered)
        for group in groups:
            times.follow([one for _, _, one in group])
        desk = _Desk(decisions)
        return Story(
            uri=uri,
            id=story_id(uri),
            owner=owner,
            versions=ordered,
            refused=refused,
            decisions=decisions,
            latest=latest,
            shown=shown,
            headline=_headline(desk, shown),
            released=times.released(desk),
            updated=shown.created if shown else None,
            corrections=_corrections(ordered),
            conflict=bool(groups) and _conflicting([one for _, _, one in groups[-1]]),
            standing=_standing(uri, owner, ordered, groups, times, desk, shown),
        )


def _without_waiting(received: Sequence[Received]) -> list[Received]:
    """The versions without those that waited for what they change, and were read again once it was here.

    Both readings are of the same original and number, and the first could say nothing but that it has to be held.
    """
    waiting = {_original(one) for one in received if one.version.waits and one.digest}
    if not waiting:
        return list(received)
    whole = {key for one in received if one.version.has_copy and (key := _original(one)) in waiting}
    return [one for one in received if not (one.version.waits and _original(one) in whole)]


def _original(one: Received) -> tuple[str, int | None, str]:
    return (one.digest, one.version.number, one.version.format)


def _pictures(decided: Sequence[Decided]) -> dict[str, Illustrate]:
    """The pictures that came after the copy, by what the copy calls them."""
    return {one.decision.href: one.decision for one in decided if isinstance(one.decision, Illustrate)}


def _illustrated(one: Received, pictures: dict[str, Illustrate]) -> Received:
    """The version with its late pictures. What it said and its fingerprint stay: the copy itself has not changed."""
    found = one.version.associations
    whole = tuple(
        replace(part, media=came.media, width=came.width, height=came.height)
        if not part.media and (came := pictures.get(part.href)) is not None
        else part
        for part in found
    )
    return one if whole == found else replace(one, version=replace(one.version, associations=whole))


def owner_of(received: Sequence[Received]) -> str:
    """The provider that owns the uri: the first that sent copy under it, else the first that named it at all.

    So a stranger's kill that comes before the story never becomes the story's owner.
    """
    by_arrival = sorted(received, key=lambda one: one.seq)
    for one in by_arrival:
        if one.version.status is not Status.CANCELED and one.version.has_copy:
            return one.version.provider
    return by_arrival[0].version.provider if by_arrival else ""


_Ordered = tuple[int, datetime, Received]


def in_order(received: Iterable[Received]) -> list[_Ordered]:
    """The versions in the provider's order: by number, then creation, then content; arrival plays no part in it,
    but for versions without a number made at one moment.

    A version without a number (a status set on another document, say) stands behind the numbered ones that were
    made before it.
    """
    all_received = list(received)
    numbered = [one for one in all_received if one.version.number is not None]

    def place(one: Received) -> int:
        if one.version.number is not None:
            return one.version.number
        earlier = [n.version.number for n in numbered if n.version.number is not None and n.created <= one.created]
        return max(earlier, default=-1)

    keyed = [(place(one), one.created, one) for one in all_received]
    return sorted(keyed, key=_place_in_order)


def _place_in_order(one: _Ordered) -> tuple[int, bool, datetime, str | int]:
    """Contents of one number and moment by what they say; without a number (a feed's entry that was mended without
    a new date, say) there is only arrival to tell which is newer.
    """
    received = one[2]
    unnumbered = received.version.number is None
    return (one[0], unnumbered, one[1], received.seq if unnumbered else received.fingerprint)


def _group(one: _Ordered) -> tuple[int, int]:
    """Contents of one stated number go together; versions without a number each stand alone."""
    return (one[0], 0 if one[2].version.number is not None else one[2].seq)


def _conflicting(group: Sequence[Received]) -> bool:
    """Whether one stated number came with more than one content."""
    return len({one.fingerprint for one in group if one.version.number is not None}) > 1


def _bindings(group: Sequence[Received]) -> list[Received]:
    """The versions of a group that bind together: all contents of one stated number, else only the newest."""
    newest = group[-1]
    if newest.version.number is None:
        return [newest]
    return [one for one in group if one.version.number == newest.version.number]


class _Times:
    """Follows what successive versions say of embargo, hold and expiry, and so when the story came out."""

    def __init__(self, ordered: Sequence[Received]) -> None:
        self.embargo: datetime | None = None
        self.hold = ""
        self.hold_seq = 0
        self.kept: datetime | None = None
        self.expires: datetime | None = None
        self.floor: datetime | None = None
        firsts = [one.version.first_created or one.created for one in ordered]
        arrival = min((one.at for one in ordered), default=None)
        first = min(firsts, default=None)
        # A provider's clock that runs ahead must not put a story in front of what is new.
        self.first = min(first, arrival) if first and arrival else first

    def follow(self, group: Sequence[Received]) -> None:
        """Takes the statements of the next version, or of all contents that share its number: the narrowest wins."""
        binding = _bindings(group)
        embargoes = [one.version.embargoed_until for one in binding if one.version.embargoed_until]
        holding = [one for one in binding if _hold(one.version)]
        self.kept = max(embargoes, default=self.kept)
        silent = any(one.version.format in SILENT_FORMATS for one in binding)
        if embargoes or holding or not silent:
            self._lift(min(one.created for one in binding), max(embargoes, default=None), bool(holding))
            self.embargo = max(embargoes, default=None)
            self.hold = _hold(holding[-1].version) if holding else ""
            self.hold_seq = max((one.seq for one in holding), default=0)
        expiries = [one.version.expires for one in binding if one.version.expires]
        if expiries or not silent:
            self.expires = min(expiries, default=None)

    def _lift(self, at: datetime, embargo: datetime | None, holding: bool) -> None:
        """Remembers when an earlier embargo or hold ended, so that the story does not sink in the lists."""
        if embargo is None and not holding and (self.embargo or self.hold):
            ended = min(self.embargo, at) if self.embargo and not self.hold else at
            self.floor = max(self.floor, ended) if self.floor else ended

    def released(self, desk: _Desk) -> datetime | None:
        """When the story came out, or will."""
        moments = [moment for moment in (self.first, self.floor, self.embargo) if moment]
        if self.hold and desk.released_seq > self.hold_seq and desk.released_at:
            moments.append(desk.released_at)
        return max(moments, default=None)


class _Desk:
    """What the desk's decisions add up to, in the order they were taken."""

    def __init__(self, decisions: Sequence[Decided]) -> None:
        self.kill: Kill | None = None
        self.hold: Hold | None = None
        self.released_seq = 0
        self.released_at: datetime | None = None
        self.headline: str | None = None
        for one in decisions:
            match one.decision:
                case Kill():
                    self.kill = self.kill or one.decision
                case Reinstate():
                    self.kill = None
                case Hold():
                    self.hold = one.decision
                case Release():
                    self.hold = None
                    self.released_seq = one.seq
                    self.released_at = one.decision.at
                case Edit(headline=headline):
                    self.headline = headline
                case _:
                    pass  # where a story stands is routing's to say


def _hold(version: Version) -> str:
    """Why the copy holds itself until a person releases it: no time to its embargo, or terms nobody can act on."""
    return version.hold or _unclear(version)


def _unclear(version: Version) -> str:
    unclear = next((one.text for one in version.rights.restrictions if not one.clear), None)
    return "" if unclear is None else f"its terms of use were not understood: {unclear or 'they name no limit'}"


def _headline(desk: _Desk, shown: Received | None) -> str:
    if desk.headline:
        return desk.headline
    return shown.version.headline if shown else ""


def _corrections(ordered: Sequence[Received]) -> tuple[Correction, ...]:
    return tuple(
        Correction(one.created, one.version.correction_note)
        for one in ordered
        if one.version.signal == "correction" and one.version.has_copy
    )


def _standing(
    uri: str,
    owner: str,
    ordered: Sequence[Received],
    groups: Sequence[Sequence[_Ordered]],
    times: _Times,
    desk: _Desk,
    shown: Received | None,
) -> Standing | None:
    released = times.released(desk)
    if not ordered or released is None:
        return None
    binding = _bindings([one for _, _, one in groups[-1]])
    canceled = min((one.at for one in ordered if one.version.status is Status.CANCELED), default=None)
    stating = _stating(binding, shown, ordered)
    # The shown copy's terms bind also when a newer version without copy says nothing of them.
    unclear = next((why for one in stating if desk.released_seq < one.seq and (why := _unclear(one.version))), "")
    hold = times.hold if desk.released_seq < times.hold_seq else unclear
    copy_holds = bool(hold)
    killed_at = min((at for at in (canceled, desk.kill.at if desk.kill else None) if at), default=None)
    return Standing(
        uri=uri,
        provider=owner,
        source=ordered[-1].source,
        released=released,
        killed_at=killed_at,
        killed_by=owner if canceled else (desk.kill.by if desk.kill else ""),
        withheld=any(one.version.status is Status.WITHHELD for one in binding),
        held=copy_holds or desk.hold is not None,
        # The copy's own open-ended hold outlasts any time the desk named.
        held_until=None if copy_holds or desk.hold is None else desk.hold.until,
        held_why=hold if copy_holds else (desk.hold.why if desk.hold else ""),
        embargoed_until=times.embargo,
        expires=times.expires,
        unusable=_unusable(shown, binding),
        embargo_kept=times.kept,
        services=ordered[-1].version.services or (shown.version.services if shown else ()),
        restrictions=_restrictions(stating),
        received=min(one.at for one in ordered),
    )


def _stating(binding: Sequence[Received], shown: Received | None, ordered: Sequence[Received]) -> tuple[Received, ...]:
    """The versions whose terms of use hold together: those that bind, and all contents of the shown one."""
    number = shown.version.number if shown else None
    copy = (one for one in ordered if one is shown or (number is not None and one.version.number == number))
    return (*binding, *(one for one in copy if one not in binding))


def _restrictions(stating: Sequence[Received]) -> tuple[Restriction, ...]:
    """What these versions forbid or demand, as far as a machine can act on it."""
    stated = (each for one in stating for each in one.version.rights.restrictions)
    return tuple(dict.fromkeys(one for one in stated if one.clear))


def _unusable(shown: Received | None, binding: Sequence[Received]) -> str:
    """Why it is no story: one of the contents that bind together is enough."""
    if shown is None:
        return "no copy has come yet"
    for one in (shown, *binding):
        if one.version.kind not in ("text", "composite") and (one is shown or one.version.has_copy):
            return f"an item of kind {one.version.kind}, not a story"
    return ""
