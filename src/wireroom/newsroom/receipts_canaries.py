"""Whether an answer still holds a story: looked for by what no other page says, whatever way it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from wireroom.ledger.model import Snapshot
from wireroom.network.model import Network
from wireroom.news import Story
from wireroom.newsroom.hooks_urls import Address, Kind
from wireroom.newsroom.receipts_places import Found
from wireroom.pages.renditions import stem
from wireroom.pages.rows import iso

_TOMBSTONE = re.compile(r"<at:deleted-entry[^>]*/>")  # RFC 6721: it names what is gone, which is its purpose
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SPACE = re.compile(r"\s+")
_FEWEST = 8  # letters below which a headline is no sign of its story
_GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Canaries:
    """What must not be found. `names` are the story's own (id, uri, pictures), `words` its headlines.

    `shared` are headlines that another story has too, which are no sign of this one. `marks` must be found on the
    story's own page: of a correction, when it was made and what the headline is now.
    """

    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def of_takedown(snapshot: Snapshot, network: Network, story: Story) -> Canaries:
    """Nothing of the story may be left."""
    pictures = (stem(part.media) for one in story.versions for part in one.version.associations if part.media)
    headlines = dict.fromkeys(_plain(one) for one in (story.headline, *(v.version.headline for v in story.versions)))
    telling = [one for one in headlines if len(one) >= _FEWEST]
    shared = [one for one in telling if _elsewhere(snapshot, network, story.uri, one)]
    names = dict.fromkeys((story.id, story.uri, *pictures))
    return Canaries(tuple(names), tuple(one for one in telling if one not in shared), tuple(shared))


def of_correction(story: Story, notice: bool) -> Canaries:
    """What was said before may not be left, and the story's page says that it was corrected (where it must)."""
    now = _plain(story.headline)
    before = (_plain(one.version.headline) for one in story.versions)
    wrong = [one for one in dict.fromkeys(before) if len(one) >= _FEWEST and one not in now]
    marks = (iso(story.corrections[-1].at),) if notice and story.corrections else ()
    return Canaries((), tuple(wrong), marks=(*marks, now) if now else marks)


def left(canaries: Canaries, address: Address, found: Found) -> str:
    """What of the story is left in this answer, in words; "" when it is as it must be."""
    if found.status >= 500 or found.status in (401, 403, 429):
        return f"nobody can tell: it answered {found.status}"
    text = _readings(found)
    if canaries.marks:
        return _uncorrected(canaries, address, found.status, text)
    if address.kind is Kind.STORY and found.status not in _GONE:
        return f"it answered {found.status}"
    if address.kind in (Kind.PICTURE, Kind.OLD) and found.status not in _GONE:
        return f"it answered {found.status}"
    for name in canaries.names:
        if name in text:
            return f"{name} is in it"
    # A search says again what was asked for.
    words = () if address.kind is Kind.SEARCH else canaries.words
    return next((f"the headline “{one}” is in it" for one in words if one.casefold() in text.casefold()), "")


def _uncorrected(canaries: Canaries, address: Address, status: int, text: str) -> str:
    old = next((one for one in canaries.words if one.casefold() in text.casefold()), "")
    if old and address.kind is not Kind.SEARCH:
        return f"the headline “{old}” is in it"
    # A site that the corrected story has left shows nothing that was to be corrected.
    if address.kind is Kind.STORY and status not in _GONE:
        if status != 200:
            return f"it answered {status}"
        missing = [one for one in canaries.marks if one.casefold() not in text.casefold()]
        return f"“{missing[0]}” is not in it" if missing else ""
    return ""


def _readings(found: Found) -> str:
    """Body and headers as text, as they are and with the escapes of HTML and JSON resolved."""
    raw = _TOMBSTONE.sub("", found.body.decode("utf-8", "replace"))
    told = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), raw)
    return "\n".join(dict.fromkeys((raw, _plain(unescape(raw)), _plain(told), found.headers)))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _elsewhere(snapshot: Snapshot, network: Network, uri: str, headline: str) -> bool:
    words = " ".join(re.findall(r"\w+", headline))
    for site in network.sites:
        for one in snapshot.search(site, f'"{words}"'):
            if one.uri != uri and headline.casefold() in _plain(one.text).casefold():
                return True
    return False
