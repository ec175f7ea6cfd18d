"""Hostile copy through every field of every feed format: nothing but text and clean markup comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from lxml import etree

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import Reading, facts

_STRINGS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a title='javascript:alert(1)' href='https://mpa.example/'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src='https://evil.example/'></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<form action='https://evil.example/'><input name=q autofocus onfocus=alert(1)></form>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style='background:url(https://evil.example/)'>x</p>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href='https://evil.example/'>",
    "<object data='https://evil.example/x.swf'></object>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "javascript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "\\\\evil.example\\share",
    "//evil.example/x",
    "https://[::1",
    "https://mpa.example:port/",
    "../../../etc/passwd",
    "\x00\x01\x1f\x7f\x85",
    "\u202egnp.exe",
    "\u2066\u2069\ufeff\uffff",
    "{{ 7 * 7 }}{% raw %}",
    "'\"><b>",
    "x" * 5000,
    "<b>" * 500,
    "&" * 500,
    "١٢٣٤ مرحبا ‏",
    "👩‍👩‍👧 𝕏",
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\uffff]")
_TAGS = frozenset(
    "d p h2 h3 h4 blockquote pre ul ol li table thead tbody tr th td caption figure figcaption img a em strong "
    "sub sup br".split()
)
_ATTRIBUTES = frozenset("href src alt rel colspan rowspan scope".split())


def _ninjs(s: str) -> str:
    plain = (
        "headline headlines title slugline byline by located ednote description_text description_html body_html source "
        "language copyrightholder copyrightnotice usageterms version urgency pubstatus embargoed expires type profile "
        "versioncreated firstcreated evolvedfrom"
    )
    picture = {"type": s, "uri": s, "headline": s, "description_text": s, "byline": s, "renditions": {s: {"href": s}}}
    concept = {"name": s, "code": s, "scheme": s}
    item: dict[str, Any] = dict.fromkeys(plain.split(), s)
    item |= {key: [concept, s] for key in "subject genre place person organisation service keywords signal".split()}
    return json.dumps({**item, "uri": "urn:mpa:1", "associations": {s: picture}, "altids": {"a": s}})


def _ninjs3(s: str) -> str:
    value = {"role": s, "value": s, "contentType": "text/plain"}
    lists = {key: [value] for key in "headlines bodies descriptions altIds".split()}
    concepts = {key: [{"uri": s, "literal": s}] for key in "subjects genres places people".split()}
    return json.dumps({**lists, **concepts, "uri": "urn:mpa:1", "rightsInfo": {"linkedRights": s}})


def _jsonfeed(s: str) -> str:
    texts = dict.fromkeys("id url title content_html summary image date_published language".split(), s)
    item = {**texts, "tags": [s], "authors": [{"name": s}], "attachments": [{"url": s, "mime_type": s, "title": s}]}
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "home_page_url": s, "items": [item, {"content_text": s}]})


def _rss(s: str) -> str:
    text, value = escape(_NOT_XML.sub("", s)), quoteattr(_NOT_XML.sub("", s))
    names = "title link guid description content:encoded dc:creator author pubDate source dc:rights dc:language"
    fields = "".join(f"<{name}>{text}</{name}>" for name in names.split())
    media = f"<media:credit>{text}</media:credit><media:description>{text}</media:description>"
    return (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><link>{text}</link><item>{fields}'
        f"<category domain={value}>{text}</category><enclosure url={value} type={value}/>"
        f"<media:content url={value} medium={value}>{media}</media:content></item></channel></rss>"
    )


def _atom(s: str) -> str:
    text, value = escape(_NOT_XML.sub("", s)), quoteattr(_NOT_XML.sub("", s))
    names = ("title", "summary", "content", "rights")
    fields = "".join(f'<{name} type="{kind}">{text}</{name}>' for name in names for kind in ("html",))
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base={value}><entry xml:lang={value}><id>{text}</id>{fields}'
        f"<link href={value}/><link rel='enclosure' href={value} type={value} title={value}/>"
        f"<author><name>{text}</name></author><category term={value} scheme={value} label={value}/>"
        f'<updated>{text}</updated></entry><entry><title>{text}</title><content type="text">{text}</content></entry>'
        "</feed>"
    )


def _wxr(s: str) -> str:
    """The same as a post, with all that only an export has."""
    text = escape(_NOT_XML.sub("", s))
    names = "post_id status post_type post_date post_date_gmt attachment_url"
    own = "".join(f"<wp:{name}>{text}</wp:{name}>" for name in names.split())
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{text}</wp:meta_value></wp:postmeta>"
        for key in ("_thumbnail_id", "enclosure", "_wp_attachment_image_alt")
    )
    post = "<wp:post_type>post</wp:post_type>"
    return (
        _rss(s)
        .replace("<rss ", '<rss xmlns:wp="http://wordpress.org/export/1.2/" ', 1)
        .replace(
            "</item>",
            f"<excerpt:encoded xmlns:excerpt='http://wordpress.org/export/1.2/excerpt/'>{text}</excerpt:encoded>{meta}</item>"
            f"<item><title>{text}</title><guid>urn:a</guid>{own}{meta}</item>"
            f"<item><title>{text}</title>{post}<description>[caption]{text}[/caption]</description></item>"
            f"<item><wp:post_id>{text}</wp:post_id><wp:post_type>attachment</wp:post_type>"
            f"<wp:attachment_url>{text}</wp:attachment_url>{meta}</item>",
            1,
        )
    )


_WRITERS = (_ninjs, _ninjs3, _jsonfeed, _rss, _atom, _wxr)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inside in value.values():
            yield from _texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside)


def _problems(reading: Reading) -> Iterator[str]:
    """What a browser could be made to run, or a reader to see wrongly."""
    for version in reading.versions:
        said = facts.as_json(version)
        body = said.pop("body")
        yield from (f"control character in {text[:80]!r}" for text in _texts(said) if _CONTROL.search(text))
        try:
            tree = etree.fromstring(f"<d>{body}</d>", etree.XMLParser(huge_tree=True))
        except etree.XMLSyntaxError as error:
            yield f"the body is no XHTML ({error}): {body[:120]!r}"
            continue
        for element in tree.iter("*"):
            if element.tag not in _TAGS:
                yield f"<{element.tag}> in the body"
            for name, value in ((str(key), str(said)) for key, said in element.items()):
                scheme = re.match(r"(?:https?://|mailto:)", value, re.IGNORECASE)
                if name not in _ATTRIBUTES or (name in ("href", "src") and not scheme):
                    yield f"{name}={value[:80]!r} in the body"
        if version.format != "ninjs":
            bad = [one.href for one in version.associations if not one.href.startswith(("http://", "https://"))]
            yield from (f"link to {href!r}" for href in bad)


@pytest.mark.parametrize("write", _WRITERS, ids=lambda write: write.__name__.strip("_"))
@pytest.mark.parametrize("hostile", _STRINGS, ids=lambda text: repr(text[:30]))
def test_nothing_active_comes_out(write: Any, hostile: str) -> None:
    reading = formats.read(write(hostile).encode("utf-8", "replace"))
    assert reading.versions
    assert list(_problems(reading)) == []


@pytest.mark.parametrize("hostile", _STRINGS, ids=lambda text: repr(text[:30]))
def test_raw_markup_in_a_feed_is_cleaned_or_refused(hostile: str) -> None:
    raw = f"<rss><channel><item><title>{hostile}</title><description>{hostile}</description></item></channel></rss>"
    try:
        reading = formats.read(raw.encode("utf-8", "replace"))
    except UnreadableError as error:
        assert "defect" not in str(error)
    else:
        assert list(_problems(reading)) == []


_BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY e0 "ha">{_BOMB}<!ENTITY x "&e11;">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">',
    ],
)
@pytest.mark.parametrize("root", ["rss", "feed", "rdf"])
def test_entities_are_never_expanded(root: str, doctype: str) -> None:
    host = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "\0"
    inside = {
        "rss": "<rss><channel><item><title>a&x;b</title></item></channel></rss>",
        "feed": "<feed><entry><id>urn:a</id><title>a&x;b</title></entry></feed>",
        "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel/><item><title>a&x;b</title></item></rdf:RDF>",
    }[root]
    try:
        reading = formats.read((doctype + inside).encode())
    except UnreadableError:
        return
    headline = reading.versions[0].headline
    assert len(headline) < 40
    assert host not in headline


def test_deep_xml_is_survived() -> None:
    data = b"<rss><channel><item><title>x</title><description>" + b"<b>" * 50_000 + b"</b>" * 50_000
    data += b"</description></item></channel></rss>"
    try:
        reading = formats.read(data)
    except UnreadableError as error:
        assert "defect" not in str(error)
    else:
        assert list(_problems(reading)) == []


_PUBLIC = Path(__file__).resolve().parents[3] / "shared" / "hostile"


@pytest.mark.samples
@pytest.mark.slow
@pytest.mark.skipif(not _PUBLIC.is_dir(), reason="the public collection is not here")
@pytest.mark.parametrize("write", _WRITERS, ids=lambda write: write.__name__.strip("_"))
def test_public_attack_strings(write: Any) -> None:
    problems = []
    for name, key in (("xss.jsonl", "html"), ("strings.jsonl", "text")):
        for line in (_PUBLIC / name).read_text().splitlines():
            hostile = json.loads(line)
            reading = formats.read(write(hostile[key]).encode("utf-8", "replace"))
            problems += [f"{hostile['id']}: {problem}" for problem in _problems(reading)]
    assert problems == []


@pytest.mark.samples
@pytest.mark.skipif(not _PUBLIC.is_dir(), reason="the public collection is not here")
def test_public_hostile_xml() -> None:
    for path in sorted((_PUBLIC / "xml").iterdir()):
        for name in (None, "rss", "atom", "rss1"):
            try:
                formats.read(path.read_bytes(), format=name)
            except UnreadableError as error:
                assert "defect" not in str(error), path.name
