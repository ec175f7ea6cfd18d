"""Writes NewsML-G2 2.35 at power conformance: each fact in the standard's own element where it has one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from lxml import etree

from wireroom.formats import beyond
from wireroom.formats.beyond import Facts
from wireroom.news import Association, Version

name = "newsml-g2"

_NAR = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "http://www.w3.org/1999/xhtml"
_NAMESPACES: Any = {None: _NAR}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"
_OWN = "urn:wireroom:scheme:"
# The aliases that IPTC's catalog resolves; every other scheme is declared in the item.
_IPTC = frozenset("medtop subj genre ninat stat sig nprov cpnat drol hlrole irel".split())
_QCODE = re.compile(r"([A-Za-z][\w.-]*):([^\s:/][^\s]*)")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def document(version: Version, facts: Facts) -> bytes:
    """One version as a newsItem, valid against the XSD.

    A hold without a time is an empty `<embargoed/>`, the standard's conditional embargo (guide, "Embargo").
    """
    return _bytes(_item(version, facts))


def documents(versions: Sequence[tuple[Version, Facts]]) -> bytes:
    """The versions as a newsMessage, sent when the newest of them was made: writing has no clock."""
    message = etree.Element(f"{{{_NAR}}}newsMessage", nsmap=_NAMESPACES)
    newest = max((version.version_created or _EPOCH for version, _ in versions), default=_EPOCH)
    _add(_add(message, "header"), "sent", newest.isoformat())
    items = _add(message, "itemSet")
    items.extend([_item(version, facts) for version, facts in versions])
    return _bytes(message)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _item(version: Version, facts: Facts) -> etree._Element:
    item = etree.Element(f"{{{_NAR}}}newsItem", nsmap=_NAMESPACES)
    item.set("guid", beyond.address(version.uri))
    if version.number:
        item.set("version", str(version.number))
    for key, value in (("standard", "NewsML-G2"), ("standardversion", "2.35"), ("conformance", "power")):
        item.set(key, value)
    if _LANGUAGE.fullmatch(version.language):
        item.set(_LANG, version.language)
    _add(item, "catalogRef", href=_CATALOG)
    place = len(item)
    _rights(item, version)
    _management(item, version, facts)
    _content(item, version)
    _carried(item, version)
    item.insert(place, _catalog(item))
    return item


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    one = etree.SubElement(parent, f"{{{_NAR}}}{name}")
    for key, value in attributes.items():
        one.set(key, _NOT_XML.sub("", value))
    if text:
        one.text = _NOT_XML.sub("", text)
    return one


def _some(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    if text:
        _add(parent, name, text, **attributes)


def _concept(parent: etree._Element, name: str, code: str, **attributes: str) -> None:
    """A concept by its QCode, its URI, or as a literal."""
    if _QCODE.fullmatch(code):
        _add(parent, name, qcode=code, **attributes)
    elif "://" in code and beyond.is_address(code):
        _add(parent, name, uri=code, **attributes)
    else:
        _add(parent, name, literal=code, **attributes)


def _rights(item: etree._Element, version: Version) -> None:
    rights = version.rights
    if not (rights.holder or rights.notice or rights.usage_terms):
        return
    info = _add(item, "rightsInfo")
    if rights.holder:
        _add(_add(info, "copyrightHolder"), "name", rights.holder)
    _some(info, "copyrightNotice", rights.notice)
    for one in rights.usage_terms:
        _add(info, "usageTerms", one)


def _management(item: etree._Element, version: Version, facts: Facts) -> None:
    meta = _add(item, "itemMeta")
    kind = version.kind if version.kind.isalnum() and version.kind.isascii() else "text"
    _add(meta, "itemClass", qcode=f"ninat:{kind}")
    provider = _add(meta, "provider")
    _some(provider, "name", version.provider)
    _add(meta, "versionCreated", (version.version_created or version.first_created or _EPOCH).isoformat())
    _some(meta, "firstCreated", version.first_created.isoformat() if version.first_created else "")
    if version.hold:
        _add(meta, "embargoed")
    elif version.embargoed_until:
        _add(meta, "embargoed", version.embargoed_until.isoformat())
    _add(meta, "pubStatus", qcode=f"stat:{version.status}")
    for one in filter(_QCODE.fullmatch, version.services):  # a service has no literal
        _add(meta, "service", qcode=one)
    for one in version.ed_note.split("\n"):
        _some(meta, "edNote", one)
    codes = (f"sig:{one}" if one in ("update", "correction") else one for one in version.signals)
    for one in filter(_QCODE.fullmatch, codes):
        _add(meta, "signal", qcode=one)
    _some(meta, "expires", version.expires.isoformat() if version.expires else "")
    if version.evolved_from:
        _add(meta, "link", rel="irel:evolvedFrom", residref=version.evolved_from)
    if version.kind == "text":
        for association in version.associations:
            _link(meta, association)
    if facts:
        _add(
            meta, "itemMetaExtProperty", typeuri=beyond.ROLE, value=msgspec.json.encode(facts, order="sorted").decode()
        )


def _link(meta: etree._Element, one: Association) -> None:
    """A picture beside a story is another item, to which the story's links lead."""
    href = one.href if beyond.is_address(one.href) else ""
    if href or one.uri:
        attributes = {"href": href, "residref": one.uri, "contenttype": one.media_type}
        link = _add(meta, "link", rel="irel:seeAlso", **{key: value for key, value in attributes.items() if value})
        _some(link, "title", one.caption)


def _content(item: etree._Element, version: Version) -> None:
    meta = _add(item, "contentMeta")
    _some(meta, "urgency", str(version.urgency) if version.urgency else "")
    for one in version.alt_ids:
        _add(meta, "altId", one)
    if _LANGUAGE.fullmatch(version.language):
        _add(meta, "language", tag=version.language)
    for one in version.genre:
        _concept(meta, "genre", one)
    for one in version.keywords:
        _some(meta, "keyword", one)
    for one in version.subjects:
        _concept(meta, "subject", one, type="cpnat:abstract")
    for nature, names in (
        ("person", version.people),
        ("organisation", version.organisations),
        ("geoArea", version.places),
    ):
        for one in names:
            _add(_add(meta, "subject", type=f"cpnat:{nature}"), "name", one)
    _some(meta, "slugline", version.slugline)
    _some(meta, "headline", version.headline)
    _some(meta, "dateline", version.dateline.text)
    _some(meta, "by", version.byline)
    _some(meta, "creditline", version.rights.credit_line)
    _some(meta, "description", version.summary, role="drol:summary")


def _carried(item: etree._Element, version: Version) -> None:
    """The story as XHTML; the files of an item that is itself a picture or the like."""
    remote = version.associations if version.kind != "text" else ()
    if not version.body and not remote:
        return
    content = _add(item, "contentSet")
    if version.body:
        inline = _add(content, "inlineXML", contenttype="application/xhtml+xml")
        inline.append(_xhtml(version))
    for one in remote:
        attributes = {
            "href": one.href if beyond.is_address(one.href) else "",
            "residref": one.uri,
            "contenttype": one.media_type,
            "rendition": one.rendition if _QCODE.fullmatch(one.rendition) else "",
            "width": str(one.width or ""),
            "height": str(one.height or ""),
        }
        _add(content, "remoteContent", **{key: value for key, value in attributes.items() if value})


def _xhtml(version: Version) -> etree._Element:
    """The body as the elements that it is: it is well-formed XHTML of a closed vocabulary."""
    words = _NOT_XML.sub("", version.body)
    return etree.fromstring(f'<html xmlns="{_XHTML}"><head><title/></head><body>{words}</body></html>')


def _catalog(item: etree._Element) -> etree._Element:
    """Addresses for the schemes of this item that IPTC's catalog does not know, so that every QCode can be resolved."""
    codes = (one.get(key, "") for one in item.iter() for key in ("qcode", "rendition"))
    aliases = sorted({found[1] for code in codes if (found := _QCODE.fullmatch(code))} - _IPTC)
    catalog = etree.Element(f"{{{_NAR}}}catalog")
    for alias in aliases or ["wireroom"]:
        _add(catalog, "scheme", alias=alias, uri=f"{_OWN}{alias}:")
    return catalog
