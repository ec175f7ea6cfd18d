"""What recording means to every ledger: who may decide, what the entries add up to, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wireroom.errors import RefusedError
from wireroom.ledger.codec import kind_of
from wireroom.ledger.model import Entry, Outcome
from wireroom.news import Decided, Decision, Kill, Received, Status, Story, Version

Item = tuple[Version | Decision, str, str]
"""What to record, the source it came by, and the digest (hex) of its original bytes."""


def fold(uri: str, entries: Iterable[Entry]) -> Story:
    """The story that these entries make."""
    received, decided = [], []
    for one in entries:
        if isinstance(one.what, Version):
            received.append(Received(one.what, one.seq, one.at, one.source, one.digest, one.fingerprint))
        else:
            decided.append(Decided(one.what, one.seq))
    return Story.fold(uri, received, decided)


def duplicate_of(what: Version | Decision, fingerprint: str, past: Iterable[Entry]) -> Entry | None:
    """The entry of this story that already holds this content; a decision is never a duplicate.

    The provider is part of the content, so no stranger's copy can make the owner's a duplicate.
    """
    if not isinstance(what, Version):
        return None
    return next((one for one in past if one.fingerprint == fingerprint), None)


def demand_name(what: Version | Decision) -> None:
    """Raises RefusedError for a decision that nobody signed: the ledger is the audit trail."""
    if not isinstance(what, Version) and not what.by.strip():
        raise RefusedError(
            f"a {kind_of(what).lower()} needs the name of the person who decides it", where=what.uri, todo="give a name"
        )


def outcome_of(what: Version | Decision, seq: int, past: Sequence[Entry], after: Story) -> Outcome:
    """The outcome of entry `seq`, which made `after` of the story's `past`."""
    if not isinstance(what, Version):
        took_effect = isinstance(what, Kill) and after.killed and not fold(what.uri, past).killed
        return Outcome.KILLED if took_effect else Outcome.DECIDED
    mine = next((one for one in after.versions if one.seq == seq), None)
    if mine is None:
        return Outcome.REFUSED
    if what.status is Status.CANCELED and not _canceled(fold(what.uri, past), after.owner):
        return Outcome.KILLED
    if after.killed:
        return Outcome.DARK
    if _contradicted(mine, after):
        return Outcome.CONFLICT
    if len(after.versions) == 1:
        return Outcome.ACCEPTED
    return Outcome.UPDATED if after.latest is mine else Outcome.OLDER


def _canceled(story: Story, owner: str) -> bool:
    """Whether this owner's kill was there already; the kill of a stranger who was taken for the owner is none."""
    return story.owner == owner and any(one.version.status is Status.CANCELED for one in story.versions)


def _contradicted(mine: Received, story: Story) -> bool:
    """Whether another content came under the number of this version."""
    return mine.version.number is not None and any(
        one.version.number == mine.version.number and one.fingerprint != mine.fingerprint for one in story.versions
    )
