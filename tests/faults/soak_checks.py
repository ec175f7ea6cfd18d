"""What must hold in a soak whenever its sender rests: nothing lost, nothing twice, kills stay, copy can be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.faults.soak_copy import TOKEN, Story, Wire
from tests.faults.soak_newsroom import SITES, Running, address
from tests.faults.soak_people import People, Seen, moved
from wireroom.ledger.model import Entry
from wireroom.ledger.originals import digest_of
from wireroom.news import Version
from wireroom.newsroom.home import Home

LISTS = ("/", "/news", "/feed.xml", "/feed.json", "/sitemap.xml", "/news-sitemap.xml", "/rail/0")


class Checks:
    """Holds the sender's book against the ledger, quarantine and answers; what differs becomes a breach."""

    def __init__(self, running: Running, wire: Wire, people: People, seen: Seen) -> None:
        self.running, self.wire, self.people, self.seen = running, wire, people, seen
        self.entries = 0
        self._uris: dict[int, str] = {}
        self._recorded: Counter[tuple[str, str]] = Counter()  # by digest and story
        self._digests: set[str] = set()
        self._tokens: Counter[tuple[int, int]] = Counter()

    def all(self) -> None:
        """Everything; nobody may be sending meanwhile."""
        self._once()
        self._shown()
        done = self.running.command("verify")
        if done.returncode:
            self.seen.breach(f"wireroom verify: {done.stdout} {done.stderr}")

    def restored(self, backup: Path) -> None:
        """A backup, taken under load, makes a whole network."""
        target = self.running.room / "restored"
        done = self.running.beside("restore", str(backup), str(target))
        if done.returncode == 0:
            done = self.running.beside("verify", "-n", str(target))
        if done.returncode:
            self.seen.breach(f"restore of {backup}: {done.stdout} {done.stderr}")

    def waiting(self) -> list[str]:
        """What was sent and is not taken in yet."""
        self._follow()
        with self.wire.lock:
            newest = {one.story.number: one for one in self.wire.book if one.way == "feed" and one.story}
            sent = [one for one in self.wire.book if one.way != "feed" and one.at_acknowledged is None]
        unread = [one for number, one in newest.items() if not self._tokens[(number, one.version)]]
        return [f"{one.name} ({one.kind}, {one.way})" for one in (*sent, *unread)]

    def _follow(self) -> None:
        """Reads the ledger on from where it was read to."""
        home = Home(self.running.file)
        try:
            for entry in home.ledger.entries(self.entries):
                self.entries = entry.seq
                if isinstance(entry.what, Version):
                    self._count(entry, entry.what)
        finally:
            home.close()

    def _count(self, entry: Entry, what: Version) -> None:
        if entry.digest:
            self._recorded[(entry.digest, what.uri)] += 1
            self._digests.add(entry.digest)
        if found := TOKEN.search(what.headline):
            self._tokens[(int(found[1]), int(found[2]))] += 1
            self._uris.setdefault(int(found[1]), what.uri)  # an order names it, too, and later

    def _once(self) -> None:
        """Every acknowledged delivery is in the ledger once, or in quarantine."""
        self._follow()
        home = Home(self.running.file)
        try:
            kept = {case.digest for case in home.quarantine.list()}
        finally:
            home.close()
        for (number, version), count in self._tokens.items():
            if count > 1 and self.wire.stories[number].way == "feed":
                self.seen.breach(f"version {version} of story {number} is {count} times in the ledger, from a feed")
        for (digest, uri), count in self._recorded.items():
            if count > 1:
                self.seen.breach(f"{uri} is {count} times in the ledger from one delivery, {digest}")
        with self.wire.lock:
            acknowledged = [one for one in self.wire.book if one.at_acknowledged is not None]
        for one in acknowledged:
            digest = digest_of(one.data)
            set_aside = one.kind in ("broken", "again") and digest in kept
            if digest not in self._digests and not set_aside:
                self.seen.breach(f"lost: {one.name} ({one.kind}), acknowledged, is in neither ledger nor quarantine")

    def _shown(self) -> None:
        """Killed stories answer 410 everywhere; those that may be read can be, in their newest version."""
        for story in list(self.wire.stories.values()):
            uri = story.uri or self._uris.get(story.number, "")
            if story.at_killed is not None and uri:
                for site in SITES:
                    self._killed(story, site, uri)
            elif story.usable and uri and self._surely_there(story):
                for site in story.sites:
                    self._readable(story, site, uri)
        for site in SITES:
            for path in LISTS:
                self.people.read(site, path)

    def _killed(self, story: Story, site: str, uri: str) -> None:
        found = self.people.insist(site, address(uri, self.running.clock()))
        wanted = (410,) if site in story.sites and story.was_shown else (404, 410)
        if found is None or found[0] not in wanted:
            self.seen.breach(f"the killed {uri} answers {found and found[0]} on {site}")

    def _surely_there(self, story: Story) -> bool:
        now = self.running.clock()
        if story.unsure or (story.lifts and story.lifts > now):
            return False
        return story.ends is None

    def _readable(self, story: Story, site: str, uri: str) -> None:
        path = address(uri, self.running.clock())
        found = self.people.insist(site, path)
        if found and (elsewhere := moved(site, found)):
            found = self.people.insist(site, elsewhere)
        wanted = f"zq{story.number:06}v{story.version}"
        if found is None or found[0] != 200 or wanted not in found[1]:
            self.seen.breach(
                f"{uri} ({story.way}) on {site} is not there in its version {story.version}: {found}"[:300]
            )
