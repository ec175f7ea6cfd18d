"""The short way to a body: what is read straight off the tree is what the sanitiser would have made of it."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from wireroom.formats import markup
from wireroom.formats.markup import of_blocks
from wireroom.formats.walk import plain_body

_XML = st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(32))) + "\ufffe\uffff")
_WORDS = st.text(st.one_of(_XML, st.sampled_from(" \t\n&<>;amp#x\u00a0\u202e\u0085\x7fé")), max_size=60)
_BLOCKS = st.lists(st.tuples(st.sampled_from(["p", "h2", "h3", "h4"]), _WORDS), max_size=6)


@given(_BLOCKS)
def test_plain_blocks_are_what_the_sanitiser_makes_of_them(blocks: list[tuple[str, str]]) -> None:
    html = "".join(f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in blocks)
    assert of_blocks(blocks) == markup.clean(html)


@given(_BLOCKS)
def test_a_body_of_plain_blocks_needs_no_sanitiser(blocks: list[tuple[str, str]]) -> None:
    root = etree.Element("body")
    for name, text in blocks:
        etree.SubElement(root, name).text = text.replace("\n", " ")
    html = etree.tostring(root, encoding="unicode", method="html")
    assert plain_body(root, lambda _: False) == markup.clean(html)


@pytest.mark.parametrize(
    "inside",
    [
        "loose words",
        "<p>a <b>bold</b> word</p>",
        "<p>one</p> loose <p>two</p>",
        "<ul><li>one</li></ul>",
        "<table><tr><td>1</td></tr></table>",
        '<div class="byline">A. Writer</div>',
        '<p class="notepad">For editors</p>',
        "<div>" * 40 + "<p>deep</p>" + "</div>" * 40,
        "<p>\n  One, wrapped\nto a width.\n  Two.</p>",
    ],
)
def test_more_than_plain_blocks_takes_the_long_way(inside: str) -> None:
    assert plain_body(etree.fromstring(f"<body>{inside}</body>"), lambda _: False) is None


def test_what_is_seen_to_is_left_out() -> None:
    root = etree.fromstring("<body><p>One.</p><media/><div><p>Two.</p></div></body>")
    assert plain_body(root, lambda one: one.tag == "media") == "<p>One.</p>\n<p>Two.</p>"


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("the crew&amp;#39;s", "the crew's"),
        ("the crew&amp;amp;apos;s", "the crew's"),
        ("a &amp;lt;b&amp;gt; c", "a &lt;b&gt; c"),
        ("&amp;quot;So&amp;quot;", '"So"'),
        ("R&amp;D; and more", "R&amp;D; and more"),
        ("a&amp;nbsp;b", "a\u00a0b"),
        ("x&amp;#x202e;y", "xy"),
    ],
)
def test_what_was_escaped_once_too_often_is_read_as_it_was_meant(stated: str, read: str) -> None:
    assert markup.clean(f"<p>{stated}</p>") == f"<p>{read}</p>"
    assert markup.clean(f"<p>{read}</p>") == f"<p>{read}</p>"


def test_references_in_addresses_stay() -> None:
    body = markup.clean('<p><a href="https://mpa.example/?a=1&amp;amp;quot;=2">x</a></p>')
    assert '"https://mpa.example/?a=1&amp;amp;quot;=2"' in body


@given(_BLOCKS)
def test_the_paragraphs_of_a_body_are_its_blocks_texts(blocks: list[tuple[str, str]]) -> None:
    body = of_blocks(blocks)
    parts = [" ".join(markup.text_of(of_blocks([block])).split()) for block in blocks]
    assert markup.paragraphs(body) == [part for part in parts if part]


def test_paragraphs_of_more_than_words() -> None:
    body = markup.clean("<p>One &amp; <b>two</b></p><p>Three &amp; four</p><ul><li>Five</li></ul>")
    assert markup.paragraphs(body) == ["One & two", "Three & four", "Five"]
    assert markup.paragraphs(markup.clean("")) == []
