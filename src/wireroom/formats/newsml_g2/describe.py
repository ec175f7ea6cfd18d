"""What a NewsML-G2 item says of its story for readers and desks: headline, summary, rights, kin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from wireroom.formats import markup, subjects, xml
from wireroom.formats.model import Note
from wireroom.formats.newsml_g2.parts import Parts, named, role
from wireroom.formats.profiles import Profile
from wireroom.news import Association, Body, Rights

_MAIL = re.compile(r"<?\S+@\S+\.\S+>?")
_EARLIER = frozenset({"previousversion", "evolvedfrom"})
_NO_RIGHTS = Rights()
_EXPRESSIONS = ("rightsexpressionxml", "rightsexpressiondata")


def headline(parts: Parts) -> str:
    """The main headline: without a role or with the role main, of the lowest rank, in the content's language."""
    found = parts.said("headline")
    if len(found) == 1 and (words := xml.text(found[0])):
        return words
    best: tuple[int, int] | None = None
    text = ""
    for one in found:
        rank = one.get("rank", "")
        key = (0 if role(one) in ("", "main") else 1, int(rank) if rank.isdecimal() and len(rank) < 9 else 0)
        words = xml.text(one)
        if words and (best is None or key < best):
            best, text = key, words
    return text or parts.first("title")


def concepts_as_title(parts: Parts) -> str:
    """A headline for a table that has none: what it is about, and of what kind it is."""
    return ", ".join(dict.fromkeys(names([*parts.all("subject")[-1:], *parts.all("genre")[:1]])))


def summary(parts: Parts) -> str:
    """The teaser, else the headline below; captions describe a picture, and a bare mail address is the desk's own."""
    for one in parts.said("description"):
        text = markup.plain(xml.text(one))
        if text and "caption" not in role(one) and not _MAIL.fullmatch(text):
            return text
    if len(said := parts.said("headline")) < 2:
        return ""
    main = markup.plain(headline(parts))
    below = (markup.plain(xml.text(one)) for one in said if role(one).startswith("sub"))
    return next((text for text in below if text and text != main), "")


def without_headings(body: Body, *repeated: str) -> Body:
    """The body without the headings at its head that repeat headline and summary."""
    for text in repeated if body.startswith("<h") else ():
        body = markup.without_headline(body, text)
    return body


def without_summary(body: Body, short: str) -> Body:
    """The body without the teaser that some put into it too."""
    if markup.first_paragraph(body) == short and body.count("<p>") > 1:
        return markup.without_first_paragraph(body)
    return body


def names(concepts: Iterable[etree._Element]) -> list[str]:
    """The concepts by name."""
    return [named(one) for one in concepts]


def rights(parts: Parts, notes: list[Note], where: str) -> Rights:
    """rightsInfo; a rights expression (RightsML and the like) is noted, for no machine here reads it."""
    for name in _EXPRESSIONS:
        if stated := parts.all(name):
            notes += [Note(where, f"{name}: rights that are not read here; the desk has to")] * len(stated)
    holders, notice, credit = parts.all("copyrightholder"), parts.all("copyrightnotice"), parts.all("creditline")
    terms = parts.all("usageterms")
    if not (holders or notice or credit or terms):
        return _NO_RIGHTS
    return Rights(
        holder=named(holders[0]) if holders else "",
        notice=markup.plain(parts.first("copyrightnotice")) if notice else "",
        credit_line=markup.plain(parts.first("creditline")) if credit else "",
        usage_terms=subjects.distinct(parts.texts("usageterms")) if terms else (),
    )


def alt_ids(parts: Parts, uri: str, profile: Profile) -> tuple[str, ...]:
    """Other names of the item, and that of the package of takes that it belongs to."""
    found = [xml.text(one) for one in parts.all("altid") if not profile.replaced or one.get("type") != profile.replaced]
    found += [(one.get("guid") or "").strip() for one in parts.all("versionedid")]
    if profile.package_subject:
        found += [code for code in parts.concepts("subject") if code.partition(":")[0] == profile.package_subject]
    return tuple(one for one in subjects.distinct(found) if one != uri) if found else ()


def described(parts: Parts, own: tuple[Association, ...]) -> tuple[Association, ...]:
    """The files of an item that is itself a picture or the like, with the caption and credit that it states for all."""
    captions = (markup.plain(xml.text(one)) for one in parts.said("description") if "caption" in role(one))
    caption, credit = next(filter(None, captions), ""), markup.plain(parts.first("creditline"))
    if not caption and not credit:
        return own
    return tuple(replace(one, caption=one.caption or caption, credit=one.credit or credit) for one in own)


def linked_pictures(parts: Parts) -> tuple[Association, ...]:
    """The pictures that links name, each with its caption: they come as files of their own, or lie on the web."""
    links = [one for one in parts.all("link") if one.get("contenttype", "").strip().startswith("image/")]
    return tuple(
        Association(
            kind="picture",
            href=(one.get("href") or xml.text(xml.child(one, "filename"))).strip(),
            uri=(one.get("residref") or "").strip(),
            caption=_caption(one),
            media_type=one.get("contenttype", "").strip(),
        )
        for one in links
        if one.get("href") or one.get("residref")
    )


def _caption(link: etree._Element) -> str:
    """The link's title, else how it is described; what is inside a description (a link to click) is no caption."""
    described = xml.child(link, "description")
    own = (described.text or "").strip() if described is not None else ""
    return markup.plain(xml.text(xml.child(link, "title")) or own or xml.text(described))


def evolved_from(parts: Parts, uri: str, profile: Profile) -> str:
    """The item that this one replaces under another guid (`irel:previousVersion`, `irel:evolvedFrom`)."""
    if profile.replaced:
        found = {one.get("type", ""): xml.text(one) for one in parts.all("altid")}
        own = next((name for name in found.values() if name and uri.endswith(f":{name}")), "")
        if own and (other := found.get(profile.replaced)):
            return uri.removesuffix(own) + other
    for one in parts.all("link"):
        if role(one, "rel") in _EARLIER:
            return (one.get("residref") or one.get("guidref") or one.get("href") or "").strip()
    return ""
