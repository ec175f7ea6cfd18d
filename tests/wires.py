"""Writes wire copy for tests: small true documents of made-up agencies."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr


def iso(moment: datetime) -> str:
    return moment.isoformat()


def g2(
    uri: str,
    number: int,
    headline: str = "Harbour lights return to Lindholm",
    *,
    paragraphs: tuple[str, ...] = ("The lights came back on Thursday.", "Crews had worked all night."),
    created: datetime | None = None,
    first: datetime | None = None,
    status: str = "",
    embargoed: datetime | str | None = None,
    expires: datetime | None = None,
    signal: str = "",
    ed_note: str = "",
    subjects: tuple[str, ...] = (),
    slugline: str = "",
    byline: str = "",
    dateline: str = "LINDHOLM, Nov 22 (MPA) -",
    language: str = "en",
    urgency: int = 4,
    usage: str = "",
) -> bytes:
    """A NewsML-G2 news item as bytes. `embargoed=""` writes the empty element."""
    began = first or created
    parts = [
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid={quoteattr(uri)} version="{number}"',
        f' standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="{language}">',
        '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_39.xml"/>',
        "<rightsInfo><copyrightHolder><name>Meridian Press Agency</name></copyrightHolder>",
        "<copyrightNotice>(c) Meridian Press Agency</copyrightNotice>",
        f"<usageTerms>{escape(usage)}</usageTerms>" if usage else "",
        "</rightsInfo>",
        '<itemMeta><itemClass qcode="ninat:text"/><provider literal="MPA"/>',
        f"<versionCreated>{iso(created)}</versionCreated>" if created else "",
        f"<firstCreated>{iso(began)}</firstCreated>" if began else "",
    ]
    if embargoed is not None:
        text = embargoed if isinstance(embargoed, str) else iso(embargoed)
        parts.append(f"<embargoed>{text}</embargoed>")
    if status:
        parts.append(f'<pubStatus qcode="stat:{status}"/>')
    if signal:
        parts.append(f'<signal qcode="sig:{signal}"/>')
    if ed_note:
        parts.append(f"<edNote>{escape(ed_note)}</edNote>")
    parts.append("</itemMeta><contentMeta>")
    if expires:
        parts.append(f"<expires>{iso(expires)}</expires>")
    parts.append(f'<urgency>{urgency}</urgency><language tag="{language}"/>')
    parts += [f'<subject type="cpnat:abstract" qcode="{code}"/>' for code in subjects]
    if slugline:
        parts.append(f"<slugline>{escape(slugline)}</slugline>")
    if headline:
        parts.append(f"<headline>{escape(headline)}</headline>")
    if dateline:
        parts.append(f"<dateline>{escape(dateline)}</dateline>")
    if byline:
        parts.append(f"<by>{escape(byline)}</by>")
    parts.append("</contentMeta>")
    if paragraphs:
        body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        parts.append(
            '<contentSet><inlineXML contenttype="application/xhtml+xml">'
            f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'
            "</inlineXML></contentSet>"
        )
    parts.append("</newsItem>")
    return ('<?xml version="1.0" encoding="UTF-8"?>' + "".join(parts)).encode()


def ninjs(uri: str, number: int, headline: str, **facts: Any) -> bytes:
    """A ninjs 1.4 item as bytes."""
    paragraphs = facts.pop("paragraphs", ("A plain paragraph.",))
    item = {
        "uri": uri,
        "version": str(number),
        "type": "text",
        "pubstatus": "usable",
        "headline": headline,
        "body_xhtml": "".join(f"<p>{escape(text)}</p>" for text in paragraphs),
        "language": "en",
        **{name: iso(value) if isinstance(value, datetime) else value for name, value in facts.items()},
    }
    return json.dumps(item).encode()


def rss(*entries: tuple[str, str, str, datetime], title: str = "Pacific Wire Service") -> bytes:
    """An RSS 2.0 feed; an entry is (guid, title, description, date)."""
    items = "".join(
        f'<item><guid isPermaLink="false">{escape(guid)}</guid><title>{escape(name)}</title>'
        f"<description>{escape(text)}</description><pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for guid, name, text, at in entries
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://pws.example/</link><description>News</description>{items}</channel></rss>"
    ).encode()
