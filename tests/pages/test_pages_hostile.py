"""Hostile copy: in every output it is text, never markup, script, hole or broken syntax."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from tests.pages.pages_helper import FULL, NOW, PICTURE, Newsroom, licence, network, parsed, version
from wireroom.network.licence import CreditTerms, NoticeTerms, Surface
from wireroom.news import Body, Dateline, Rights
from wireroom.pages import Hole

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</script x",
    "<!--<script>",
    "]]><x/>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;amp;",
    "\x000\x00 \x001\x00",
    "\x01\x1b[31m\x7f\ufffe",
    "\ud800 lone",
    "\u202eright\u2028\u2029",
    "</title><base href=//evil.example>",
    "</style><img src=x onerror=alert(1)>",
)
PATHS = (
    "/", "/launch", "/search?q=moon", "/rail/1", "/feed.xml", "/atom.xml", "/feed.json",
    "/sitemap.xml", "/sitemap/2026-11.xml", "/news-sitemap.xml",
)  # fmt: skip
ELEMENTS = {"script", "base", "img", "x", "b"}


def hostile(text: str) -> Newsroom:
    forms = dict.fromkeys(Surface, FULL)
    newsroom = Newsroom(
        network(
            licences={"mpa": licence(forms=forms, notice=NoticeTerms(f"N {text}"), credit=CreditTerms(f"C {text}"))}
        )
    )
    newsroom.take(
        version(
            headline=f"moon {text}",
            summary=text,
            byline=text,
            dateline=Dateline(text, text, None, text),
            keywords=(text,),
            language=text,
            body=Body("<p>moon</p>"),
            signals=("correction",),
            correction_note=text,
            rights=Rights(holder=text, notice=text),
            associations=(replace(PICTURE, caption=text, credit=text, alt=text),),
        )
    )
    return newsroom


def handlers(tree: Any) -> list[str]:
    return [name for one in tree.iter() for name in one.attrib if name.startswith("on")]


@pytest.mark.parametrize("text", HOSTILE)
def test_copy_is_text_on_the_story_page(text: str) -> None:
    newsroom = hostile(text)
    id = newsroom.take(version("urn:mpa:other"))
    found = next(one for one in re.findall(r"-([0-9a-z]{12})\"", newsroom.text("/launch")) if one != id)
    page = newsroom.story(found)
    tree = parsed(page)
    assert handlers(tree) == []
    scripts = [one.get("type") for one in tree.iter("script")]
    assert scripts == ["application/ld+json"]
    assert list(tree.iter("base")) == [] and len(list(tree.iter("style"))) == 1
    told = json.loads(next(tree.iter("script")).text_content())
    assert told["@graph"][0]["headline"].startswith("moon ")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("path", PATHS)
def test_every_output_stays_well_formed(path: str, text: str) -> None:
    page = hostile(text).page(path)
    assert page.status == 200
    body = page.body.decode("utf-8")
    assert "\x00" not in body
    if "html" in page.media_type:
        tree = parsed(body)
        assert handlers(tree) == [] and list(tree.iter("base")) == []
        for one in tree.iter("script"):
            assert one.get("type") == "application/ld+json" and json.loads(one.text_content())
    elif "json" in page.media_type:
        assert json.loads(body)["items"][0]["title"].startswith("moon ")
    else:
        etree.fromstring(page.body, etree.XMLParser(resolve_entities=False))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_copy_makes_a_hole(text: str) -> None:
    newsroom = hostile(text)
    for path in ("/", "/launch"):
        assert [part.rail for part in newsroom.frame(path).parts if isinstance(part, Hole)] == [0, 1]


def test_a_body_makes_no_hole() -> None:
    newsroom = Newsroom()
    id = newsroom.take(version(body=Body("<p>\x001\x00</p>")))
    parts = newsroom.frame(newsroom.url_of(id)).parts
    assert [part.rail for part in parts if isinstance(part, Hole)] == [0, 1]


@pytest.mark.parametrize("text", [*HOSTILE, "%00%3Cscript%3E", "x" * 5000])
def test_what_a_reader_asks_for_is_text_in_the_answer(text: str) -> None:
    newsroom = Newsroom()
    frame = newsroom.frame("/search", query={"q": text})
    body = b"".join(part for part in frame.parts if isinstance(part, bytes)).decode()
    tree = parsed(body)
    assert handlers(tree) == [] and list(tree.iter("script", "base", "img")) == []
    assert len(body) < 40_000


@pytest.mark.parametrize("path", ["/" + text for text in HOSTILE] + ["/2026/11/22/" + "x" * 9000 + "-t6903eb8dcex"])
def test_a_path_is_never_repeated_in_the_answer(path: str) -> None:
    newsroom = Newsroom()
    newsroom.take(version())
    frame = newsroom.frame(path)
    if frame.status == 301:
        assert dict(frame.headers)["location"].startswith("/2026/11/22/probe-")
    else:
        assert frame.parts == newsroom.frame("/nope").parts


def test_a_rights_link_is_never_a_script() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(notice=NoticeTerms("N", "javascript:alert(1)"))}))
    newsroom.take(version())
    assert "javascript:" not in newsroom.text("/launch")


def test_slashes_stay_slashes() -> None:
    newsroom = Newsroom()
    newsroom.take(version(headline="24/7 and 1/2"))
    text = newsroom.text("/launch")
    assert ">24/7 and 1/2</a>" in text and "&#x2f;" not in text


@pytest.mark.parametrize("path", ["/", "/launch", "/search?q=x", "/nope", "/rail/1", "/feed.xml", "/robots.txt"])
def test_every_answer_has_the_headers_that_keep_it_harmless(path: str) -> None:
    newsroom = Newsroom()
    newsroom.take(version(), "orbit/launch")
    headers = dict(newsroom.page(path).headers)
    assert headers["x-content-type-options"] == "nosniff" and "referrer-policy" in headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "script" not in policy and "unsafe" not in policy


def test_the_policy_allows_the_styles_of_both_editions_and_no_other() -> None:
    from base64 import b64encode
    from hashlib import sha256

    newsroom = Newsroom()
    digests = []
    for path in ("/", "/text/"):
        style = newsroom.page(path, at=NOW).body.decode().partition("<style>")[2].partition("</style>")[0]
        digests.append(b64encode(sha256(style.encode()).digest()).decode())
    for path in ("/", "/text/"):
        policy = dict(newsroom.page(path, at=NOW).headers)["content-security-policy"]
        assert f"style-src 'sha256-{digests[0]}' 'sha256-{digests[1]}';" in policy


@pytest.mark.parametrize("char", ["\x00", "\x01", "\x1f", "\ufffe", "\ud800"])
@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml", "/feed.json", None])
def test_a_character_that_may_not_stay_never_closes_up_what_is_beside_it(path: str | None, char: str) -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.FEED: FULL})}))
    id = newsroom.take(version(body=Body(f'<p><a href="java{char}script:alert(1)">there</a></p>')))
    text = newsroom.text(path) if path else newsroom.story(id)
    assert "there" in text and "javascript:" not in text
    if path and path.endswith("xml"):
        etree.fromstring(text.encode())
