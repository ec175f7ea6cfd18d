"""What AP adds to Atom in its Webfeeds: an entry's status, number and release (apnm), slugline and dateline (apcm)."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from wireroom.formats import dateline, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.markup import plain
from wireroom.formats.model import Hint, Note
from wireroom.formats.times import parse_time
from wireroom.news import Dateline, Status, Version

_NAMESPACE = "ap.org/schemas/"
SIGN = _NAMESPACE.encode()
"""Part of the namespaces: a feed without it has none of this."""
_STATUSES = {
    "usable": Status.USABLE,
    "embargoed": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
_KILLS = frozenset({"kill", "elimination"})


def extended(version: Version, entry: etree._Element, hint: Hint, notes: list[Note], where: str) -> Version:
    """The version with what AP's own elements say; a status that is unknown withholds."""
    found = _said(entry)
    if not found:
        return version
    word = found.get("publishingstatus", "").lower()
    status = _STATUSES.get(word, Status.WITHHELD) if word else version.status
    if word and word not in _STATUSES:
        notes.append(Note(where, f"PublishingStatus {word!r} is unknown: withheld"))
    if found.get("editorialtype", "").lower() in _KILLS:
        status = Status.CANCELED
    release = parse_time(found.get("publishingreleasedatetime", ""), hint.zone)
    ahead = release is not None and version.version_created is not None and release > version.version_created
    line = found.get("dateline", "")
    parsed = dateline.parse(line, year_hint=version.version_created, provider="AP") if line else Dateline()
    return replace(
        version,
        number=version_number(found.get("managementsequencenumber", "")),
        status=status,
        embargoed_until=release if ahead else version.embargoed_until,
        hold=version.hold or ("embargoed without a time of release" if word == "embargoed" and not ahead else ""),
        slugline=version.slugline or found.get("slugline", ""),
        byline=version.byline or found.get("byline", ""),
        dateline=version.dateline if version.dateline.place else parsed,
    )


def _said(entry: etree._Element) -> dict[str, str]:
    """The texts of AP's elements by local name, the first of each."""
    found: dict[str, str] = {}
    for section in entry.iterchildren(etree.Element):
        if _NAMESPACE in str(section.tag):
            for one in section.iterdescendants(etree.Element):
                if text := plain(xml.text(one)):
                    found.setdefault(xml.local(one), text)
    return found
