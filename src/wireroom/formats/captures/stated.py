"""What an HTML page says of itself: JSON-LD, Open Graph, meta elements, <title>, times and links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from wireroom.formats.captures import dates
from wireroom.formats.captures.model import Stated
from wireroom.formats.times import parse_time
from wireroom.formats.urls import web
from wireroom.formats.xml import all_text
from wireroom.formats.xml import text as folded

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_TITLES = {
    "og:title": 0.9,
    "twitter:title": 0.5,
    "dc.title": 0.6,
    "title": 0.5,
    "headline": 0.7,
    "sailthru.title": 0.6,
    "parsely-title": 0.7,
    "citation_title": 0.7,
    "dcterms.title": 0.6,
}
_DATES = {
    "article:published_time": 1.0,
    "article:published": 0.9,
    "og:article:published_time": 0.9,
    "datepublished": 0.9,
    "date": 0.6,
    "dc.date": 0.6,
    "dc.date.issued": 0.9,
    "dcterms.issued": 0.8,
    "dcterms.date": 0.6,
    "dcterms.created": 0.7,
    "dc.date.created": 0.7,
    "pubdate": 0.8,
    "publishdate": 0.8,
    "publish-date": 0.8,
    "publish_date": 0.8,
    "publication_date": 0.8,
    "parsely-pub-date": 0.8,
    "sailthru.date": 0.7,
    "article.published": 0.8,
    "published-date": 0.8,
    "date.created": 0.6,
    "originalpublicationdate": 0.8,
    "citation_date": 0.7,
    "citation_publication_date": 0.8,
    "cxenseparse:recs:publishtime": 0.8,
    "cre": 0.4,
    "created": 0.5,
    "last-modified": 0.2,
    "og:published_time": 0.8,
    "displaydate": 0.6,
    "timestamp": 0.4,
    "rnews:datepublished": 0.8,
    "ptime": 0.6,
    "prism.publicationdate": 0.7,
}
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "lastmod",
    "last-modified",
)
_PUBLISHED = re.compile(r"publish|pubdate|entry-date|post-date|posted|dateline|created|date", re.IGNORECASE)
_UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|^admin$|^editor$|@|^\s*$", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ARCHIVED = re.compile(r"wm-ipp|wayback|archive-", re.IGNORECASE)


class _Page:
    """One page's head and body, each place looked at once."""

    def __init__(self, root: etree._Element, url: str, zone: ZoneInfo) -> None:
        self.root, self.zone = root, zone
        self.meta: dict[str, str] = {}
        for one in root.iter("meta"):
            name = (
                one.get("property") or one.get("name") or one.get("itemprop") or one.get("http-equiv") or ""
            ).lower()
            value = (one.get("content") or "").strip()
            if name and value:
                self.meta.setdefault(name, value)
        self.links = {(one.get("rel") or "").lower(): one.get("href") or "" for one in root.iter("link")}
        self.base = url
        self.article = next(_articles(root), {})

    def titles(self) -> list[tuple[str, float]]:
        found = [(self.meta[name], weight) for name, weight in _TITLES.items() if name in self.meta]
        if headline := _text(self.article.get("headline") or self.article.get("name")):
            found.append((headline, 0.9))
        title = next(iter(self.root.iter("title")), None)
        if title is not None:
            found.append((folded(title), 0.8))
        heads = [one for one in self.root.iter("h1") if 8 < len(folded(one)) < 300]
        found += [(folded(one), 0.9 if len(heads) == 1 else 0.5) for one in heads[:4]]
        for one in self.root.iter():
            if (one.get("itemprop") or "").lower() == "headline" and one.tag not in ("meta", "h1"):
                found.append((folded(one), 0.7))
                break
        return [(" ".join(text.split()), weight) for text, weight in found if text.strip()]

    def dates(self) -> list[tuple[date, datetime | None, float]]:
        found: list[tuple[date, datetime | None, float]] = []
        for name, weight in _DATES.items():
            if name in self.meta:
                found += self._told(self.meta[name], weight)
        for name, weight in (("datePublished", 1.0), ("dateCreated", 0.6)):
            found += self._told(_text(self.article.get(name)), weight)
        times = 0
        for one in self.root.iter("time", "abbr", "span", "div", "p"):
            stated = one.get("datetime") or (one.get("content") if one.get("itemprop") else "") or ""
            names = f"{one.get('itemprop') or ''} {one.get('class') or ''} {one.get('id') or ''}"
            if not stated and one.tag == "abbr":
                stated = one.get("title") or ""
            if not stated or (one.tag != "time" and not _PUBLISHED.search(names)):
                continue
            times += 1
            weight = (
                0.3
                if _UPDATED.search(names)
                else 0.9
                if "datepublished" in names.lower()
                else 0.75
                if times == 1
                else 0.25
            )
            found += self._told(stated, weight)
            if times > 30:
                break
        return found

    def _told(self, text: str, weight: float) -> list[tuple[date, datetime | None, float]]:
        """The day as the page's own clock has it, and the moment when it gives the time."""
        text = text.strip()
        moment = parse_time(text, self.zone)
        stated = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", text)
        if moment and stated:
            try:
                day = date(int(stated[1]), int(stated[2]), int(stated[3]))
            except ValueError:
                return []
            return [(day, moment if len(text) > 10 else None, weight)]
        if moment:
            return [(moment.date(), moment, weight)]
        return (
            [(one.on, one.at, one.weight) for one in dates.told_in(text, weight, self.zone)[:1]]
            if len(text) < 80
            else []
        )

    def modified(self) -> datetime | None:
        texts = [_text(self.article.get("dateModified")), *(self.meta.get(name, "") for name in _MODIFIED[:-1])]
        return next((moment for moment in (parse_time(text, self.zone) for text in texts if text) if moment), None)

    def byline(self) -> str:
        names = [
            _text(one.get("name")) if isinstance(one, dict) else _text(one)
            for one in _listed(self.article.get("author"))
        ]
        names = [one for one in names if one and not _NO_NAME.search(one)]
        if names:
            return ", ".join(dict.fromkeys(names))
        stated = self.meta.get("author") or self.meta.get("article:author") or self.meta.get("byl") or ""
        return "" if _NO_NAME.search(stated) or len(stated) > 120 else stated

    def language(self) -> str:
        html = next(iter(self.root.iter("html")), self.root)
        for one in (
            html.get("lang"),
            html.get("{http://www.w3.org/XML/1998/namespace}lang"),
            _text(self.article.get("inLanguage")),
            self.meta.get("content-language"),
            self.meta.get("og:locale"),
        ):
            if one and _LANGUAGE.fullmatch(one.strip()):
                return one.strip().replace("_", "-")
        return ""

    def canonical(self) -> str:
        for one in (self.links.get("canonical"), self.meta.get("og:url"), _text(self.article.get("url"))):
            if one and (address := web(one, base=self.base)):
                return address
        return ""

    def site(self) -> str:
        publisher = self.article.get("publisher")
        named = _text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher)
        return self.meta.get("og:site_name") or named or self.meta.get("application-name") or ""

    def holder(self) -> str:
        holder = self.article.get("copyrightHolder")
        named = _text(holder.get("name")) if isinstance(holder, dict) else _text(holder)
        return named or self.meta.get("copyright") or self.meta.get("dcterms.rightsholder") or ""

    def keywords(self) -> tuple[str, ...]:
        stated = self.article.get("keywords") or self.meta.get("news_keywords") or ""
        names = stated if isinstance(stated, list) else str(stated).split(",")
        return tuple(dict.fromkeys(text for text in (_text(one).strip() for one in names) if 1 < len(text) < 60))[:30]


def stated_by(root: etree._Element, url: str, zone: ZoneInfo) -> Stated:
    """Everything that the page says of itself; `url` is its address, for links that are relative."""
    page = _Page(root, url, zone)
    return Stated(
        titles=tuple(page.titles()),
        dates=tuple(page.dates()),
        modified=page.modified(),
        byline=page.byline(),
        language=page.language(),
        site=page.site(),
        canonical=page.canonical(),
        holder=page.holder(),
        keywords=page.keywords(),
    )


def _articles(root: etree._Element) -> Iterator[dict[str, Any]]:
    """The articles among the page's JSON-LD, those of news first; what is not JSON is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", all_text(script))
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting, seen = [data], 0
        while waiting and seen < 500:
            one = waiting.pop(0)
            seen += 1
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in _listed(one.get("@type"))):
                    yield one
                waiting += [
                    value
                    for key, value in one.items()
                    if key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                ]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return value.strip() if isinstance(value, str) else ""
