"""What a page was made of: gathered while it is made, so that `uses` and `changes_at` are never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from wireroom.pages.mining import reservation
from wireroom.pages.model import Frame, Hole
from wireroom.rights.model import Clearance

LONGEST = timedelta(seconds=60)


@dataclass(slots=True)
class Trail:
    """The keys used, the next moment that changes something, the shortest cache time, the notices owed.

    `policies` are those of copy whose mining is reserved ("" for one without an address of its own); `local` says that
    the page would be another in another country.
    """

    uses: set[str] = field(default_factory=set)
    changes_at: datetime | None = None
    cache_max: timedelta = LONGEST
    notices: dict[tuple[str, str], None] = field(default_factory=dict)
    policies: dict[str, None] = field(default_factory=dict)
    local: bool = False

    def fork(self) -> Trail:
        """The same so far, for another page that was made of the same."""
        return replace(self, uses=set(self.uses), notices=dict(self.notices), policies=dict(self.policies))

    def moment(self, at: datetime | None) -> None:
        """Time alone changes the page at this moment, if at no earlier one."""
        if at is not None and (self.changes_at is None or at < self.changes_at):
            self.changes_at = at

    def consulted(self, clearance: Clearance) -> None:
        """A verdict was asked for. One that hides counts as much as one that shows: it may turn."""
        at = clearance.changes_at
        if at is not None and (self.changes_at is None or at < self.changes_at):
            self.changes_at = at
        if clearance.allowed:
            if clearance.cache_max is not None and clearance.cache_max < self.cache_max:
                self.cache_max = clearance.cache_max
            if clearance.notice:
                self.notices[clearance.notice, clearance.notice_link] = None
            if clearance.licence is not None and clearance.licence.tdm.reserve:
                self.policies[clearance.licence.tdm.policy] = None

    def frame(
        self,
        status: int,
        media_type: str,
        parts: tuple[bytes | Hole, ...],
        *,
        headers: Iterable[tuple[str, str]] = (),
        last_modified: datetime | None = None,
        address: str = "",
        lasts: timedelta = timedelta(0),
    ) -> Frame:
        """The finished frame. A 404 is never kept by a cache: how long it may be kept would tell of an embargo."""
        return Frame(
            status=status,
            media_type=media_type,
            parts=parts,
            uses=frozenset(self.uses),
            changes_at=self.changes_at,
            last_modified=last_modified,
            headers=(*headers, *reservation(self.policies)),
            cache_max=timedelta(0) if status == 404 else self.cache_max,
            local=self.local,
            address=address,
            lasts=lasts,
        )
