"""Pacific Wire Service's wire: NITF 3.6, one document a story, identity in doc-id and du-key."""

from __future__ import annotations

from wireroom.demo.dress.model import PICTURE_SIZE, Take, compact, esc, paragraphs


def write(take: Take) -> bytes:
    """The take as a NITF document; a canceled one says only what it cancels."""
    text, agency = take.text, take.agency
    canceled = take.status == "canceled"
    content = "" if canceled else f"{_picture(take)}{paragraphs(take)}\n"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" version="-//IPTC//DTD NITF 3.6//EN" \
baselang="{text.language}">
<head>
{"" if canceled else f"<title>{esc(text.headline)}</title>"}
<tobject tobject.type="news">
{"".join(f'<tobject.subject tobject.subject.refnum="{one}"/>' for one in take.old_topics)}
</tobject>
<docdata management-status="{_status(take)}">
<doc-id id-string="{esc(take.uri)}" regsrc="{agency.code}"/>
<urgency ed-urg="{text.urgency}"/>
<date.issue norm="{compact(take.created)}"/>
{_release(take)}<doc.copyright year="{take.first.year}" holder="{esc(agency.name)}"/>
<doc.rights owner="{esc(agency.name)}" type="{esc(agency.terms)}"/>
<key-list>{"".join(f'<keyword key="{esc(one)}"/>' for one in text.keywords)}</key-list>
<du-key key="{esc(text.slugline)}" version="{take.number}"/>
{f'<ed-msg info="{esc(take.note)}"/>' if take.note else ""}
</docdata>
</head>
<body>
{"" if canceled else _head(take)}<body.content>
{content}</body.content>
<body.end><tagline>{agency.code}</tagline></body.end>
</body>
</nitf>
""".encode()


def _status(take: Take) -> str:
    return "embargoed" if take.embargoed_until else take.status


def _release(take: Take) -> str:
    return f'<date.release norm="{compact(take.embargoed_until)}"/>\n' if take.embargoed_until else ""


def _head(take: Take) -> str:
    text = take.text
    place, rest = take.text.place, take.dateline.removeprefix(take.text.place)
    byline = f"<byline>{esc(text.byline)}</byline>\n" if text.byline else ""
    return f"""<body.head>
<hedline><hl1>{esc(text.headline)}</hl1></hedline>
{byline}<distributor>{esc(take.agency.name)}</distributor>
<dateline><location>{esc(place)}</location>{esc(rest)}</dateline>
</body.head>
"""


def _picture(take: Take) -> str:
    if not take.picture:
        return ""
    width, height = PICTURE_SIZE
    return f"""<media media-type="image"><media-reference mime-type="image/jpeg" source="{esc(take.picture)}" \
width="{width}" height="{height}" alternate-text="{esc(take.text.caption)}"/>\
<media-caption><p>{esc(take.text.caption)}</p></media-caption>\
<media-producer>Illustration: {take.agency.code}</media-producer></media>
"""
