"""Old pages into the ledger: evidence with rights unknown, one story a page however often it was captured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wireroom.errors import UnreadableError, WireroomError
from wireroom.formats.bounds import settle
from wireroom.formats.captures import identity, warc
from wireroom.formats.captures.warc import Record
from wireroom.formats.model import Capture, Hint, Reading
from wireroom.formats.urls import host
from wireroom.ledger.model import Entry, Outcome, Snapshot
from wireroom.ledger.originals import digest_of
from wireroom.network.model import Site, is_import
from wireroom.news import Version, old_address
from wireroom.newsroom.importing_files import Page, files, pages
from wireroom.newsroom.importing_rules import SiteRules
from wireroom.transports import hint_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from wireroom.newsroom.home import Home

BATCH = 64
"""Pages that one transaction records."""
_BATCH_BYTES = 16_000_000
_TWIN_WORDS = 60  # below that, two pages may well say the same and not be one story

IMPORTED = "imported"
NEWER = "newer version"
THERE = "there already"
NO_STORY = "no story"
NO_PAGE = "no page"
_OUTCOMES = {
    Outcome.ACCEPTED: IMPORTED, Outcome.UPDATED: NEWER, Outcome.OLDER: NEWER, Outcome.CONFLICT: NEWER,
    Outcome.DUPLICATE: THERE, Outcome.REFUSED: "another provider's", Outcome.KILLED: "killed", Outcome.DARK: "killed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one page. `confidence` is the lowest of headline, body and date; `done` as in `Page`."""

    file: str
    outcome: str
    uri: str = ""
    headline: str = ""
    why: str = ""
    confidence: float = 0.0
    doubts: tuple[str, ...] = ()
    done: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    page: Page
    version: Version
    capture: Capture
    digest: str


def key_for(provider: str) -> str:
    """The source that a page of this provider is recorded under: no wire's, so no licence covers it by chance."""
    word = re.sub(r"[^a-z0-9]+", "-", provider.casefold()).strip("-")[:50]
    return f"import-{word}" if word else "import"


class Importer:
    """Reads pages and records them, batch by batch; what was recorded before is passed over.

    `source` is the key that all pages are recorded under (None: one for each provider), `site` the site of the network
    that the old addresses belonged to. With `dry_run` nothing is written or opened.
    """

    def __init__(
        self,
        home: Home,
        clock: Callable[[], datetime] | None,
        *,
        rules: SiteRules,
        site: Site | None = None,
        source: str | None = None,
        dry_run: bool = False,
    ) -> None:
        if source is not None and not is_import(source):
            raise WireroomError(
                f"{source!r} is no source for old pages",
                todo='use a key such as "import-archive": no wire comes by it, so no wire\'s licence covers it',
            )
        self._home, self._clock, self._rules = home, clock, rules
        self._site, self._source, self._dry = site, source, dry_run
        configured = home.network.sources.get(source or "import")
        self._hint = hint_for(configured) if configured else Hint()

    def run(self, paths: Sequence[Path]) -> Iterator[Imported]:
        """What becomes of every page in these files and folders; a batch's pages are told once they are durable."""
        batch: list[Page] = []
        for page in _counted(paths):
            if page.record.why:
                yield Imported(page.file, NO_PAGE, why=page.record.why, done=page.done)
                continue
            batch.append(page)
            if len(batch) >= BATCH or sum(len(one.record.data) for one in batch) > _BATCH_BYTES:
                yield from self._take(batch)
                batch = []
        yield from self._take(batch)

    def _take(self, batch: Sequence[Page]) -> Iterator[Imported]:
        read: list[_Read] = []
        new = list(batch) if self._dry else self._new(batch)
        known = {id(page) for page in batch} - {id(page) for page in new}
        for page in batch:
            if id(page) in known:
                yield Imported(page.file, THERE, done=page.done)
                continue
            try:
                version, capture = self._read(page.record)
            except UnreadableError as error:
                yield Imported(page.file, NO_STORY, why=error.what, done=page.done)
                continue
            except Exception as error:  # one page that a reader trips over must not stop a hundred thousand others
                yield Imported(page.file, NO_STORY, why=f"the reader failed ({type(error).__name__})", done=page.done)
                continue
            read.append(_Read(page, version, capture, digest_of(page.record.data)))
        if self._dry:
            yield from (_told(one, one.version.uri, IMPORTED) for one in read)
        elif read:
            for one, entry in zip(read, self._record(read), strict=True):
                yield _told(one, entry.uri, _OUTCOMES[entry.outcome])

    def _new(self, batch: Sequence[Page]) -> list[Page]:
        """The pages that are not recorded yet: other bytes, or the same at an address that is not known."""
        assert self._clock is not None
        ledger = self._home.ledger
        with ledger.snapshot(self._clock()) as snapshot:
            return [
                page for page in batch if not (ledger.knows(digest_of(page.record.data)) and _placed(snapshot, page))
            ]

    def _read(self, record: Record) -> tuple[Version, Capture]:
        rules = self._rules.of(host(identity.live(record.url)))
        hint = replace(self._hint, name=record.place)
        version, capture = warc.read_record(record, hint, rules)
        settled = settle(Reading(version.format, (version,)), replace(hint, provider="")).versions[0]
        return self._at_site(settled), capture

    def _at_site(self, version: Version) -> Version:
        """The version with its old address on the site that it is said to have been on."""
        if self._site is None:
            return version
        paths = [one.partition("/")[2] for one in version.alt_ids if one.startswith("url:")]
        own = [old_address(host(self._site.url), f"/{path}") for path in paths]
        return replace(version, alt_ids=tuple(dict.fromkeys([*version.alt_ids, *own])))

    def _record(self, read: Sequence[_Read]) -> list[Entry]:
        assert self._clock is not None
        now = self._clock()
        with self._home.ledger.snapshot(now) as snapshot:
            versions = _joined([one.version for one in read], snapshot)
        items = [
            (version, self._source or key_for(version.provider), one.digest)
            for one, version in zip(read, versions, strict=True)
        ]
        originals = {one.digest: one.page.record.data for one in read}
        return self._home.ledger.append_all(items, at=now, originals=originals)


def _counted(paths: Sequence[Path]) -> Iterator[Page]:
    """The pages of all files; `done` counts the bytes of all files so far."""
    before = 0
    for found in files(paths):
        for page in pages(found):
            yield replace(page, done=before + page.done)
        before += found.size


def _placed(snapshot: Snapshot, page: Page) -> bool:
    name = identity.address(page.record.url)
    return not name or snapshot.old_page(name) is not None


def _joined(versions: Sequence[Version], snapshot: Snapshot) -> list[Version]:
    """The versions, each under the story that has the same text already: sister sites, copies without an address."""
    here: dict[str, Version] = {}
    found = []
    for version in versions:
        twin = next((one for one in version.alt_ids if one.startswith(identity.TWIN)), "")
        uri = version.uri
        if twin and len(version.body.split()) >= _TWIN_WORDS and snapshot.story(uri) is None:
            other = snapshot.old_page(twin)
            story = snapshot.story(other) if other else None
            if story is not None and story.owner == version.provider:
                uri = story.uri
            elif twin in here and here[twin].provider == version.provider:
                uri = here[twin].uri
        version = replace(version, uri=uri) if uri != version.uri else version
        here.setdefault(twin, version)
        found.append(version)
    return found


def _told(one: _Read, uri: str, outcome: str) -> Imported:
    sure = min((one.capture.confidence.get(name, 1.0) for name in ("headline", "body", "date")), default=0.0)
    return Imported(
        one.page.file,
        outcome,
        uri,
        one.version.headline,
        confidence=sure,
        doubts=one.capture.doubts,
        done=one.page.done,
    )
