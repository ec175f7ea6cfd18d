"""Topic, place, agency and author pages: the lists that a story stands in by what it is about and who sent it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from minijinja import safe

from wireroom.formats.mediatopics import vocabulary
from wireroom.network.model import Surface
from wireroom.news import words_of
from wireroom.news.bylines import authors_of
from wireroom.pages.addresses import position_of, quoted
from wireroom.pages.feeds import KINDS as FEEDS
from wireroom.pages.feeds import Shelf, feed
from wireroom.pages.lists import BEFORE, leaf, list_frame, reader_of
from wireroom.pages.model import Frame, Request
from wireroom.pages.notices import moved
from wireroom.pages.rows import Row, web
from wireroom.pages.setting import Setting
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.rights import show_story
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Snapshot
from wireroom.routing.shelves import AGENCY, AUTHOR, KINDS, PLACE, TOPIC, places_of, shelf_list

_ASKED_FOR_NAME = 3  # stories that are looked at for how a place or a person is written


@cache
def topic_words() -> dict[str, str]:
    """The words of each Media Topic's address by its code; where two are called alike, the code stands with them."""
    named: dict[str, list[str]] = {}
    for code, topic in vocabulary().by_code.items():
        named.setdefault(words_of(topic.name), []).append(code)
    return {code: words if len(codes) == 1 else f"{words}-{code}" for words, codes in named.items() for code in codes}


@cache
def _codes() -> dict[str, str]:
    return {words: code for code, words in topic_words().items()}


def shelf_path(shelf: str) -> str:
    """The path of a shelf's page, percent-encoded; "" for what has none."""
    kind, _, words = shelf.partition("/")
    if kind == TOPIC:
        words = topic_words().get(words, "")
    return quoted(f"/{kind}/{words}") if kind in KINDS and words else ""


def shelf_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """What stands below `/topic/`, `/place/`, `/agency/` and `/author/`; None where no story may be listed.

    A Media Topic is answered by its name, its code leads there; its page holds the stories of all that is below it.
    """
    kind, _, rest = request.path.removeprefix("/").partition("/")
    words, _, rest = rest.partition("/")
    if not words or request.path.endswith("/"):
        return None
    named = topic_words().get(words, "") if kind == TOPIC else ""
    named = named or words_of(words)
    shelf = f"{kind}/{_codes().get(named, '') if kind == TOPIC else named}"
    path = shelf_path(shelf)
    if not path:
        return None
    if named != words:
        return moved(setting, path, Trail())
    page = _Shelf(setting, snapshot, shelf, path, words)
    if rest in FEEDS:
        return page.feed(rest)
    return page.frame(rest) if not rest or rest.startswith(BEFORE) else None


class _Shelf:
    """One shelf on one site, on its way into the template."""

    def __init__(self, setting: Setting, snapshot: Snapshot, shelf: str, path: str, words: str) -> None:
        self.setting, self.snapshot = setting, snapshot
        self.shelf, self.path, self.words = shelf, path, words
        self.kind = shelf.partition("/")[0]
        self.where = shelf_list(setting.site.key, shelf)
        self.reader = reader_of(setting, snapshot, self.where)

    def frame(self, rest: str) -> Frame | None:
        """The page; None when it has nothing to show."""
        before = position_of(rest.removeprefix(BEFORE)) if rest else None
        if rest and before is None:
            return None
        found, older = leaf(self.reader.shown(self.snapshot.placed(self.where, before), Surface.LIST))
        if not found:
            return None
        credit, link = self._credit() if self.kind == AGENCY else ("", "")
        name = credit or self._name(found)
        return list_frame(
            self.reader,
            "shelf.html",
            "",
            plain(name),
            self.path,
            found,
            older,
            before,
            kind=plain(self.setting.labels.shelves[self.kind]),
            about=link,
            # Who leafs on has passed the feed by; and an older page may not depend on what is newest.
            fed=before is None and self._fed() is not None,
            crumbs=self._links(reversed(self._ancestors())),
            narrower=self._links(self._children()) if before is None else [],
        )

    def feed(self, name: str) -> Frame | None:
        """The shelf's feed with this file name; None when it has none."""
        newest = self._fed()
        if newest is None:
            return None
        called = self._credit()[0] if self.kind == AGENCY else self._name([newest], Surface.FEED)
        shelf = Shelf(self.path, called, self.where, lambda snapshot: snapshot.placed(self.where))
        return feed(self.setting, self.snapshot, name, shelf)

    def _fed(self) -> ShownHeadline | None:
        """The newest story that lets the shelf have a feed: one to list, or to carry where the very name is copy."""
        surface = Surface.FEED if self.kind in (PLACE, AUTHOR) else Surface.LIST
        return self.reader.newest(self.snapshot.placed(self.where), surface)

    def _code(self) -> str:
        return self.shelf.partition("/")[2] if self.kind == TOPIC else ""

    def _ancestors(self) -> list[str]:
        known, code = vocabulary().by_code, self._code()
        found = []
        while code and (code := known[code].parent):
            found.append(code)
        return found

    def _children(self) -> Iterator[str]:
        """The topics right below this one with a story to list, each found with one look."""
        code = self._code()
        for child in _below().get(code, ()) if code else ():
            where = shelf_list(self.setting.site.key, f"{TOPIC}/{child}")
            self.reader.trail.uses.add(f"placed:{where}")
            if self.reader.newest(self.snapshot.placed(where)) is not None:
                yield child

    def _links(self, codes: Iterable[str]) -> list[Row]:
        return [topic_link(self.setting, code) for code in codes]

    def _credit(self) -> tuple[str, str]:
        """What the agency is called in its credit, and its own address, as its licence has them."""
        licences = self.setting.network.licences.values()
        own = [one for one in licences if words_of(one.provider) == self.words and self.setting.site.key in one.sites]
        named = next((one for one in own if one.credit.text), own[0] if own else None)
        if named is None:
            return self._said(), ""
        return named.credit.text or named.provider, web(named.credit.link)

    def _name(self, found: list[ShownHeadline], surface: Surface = Surface.LIST) -> str:
        """What the shelf is called: by the vocabulary, by copy that may be told there, else by its address."""
        if self.kind == TOPIC:
            return topic_name(self._code())
        named = (name for one in found[:_ASKED_FOR_NAME] for name in self._named_in(one.uri, surface))
        return next((name for name in named if words_of(name) == self.words), self._said())

    def _named_in(self, uri: str, surface: Surface) -> tuple[str, ...]:
        """The places or persons that may be named of the story there."""
        story = self.snapshot.story(uri)
        if story is None:
            return ()
        trail, setting = self.reader.trail, self.setting
        trail.uses.add(f"story:{uri}")
        shown, clearance = show_story(story, setting.network, setting.site.key, self.snapshot.at, surface)
        trail.moment(clearance.changes_at)
        if shown is None:
            return ()
        return places_of(shown.dateline, shown.places) if self.kind == PLACE else authors_of(shown.byline)

    def _said(self) -> str:
        """The words of the address, with capitals."""
        return " ".join(word[:1].upper() + word[1:] for word in self.words.split("-"))


@cache
def _below() -> dict[str, tuple[str, ...]]:
    """The codes of the topics right below each, by name."""
    found: dict[str, tuple[str, ...]] = {}
    for topic in sorted(vocabulary().by_code.values(), key=lambda one: one.name.casefold()):
        found[topic.parent] = (*found.get(topic.parent, ()), topic.code)
    return found


def topic_name(code: str) -> str:
    """A Media Topic's name as a heading has it."""
    name = vocabulary().by_code[code].name
    return name[:1].upper() + name[1:]


def topic_link(setting: Setting, code: str) -> Row:
    """A link to a Media Topic's page."""
    return dict(_link(setting.links.own, f"{TOPIC}/{code}", topic_name(code)))


def shelf_link(setting: Setting, kind: str, name: str) -> Row:
    """A link to the page of a place, an agency or an author with this name."""
    return dict(_link(setting.links.own, f"{kind}/{words_of(name)}", name))


@lru_cache(maxsize=1024)
def _link(own: str, shelf: str, name: str) -> Row:
    """The same few topics, agencies and authors stand on all stories' pages."""
    return {"url": safe(own + shelf_path(shelf)), "text": plain(name)}


def most_exact(subjects: Iterable[str]) -> list[str]:
    """The codes of the known Media Topics among the subjects, in order, without those that stand above another."""
    known = vocabulary().by_code
    codes = dict.fromkeys(one.removeprefix("medtop:") for one in subjects if one.startswith("medtop:"))
    above: set[str] = set()
    for code in codes:
        while code in known and (code := known[code].parent):
            above.add(code)
    return [code for code in codes if code in known and code not in above]


__all__ = ["AGENCY", "AUTHOR", "PLACE", "TOPIC", "most_exact", "shelf_link", "shelf_page", "shelf_path", "topic_link"]
