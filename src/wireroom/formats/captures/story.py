"""From labelled blocks to a version: every role settled, fields filled, doubts told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from wireroom.errors import UnreadableError
from wireroom.formats import dateline as datelines
from wireroom.formats import finish
from wireroom.formats.captures import credits, dates, identity, masthead, phrases, rails, region, rights, titles
from wireroom.formats.captures.dates import Settled, Told
from wireroom.formats.captures.language import language_of
from wireroom.formats.captures.local import PROSE, SENTENCE, TITLE, WORD
from wireroom.formats.captures.model import Block, Origin, Role, Stated
from wireroom.formats.captures.stamps import agency_named, read_dateline
from wireroom.formats.captures.titles import Chosen, key_of
from wireroom.formats.markup import clean, paragraphs, without_start
from wireroom.formats.model import Capture, Hint
from wireroom.formats.profiles import is_agency, profile_of
from wireroom.news import Body, Dateline, Version

DOUBTFUL = 0.5
"""Below this confidence a field goes to the desk."""
_ABOVE = 3  # blocks over the headline in which its dateline may stand
_LEAST_WORDS = 25  # of a story; a page with fewer is a front, an error or a picture
_TODO = "look at the page; a rules file can say where its story stands (docs/reference/import-rules.md)"


@dataclass(slots=True)
class Page:
    """A page while it is read: its blocks classified, what it states, and where it comes from.

    `find_body` gives, for the headline and once every block has its role, a body that was found otherwise, and its
    number of words; an empty one stands for that of the blocks.
    """

    blocks: list[Block]
    origin: Origin
    stated: Stated
    hint: Hint
    format: str
    find_body: Callable[[str], tuple[Body, int]] | None = None


@dataclass(frozen=True, slots=True)
class _Lines:
    """What the lines around the story say."""

    dateline: Dateline
    byline: str
    agency: str
    doubts: tuple[str, ...]


def read(page: Page) -> tuple[Version, Capture]:
    """The story of the page and what is known beside it; raises UnreadableError when no story is found in it."""
    blocks, stated = page.blocks, page.stated
    start, end = region.find(blocks, tuple(text for text, _ in stated.titles))
    chosen = titles.choose(blocks, start, end, stated.titles, stated.site)
    settle_roles(blocks, start, end, chosen)
    credits.attend(blocks, chosen.at, start)
    named = masthead.mark_named(blocks, start, chosen, stated.site)
    found_rails = rails.mark(blocks, chosen.at, start)
    if not named:
        masthead.mark_first(blocks, start, chosen)
    body, words = _body(page, chosen.text)
    if words < _LEAST_WORDS:
        raise UnreadableError("no story was found on this page", todo=_TODO)
    lines = _lines(blocks, start, chosen.at, stated, page.origin.rules.agency)
    told = _told(page, chosen.at, start, end) or _told_without_year(page, lines.dateline, body)
    when = dates.settle(told, page.origin.at, page.hint.zone)
    credits.mark_dates(blocks, chosen.at, start, end, when.published.date() if when.published else None)
    version, sure = _version(page, chosen, lines, when, body)
    confidence = {"headline": chosen.confidence, "body": _body_confidence(blocks, start, end, words), **sure}
    doubts = _doubts(confidence, lines, when)
    version = replace(version, hold=_hold(confidence, lines))
    roles = tuple((block.line, block.role.value, block.text) for block in sorted(blocks, key=lambda one: one.line))
    capture = Capture(page.origin.url, page.origin.at, confidence, doubts, found_rails, roles)
    return version, capture


def _body(page: Page, headline: str) -> tuple[Body, int]:
    """The body and its words: that found otherwise, unless it has less than half of what the blocks have."""
    words = sum(block.words for block in page.blocks if block.role is Role.BODY)
    if page.find_body is not None:
        found, count = page.find_body(headline)
        if found and count >= 0.5 * words:
            return found, count
    return body_of(page.blocks), words


def _told(page: Page, headline: int, start: int, end: int) -> list[Told]:
    told = [Told(on, at, weight) for on, at, weight in page.stated.dates]
    told += dates.told_by_blocks(page.blocks, headline, start, end, page.hint.zone)
    url = page.stated.canonical or page.origin.url
    if url and (on := dates.in_url(identity.live(url))):
        told.append(Told(on, None, 0.8))
    return told


def _told_without_year(page: Page, line: Dateline, body: Body) -> list[Told]:
    """The day and month of a dateline that has no year, in the year of the notices or before the capture."""
    if not line.text:
        first = paragraphs(body)[:1]
        line = datelines.split_from_body(first[0])[0] if first else line
    years = rights.years(page.blocks)
    if page.origin.at:
        years |= {page.origin.at.year, page.origin.at.year - 1}
    days = (credits.day_of(line, year) for year in sorted(years, reverse=True))
    return [Told(on, None, 0.5) for on in days if on and not (page.origin.at and on > page.origin.at.date())][:1]


def settle_roles(blocks: list[Block], start: int, end: int, chosen: Chosen) -> None:
    """Gives every block its role; inside the story only what belongs to it stays body."""
    headline = key_of(chosen.text)
    for at, block in enumerate(blocks):
        if at == chosen.at or (headline and len(headline) > 12 and key_of(block.text) == headline):
            block.role = Role.HEADLINE
        elif block.kind == "byline":
            block.role = Role.BYLINE
        elif block.kind == "dateline":
            block.role = Role.DATELINE
        elif block.kind == "rail":
            block.role = Role.LEFT_OVER
        elif block.kind in (*phrases.kinds(), "stamp", "teaser", "comments-text"):
            block.role = phrases.role_of_kind(block.kind)
        elif start <= at < end and _is_body(blocks, at, start, end):
            block.role = Role.BODY
    _without_boxes(blocks, start, end)
    _without_repeats(blocks, start, end)


def _is_body(blocks: list[Block], at: int, start: int, end: int) -> bool:
    """Whether a block inside the story is part of it: prose, a heading over prose, or an item of a list."""
    block = blocks[at]
    if block.zone in ("nav", "footer", "comments") or (block.zone == "aside" and block.kind != PROSE):
        return False
    if block.kind == PROSE or (block.kind == SENTENCE and not (block.linked > 0.6 and block.bullet)):
        return True
    if block.kind not in (TITLE, WORD) or block.linked > 0.6:
        return False
    if block.bullet:
        return _in_list(blocks, at, start)
    behind = next((one for one in blocks[at + 1 : end] if one.kind not in ("ad", "caption", "share")), None)
    before = next((one for one in reversed(blocks[start:at]) if one.kind not in ("ad", "caption", "share")), None)
    if behind is None or behind.kind not in (PROSE, SENTENCE):
        return False
    return before is not None and (before.kind in (PROSE, SENTENCE) or before.role is Role.BODY)


def _in_list(blocks: list[Block], at: int, start: int) -> bool:
    """Whether the bulleted lines up to this one are introduced by the story ("…:"), or are long."""
    while at > start and blocks[at].bullet:
        at -= 1
    return blocks[at].text.endswith(":")


def _without_boxes(blocks: list[Block], start: int, end: int) -> None:
    """Takes the headlines under a rail's title out of the story that they stand in."""
    inside = False
    for block in blocks[start:end]:
        if block.kind == "rail":
            inside = True
        elif inside and (
            block.kind in (TITLE, WORD, "teaser") or ((block.bullet or block.linked > 0.5) and block.words < 30)
        ):
            block.role = Role.LEFT_OVER
        else:
            inside = False


def _without_repeats(blocks: list[Block], start: int, end: int) -> None:
    """A line that a paragraph of the story says too is a quotation pulled out of it."""
    story = [block for block in blocks[start:end] if block.role is Role.BODY]
    keys = [key_of(block.text) for block in story]
    for number, block in enumerate(story):
        key = keys[number]
        if len(key) < 30 or block.words > 45:
            continue
        if any(
            key in other for at, other in enumerate(keys) if at != number and (len(other) > len(key) or at < number)
        ):
            block.role = Role.LEFT_OVER


def body_of(blocks: list[Block]) -> Body:
    """The story's blocks as a body."""
    parts: list[str] = []
    listed = False
    for block in blocks:
        if block.role is not Role.BODY:
            continue
        if block.bullet != listed:
            parts.append("<ul>" if block.bullet else "</ul>")
            listed = block.bullet
        tag = "li" if block.bullet else "h3" if block.kind in (TITLE, WORD) else "p"
        parts.append(f"<{tag}>{escape(block.text, quote=False)}</{tag}>")
    return clean("".join(parts) + ("</ul>" if listed else ""))


def _lines(blocks: list[Block], start: int, headline: int, stated: Stated, agency: str) -> _Lines:
    """Dateline and byline from the lines next to the story; those further off are other stories'."""
    low = headline if 0 <= headline < start else max(0, start - 12)
    below = blocks[low : start + 3]
    doubts: list[str] = []
    dateline, byline = Dateline(), ""
    for block in (*below, *reversed(blocks[max(0, low - _ABOVE) : low])):
        if block.kind == "dateline" and not dateline.text and (stamp := read_dateline(block.text)):
            dateline, byline = stamp.dateline, byline or stamp.byline
            if len(stamp.dates) == 2 and abs((stamp.dates[0] - stamp.dates[1]).days) > 1:
                doubts.append(f"the dateline has two dates that do not agree: {stamp.dates[0]} and {stamp.dates[1]}")
    for block in below:
        if block.kind == "byline":
            byline = byline or block.text
        elif block.kind == "stamp":
            byline = byline or credits.signed(block.text)
    byline = (
        byline or next((one.text for one in blocks[start:] if one.kind == "byline" and one.zone != "comments"), "")
        if not stated.byline
        else byline or stated.byline
    )
    named = profile_of(dateline.provider).name if dateline.provider else agency or _agency_of(byline)
    return _Lines(dateline, byline, named, tuple(doubts))


def _agency_of(byline: str) -> str:
    """The agency that a byline names, as in "By Anna Berg, Associated Press"; "" for none."""
    rest = byline.removeprefix("By ").removeprefix("by ")
    return agency_named(rest.replace("(", ", ").replace(")", ""))


def _version(page: Page, chosen: Chosen, lines: _Lines, when: Settled, body: Body) -> tuple[Version, dict[str, float]]:
    stated, hint = page.stated, page.hint
    profile = profile_of(lines.agency or hint.provider)
    parts = finish.finish(
        headline=chosen.text, byline=lines.byline, dateline=lines.dateline.text, body=body,
        profile=profile, created=when.published,
    )  # fmt: skip
    dateline = credits.dated(lines.dateline, when.published) if lines.dateline.text else parts.dateline
    if not dateline.place and (opening := credits.opening(paragraphs(parts.body), when.published)).text:
        dateline = opening
        parts = parts._replace(body=without_start(parts.body, opening.text))
    agency = lines.agency or (
        profile_of(dateline.provider).name if dateline.provider and dateline.provider != hint.provider else ""
    )
    held, owner, sure = rights.read(page.blocks, agency)
    if not held.notice and stated.holder:
        held, sure = replace(held, holder=stated.holder), 0.6
    provider = agency or owner or (profile_of(stated.holder).name if is_agency(stated.holder) else "") or hint.provider
    text = " ".join(paragraphs(parts.body)[:8])
    url, canonical = page.origin.url, stated.canonical
    addresses = dict.fromkeys(one for one in map(identity.address, (url, canonical)) if one)
    version = Version(
        uri=identity.uri_of(url, canonical, parts.headline, parts.body),
        provider=provider,
        language=stated.language or language_of(text) or hint.language,
        headline=parts.headline,
        summary=stated.summary,
        byline=parts.byline,
        dateline=dateline,
        body=parts.body,
        keywords=stated.keywords,
        first_created=when.published,
        version_created=_latest(when, stated.modified),
        rights=held,
        alt_ids=(*addresses, identity.twin(parts.headline, parts.body), *stated.ids),
        format=page.format,
    )
    sure_of = {
        "dateline": 0.0 if not dateline.text else 0.95 if dateline.place and (dateline.on or when.published) else 0.6,
        "byline": 0.0 if not parts.byline else 0.9 if phrases.begins(phrases.bare(lines.byline), "byline") else 0.7,
        "date": when.confidence,
        "rights": round(sure, 2),
        "provider": 0.95 if agency and agency == owner else 0.85 if agency else 0.6 if owner else 0.0,
    }
    return version, sure_of


def _latest(when: Settled, stated: datetime | None) -> datetime | None:
    later = [one for one in (when.modified, stated) if one and when.published and one > when.published]
    return max(later, default=when.published)


def _body_confidence(blocks: list[Block], start: int, end: int, words: int) -> float:
    """Higher for more words, and for a story whose blocks are nearly all prose."""
    inside = blocks[start:end]
    prose = sum(block.words for block in inside if block.role is Role.BODY)
    other = sum(block.words for block in inside if block.role is Role.LEFT_OVER)
    pure = prose / max(1, prose + other)
    return round(min(1.0, 0.45 + words / 400) * (0.5 + 0.5 * pure), 2)


def _doubts(confidence: dict[str, float], lines: _Lines, when: Settled) -> tuple[str, ...]:
    """What the desk should look at, in words."""
    found = [
        f"the {name} is doubtful ({value:.2f})"
        for name, value in confidence.items()
        if name in ("headline", "body") and value < DOUBTFUL
    ]
    if when.published is None:
        found.append("no date was found")
    elif confidence["date"] < DOUBTFUL:
        found.append(f"the date is doubtful ({confidence['date']:.2f})")
    if not confidence["provider"]:
        found.append("no agency is named: whose copy it is remains unknown")
    elif confidence["rights"] == 0.4:
        found.append("the rights notice names another owner than the dateline's agency")
    return (*found, *lines.doubts)


def _hold(confidence: dict[str, float], lines: _Lines) -> str:
    """Why the story waits for the desk even where a licence covers it; "" when nothing that readers see is in doubt."""
    why = [f"the {name} is doubtful" for name in ("headline", "body") if confidence[name] < DOUBTFUL]
    if confidence["rights"] == 0.4:
        why.append("the rights notice names another owner than the dateline's agency")
    why += lines.doubts
    return "read from an old page: " + "; ".join(why) if why else ""
