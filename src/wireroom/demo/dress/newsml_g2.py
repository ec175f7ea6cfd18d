"""Meridian Press Agency's wire: NewsML-G2 2.35, one newsItem a file, the text as XHTML or, with a picture, as NITF."""

from __future__ import annotations

from wireroom.demo.dress.model import PICTURE_SIZE, Take, esc, iso, name_of, paragraphs

_CATALOG = "https://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"


def write(take: Take) -> bytes:
    """The take as a newsItem; a canceled one has no content, as the standard asks."""
    text, agency = take.text, take.agency
    content = "" if take.status == "canceled" else _content(take)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{esc(take.uri)}" version="{take.number}" \
standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="{text.language}">
<catalogRef href="{_CATALOG}"/>
<rightsInfo>
<copyrightHolder literal="{agency.code}"><name>{esc(agency.name)}</name></copyrightHolder>
<copyrightNotice>{esc(agency.notice(take.first.year))}</copyrightNotice>
<usageTerms>{esc(agency.terms)}</usageTerms>
</rightsInfo>
<itemMeta>
<itemClass qcode="ninat:text"/>
<provider literal="{agency.code}"/>
<versionCreated>{iso(take.created)}</versionCreated>
<firstCreated>{iso(take.first)}</firstCreated>
{_management(take)}</itemMeta>
<contentMeta>
{_description(take)}</contentMeta>
{content}</newsItem>
""".encode()


def _management(take: Take) -> str:
    """Embargo, status, note and signal, in the order of the schema."""
    lines = []
    if take.embargoed_until:
        lines.append(f"<embargoed>{iso(take.embargoed_until)}</embargoed>")
    lines.append(f'<pubStatus qcode="stat:{take.status}"/>')
    if take.note:
        lines.append(f"<edNote>{esc(take.note)}</edNote>")
    if take.signal:
        lines.append(f'<signal qcode="sig:{take.signal}"/>')
    return "".join(f"{line}\n" for line in lines)


def _description(take: Take) -> str:
    text = take.text
    lines = [f"<urgency>{text.urgency}</urgency>"]
    if text.place:
        lines.append(f'<located literal="{esc(take.city)}"><name>{esc(take.city)}</name></located>')
    lines.append(f'<language tag="{text.language}"/>')
    lines += [f"<keyword>{esc(one)}</keyword>" for one in text.keywords]
    lines += [f'<subject qcode="medtop:{one}"><name>{esc(name_of(one))}</name></subject>' for one in text.topics]
    lines.append(f"<slugline>{esc(text.slugline)}</slugline>")
    if text.headline:
        lines.append(f"<headline>{esc(text.headline)}</headline>")
    if text.place:
        lines.append(f"<dateline>{esc(take.dateline)}</dateline>")
    if text.byline:
        lines.append(f"<by>{esc(text.byline)}</by>")
    lines.append(f"<creditline>{take.agency.code}</creditline>")
    return "".join(f"{line}\n" for line in lines)


def _content(take: Take) -> str:
    words = sum(len(one.split()) for one in take.text.paragraphs)
    if not take.picture:
        return f"""<contentSet>
<inlineXML contenttype="application/xhtml+xml" wordcount="{words}">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{esc(take.text.headline)}</title></head><body>
{paragraphs(take)}
</body></html>
</inlineXML>
</contentSet>
"""
    width, height = PICTURE_SIZE
    return f"""<contentSet>
<inlineXML contenttype="application/nitf+xml" wordcount="{words}">
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content>
<media media-type="image"><media-reference source="{esc(take.picture)}" mime-type="image/jpeg" \
width="{width}" height="{height}" alternate-text="{esc(take.text.caption)}"/>\
<media-caption><p>{esc(take.text.caption)}</p></media-caption>\
<media-producer>Illustration: {take.agency.code}</media-producer></media>
{paragraphs(take)}
</body.content></body></nitf>
</inlineXML>
</contentSet>
"""
