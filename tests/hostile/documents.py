"""One hostile text in every text field of a document, in each wire format that can carry it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from tests.rig import NOW
from tests.textwires import iptc
from tests.wires import iso

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AT = iso(NOW)


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def ninjs(text: str, uri: str) -> bytes:
    item = {
        "uri": uri,
        "version": "1",
        "type": "text",
        "pubstatus": "usable",
        "headline": f"moon {text}",
        "description_text": text,
        "body_xhtml": f"<p>moon</p>{text}",
        "byline": text,
        "located": text,
        "slugline": f"launch {text}",
        "keywords": [text],
        "language": "en",
        "copyrightholder": text,
        "copyrightnotice": text,
        "creditline": text,
        "signal": ["correction"],
        "subject": [{"name": text, "code": text}],
        "place": [{"name": text}],
        "ednote": text,
        "versioncreated": _AT,
        "firstcreated": _AT,
        "associations": {
            "main": {
                "type": "picture",
                "description_text": text,
                "alt_text": text,
                "byline": text,
                "renditions": {"best": {"href": "moon.jpg", "mimetype": "image/jpeg"}},
            }
        },
    }
    return json.dumps(item).encode()


def newsml_g2(text: str, uri: str) -> bytes:
    said = _xml(text)
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid={quoteattr(uri)} version="1" standard="NewsML-G2" '
        'standardversion="2.35" conformance="power" xml:lang="en"><rightsInfo><copyrightHolder>'
        f"<name>{said}</name></copyrightHolder><copyrightNotice>{said}</copyrightNotice></rightsInfo>"
        f'<itemMeta><itemClass qcode="ninat:text"/><provider literal="MPA"/><versionCreated>{_AT}</versionCreated>'
        f"<edNote>{said}</edNote></itemMeta><contentMeta><keyword>{said}</keyword><slugline>launch {said}</slugline>"
        f"<headline>moon {said}</headline><dateline>{said}</dateline><by>{said}</by><creditline>{said}</creditline>"
        f'<description role="drol:summary">{said}</description></contentMeta><contentSet><inlineData contenttype='
        f'"text/html">{escape(_xml(text))}</inlineData></contentSet></newsItem>'
    ).encode()


def nitf(text: str, uri: str) -> bytes:
    said = _xml(text)
    return (
        f'<nitf><head><title>{said}</title><docdata><doc-id id-string={quoteattr(uri)} regsrc="MPA"/>'
        f'<date.issue norm="{NOW:%Y%m%dT%H%M%SZ}"/><key-list><keyword key={quoteattr(_NOT_XML.sub("", text))}/></key-list>'  # noqa: E501 - one element a line
        f"</docdata></head><body><body.head><hedline><hl1>moon {said}</hl1><hl2>{said}</hl2></hedline>"
        f"<byline>{said}</byline><dateline><location>{said}</location></dateline></body.head><body.content>"
        f'<p>{said}</p><p>{said}</p><media media-type="image"><media-reference source="moon.jpg" alternate-text='
        f"{quoteattr(_NOT_XML.sub('', text))}/><media-caption>{said}</media-caption><media-producer>{said}</media-producer></media>"  # noqa: E501 - one element a line
        "</body.content></body></nitf>"
    ).encode()


def rss(text: str, uri: str) -> bytes:
    said = _xml(text)
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{said}</title><link>https://mpa.example/</link>'
        f"<description>{said}</description><item><guid>{_xml(uri)}</guid><title>moon {said}</title><link>{said}</link>"
        f"<dc:creator>{said}</dc:creator><category>{said}</category><description>{said}</description>"
        f'<content:encoded>{said}</content:encoded><media:content url={quoteattr(_NOT_XML.sub("", text))} medium="image">'  # noqa: E501 - one element a line
        f"<media:description>{said}</media:description><media:credit>{said}</media:credit></media:content>"
        f"<pubDate>{NOW:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item></channel></rss>"
    ).encode()


def atom(text: str, uri: str) -> bytes:
    said = _xml(text)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:feed</id><title>{said}</title><updated>{_AT}</updated><entry>'
        f'<id>{_xml(uri)}</id><title type="html">moon {said}</title><updated>{_AT}</updated><published>{_AT}</published>'  # noqa: E501 - one element a line
        f"<author><name>{said}</name></author><category term={quoteattr(_NOT_XML.sub('', text))}/><rights>{said}</rights>"  # noqa: E501 - one element a line
        f'<summary type="html">{said}</summary><content type="html">{said}</content>'
        f'<link rel="alternate" href={quoteattr(_NOT_XML.sub("", text))}/></entry></feed>'
    ).encode()


def jsonfeed(text: str, uri: str) -> bytes:
    entry = {
        "id": uri,
        "title": f"moon {text}",
        "url": text,
        "content_html": text,
        "summary": text,
        "authors": [{"name": text}],
        "tags": [text],
        "image": text,
        "date_published": _AT,
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": text, "items": [entry]}
    return json.dumps(feed).encode()


def iptc7901(text: str, uri: str) -> bytes:
    line = " ".join(re.sub("[\x00-\x1f\x7f]", " ", text).split()).encode("utf-8", "ignore").decode()
    number = f"{sum(uri.encode()) % 9000:04}"
    return iptc(f"moon {line}"[:200], line, line, number=number, slugline=f"Space/{line[:40]}/", sent=NOW)


FORMATS: dict[str, Callable[[str, str], bytes]] = {
    "ninjs": ninjs,
    "newsml-g2": newsml_g2,
    "nitf": nitf,
    "rss": rss,
    "atom": atom,
    "jsonfeed": jsonfeed,
    "iptc7901": iptc7901,
}
