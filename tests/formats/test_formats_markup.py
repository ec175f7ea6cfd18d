"""The cleaning function, one fact a test: what goes in as any markup comes out as the body's vocabulary."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from wireroom.formats import markup
from wireroom.news import Body

VOCABULARY = frozenset(
    "p h2 h3 h4 pre blockquote ul ol li table thead tbody tr th td caption figure figcaption "
    "img a em strong sub sup br".split()
)


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("<p>Ships sail.</p>", "<p>Ships sail.</p>"),
        ("Ships sail.", "<p>Ships sail.</p>"),
        ("<div>Ships</div><div>sail</div>", "<p>Ships</p>\n<p>sail</p>"),
        ("Ships<br><br>sail", "<p>Ships</p>\n<p>sail</p>"),
        ("<p>Ships<br>sail</p>", "<p>Ships<br/>sail</p>"),
        ("<p>One</p><p></p><p> &nbsp; </p><p><br></p><p>Two</p>", "<p>One</p>\n<p>Two</p>"),
        ("<p><h3>Tides</h3></p>", "<h3>Tides</h3>"),
        ("<h1>Tides</h1>", "<h2>Tides</h2>"),
        ("<h6>Tides</h6>", "<h4>Tides</h4>"),
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("<p><span style='x'>a</span> <u>b</u></p>", "<p>a b</p>"),
        ("<p>  a \n b  </p>", "<p>a b</p>"),
        ("<b><p>a</p><p>b</p></b>", "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
        ("<p><strong></strong>a</p>", "<p>a</p>"),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<ul><li>a</li><li></li></ul>", "<ul><li>a</li></ul>"),
        ("<li>a<li>b", "<p>a</p>\n<p>b</p>"),
        ("<ul><li>a<p></p>b</li></ul>", "<ul><li>a b</li></ul>"),
        ("<ul><li>a<div>b</div></li></ul>", "<ul><li>a<br/>b</li></ul>"),
        ("<p>a&nbsp;</p><p>10&nbsp;km</p>", "<p>a</p>\n<p>10\u00a0km</p>"),
        ("<pre>\n\n a\n</pre>", "<pre> a\n</pre>"),
        ("<dl><dt>a<dd>b</dl>", "<p>a</p>\n<p>b</p>"),
        ("<pre>1\n 2</pre>", "<pre>1\n 2</pre>"),
        ("<p>H<sub>2</sub>O</p>", "<p>H<sub>2</sub>O</p>"),
    ],
)
def test_markup_becomes_the_vocabulary(html: str, body: str) -> None:
    assert markup.clean(html) == body


def test_an_empty_table_cell_keeps_its_place() -> None:
    body = markup.clean("<table><tr><td></td><td colspan='2' class='x'>1</td></tr></table>")
    assert body == '<table><tbody><tr><td></td><td colspan="2">1</td></tr></tbody></table>'


@pytest.mark.parametrize("scheme", ["https://x.example/", "http://x.example/", "mailto:desk@x.example"])
def test_links_to_the_web_and_to_mail_stay(scheme: str) -> None:
    assert markup.clean(f'<a href="{scheme}">a</a>') == f'<p><a href="{scheme}" rel="nofollow noopener">a</a></p>'


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "#photo0", "/a", "ftp://x.example", "java\tscript:x"]
)
def test_other_links_lose_their_address_and_keep_their_words(href: str) -> None:
    assert markup.clean(f'<p><a href="{href}">a</a></p>') == "<p>a</p>"


def test_no_other_attribute_passes_for_an_address() -> None:
    html = '<a title="javascript:alert(1)" lang="x" href="https://x.example/">a</a><a title="https://x.example/">b</a>'
    assert markup.clean(html) == '<p><a href="https://x.example/" rel="nofollow noopener">a</a>b</p>'


def test_relative_links_follow_the_base() -> None:
    assert 'href="https://x.example/news/1"' in markup.clean('<a href="1">a</a>', base="https://x.example/news/")


def test_a_picture_needs_a_web_address() -> None:
    assert markup.clean('<img src="https://x.example/1.jpg" alt="A ship" onerror="x">') == (
        '<p><img src="https://x.example/1.jpg" alt="A ship"/></p>'
    )
    assert markup.clean('<img src="data:image/png;base64,xx"><img src="1.jpg">') == ""


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<svg><script>x</script></svg>",
        "<iframe src='https://x.example'></iframe>",
        "<!-- note -->",
        "<math><mi>x</mi></math>",
        "<form><button>a</button></form>",
    ],
)
def test_what_runs_or_frames_goes_with_its_content(html: str) -> None:
    assert markup.clean(f"<p>a</p>{html}") == "<p>a</p>"


def test_control_and_direction_characters_go() -> None:
    assert markup.clean("<p>a\x00\x0b\u202eb\u2066c\ufeffd\x9f</p>") == "<p>abcd</p>"
    assert markup.clean("<p>a&#1;b&#x202e;c&#8294;d&#xFEFF;&#xD800;e\ud800</p>") == "<p>abcd\ufffde</p>"
    assert markup.plain("a&#x202e;b") == "a b"
    assert markup.clean("<p>\u200fسفن\u200f</p>") == "<p>\u200fسفن\u200f</p>"


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(alphabet=list("<>/\"'=& \n\tpbiadtrul123hx;#\x00é"), max_size=120))
def test_any_input_gives_well_formed_vocabulary_and_is_clean_already(html: str) -> None:
    body = markup.clean(html)
    tree = etree.fromstring(f"<body>{body}</body>")
    assert {element.tag for element in tree.iterdescendants()} <= VOCABULARY
    assert markup.clean(body) == body


_TAGS = st.sampled_from(
    "p div b i a ul li table tr td h1 h3 br blockquote pre figure figcaption span caption hr".split()
)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.one_of(_TAGS.map(lambda tag: f"<{tag}>"), _TAGS.map(lambda tag: f"</{tag}>"), st.just(" a "))))
def test_any_nesting_gives_well_formed_vocabulary_and_loses_no_word(parts: list[str]) -> None:
    html = "".join(parts)
    body = markup.clean(html)
    tree = etree.fromstring(f"<body>{body}</body>")
    assert {element.tag for element in tree.iterdescendants()} <= VOCABULARY
    assert len(re.findall(r"\ba\b", markup.text_of(body))) == parts.count(" a ")


def test_paragraphs_are_the_blocks_in_order() -> None:
    body = markup.clean(
        "<h2>A</h2><p>b &amp; <em>c</em></p><ul><li>d</li></ul><table><tr><td>1</td><td>2</td></tr></table>"
    )
    assert markup.paragraphs(body) == ["A", "b & c", "d", "1 2"]
    assert markup.text_of(body) == "A\n\nb & c\n\nd\n\n1 2"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Tides \n rise ", "Tides rise"),
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish &amp;amp;amp; chips", "Fish & chips"),
        ("<b>Tides</b> rise", "Tides rise"),
        ("&lt;i&gt;Tides&lt;/i&gt; rise", "Tides rise"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("Tides<script>alert(1)</script> rise", "Tides rise"),
        ("Ti\u202edes\x00 rise\u2069", "Ti des rise"),
        ("R&D at AT&T", "R&D at AT&T"),
        ("", ""),
    ],
)
def test_a_headline_is_one_plain_line(text: str, line: str) -> None:
    assert markup.plain(text) == line


def test_plain_text_becomes_paragraphs_at_blank_lines_and_indents() -> None:
    assert markup.from_text("One\nline.\n\nTwo <3.\n   Three.") == "<p>One line.</p>\n<p>Two &lt;3.</p>\n<p>Three.</p>"


def test_a_start_is_cut_out_of_the_first_paragraph_with_its_markup() -> None:
    body = markup.clean("<p><b>Nordhaven</b> (MPA) - Ships <em>sail</em>.</p><p>More.</p>")
    assert markup.without_start(body, "Nordhaven (MPA) -") == "<p>Ships <em>sail</em>.</p>\n<p>More.</p>"


@pytest.mark.parametrize("start", ["Other", "Ships sail and more", ""])
def test_a_start_that_is_not_there_cuts_nothing(start: str) -> None:
    assert markup.without_start(Body("<p>Ships sail</p>"), start) == "<p>Ships sail</p>"


def test_a_start_may_end_within_markup() -> None:
    body = Body("<p><strong>Ships - sail</strong> on</p>")
    assert markup.without_start(body, "Ships -") == "<p><strong>sail</strong> on</p>"


def test_first_and_last_paragraph_can_be_taken_off() -> None:
    body = markup.clean("<p>a</p><p>b</p><p>c</p>")
    assert markup.without_last_paragraph(markup.without_first_paragraph(body)) == "<p>b</p>"
    assert markup.first_paragraph(body) == "a"
