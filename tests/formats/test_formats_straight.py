"""Markup that needs no cleaner: what the shortcut takes comes out as the cleaner would have left it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wireroom.formats import blocks, markup
from wireroom.formats.straight import rooted, straight

_PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "</p>\n", "<h2>", "</h2>", "<h1>", "<strong>", "</strong>", "<b>", "</b>", "<i>", "</i>"),
        *("<em>", "</em>", "<br>", "</a>", '<a href="https://nln.example/x?y=1#z">', '<a href="https://nln.example">'),
        *('<a href="http://1.2.3.4.5/">', '<a href="https://xn--a.example/">', '<a href="HTTPS://nln.example/%zz">'),
        *('<a href="javascript:x()">', '<a class="x" href="https://nln.example/">', '<p class="x">', "<script>"),
        *(
            "word",
            "two words",
            " ",
            "  ",
            "\n",
            "\t",
            "\u00a0",
            "\u200b",
            "\u202e",
            "&amp;",
            "&lt;b&gt;",
            "<",
            ">",
            '"',
        ),
        *(
            "<ul>",
            "</ul>",
            "<li>",
            "</li>",
            "<blockquote>",
            "</blockquote>",
            "<div>",
            "</div>",
            "<figure>",
            "</figure>",
        ),
        *("é", "日本", "\x1c", "'", "<p>It sails.</p>", "<p>It <b>sails</b> at noon.</p>"),
    ]
)
_MARKUP = st.lists(_PIECES, max_size=12).map("".join)


def _long_way(monkeypatch: pytest.MonkeyPatch, html: str, base: str = "") -> str:
    with monkeypatch.context() as patch:

        def never(*_: Any) -> None:
            return None

        patch.setattr(markup, "straight", never)
        patch.setattr(blocks, "straight_block", never)
        return markup.clean(html, base=base)


@settings(max_examples=500)
@given(_MARKUP, st.booleans())
def test_both_ways_lead_to_the_same(html: str, wrapped: bool) -> None:
    html = f"<p>{html}</p>" if wrapped else html
    with pytest.MonkeyPatch.context() as patch:
        assert markup.clean(html) == _long_way(patch, html)


@pytest.mark.parametrize("between", ["", "\n", " ", "\n\n", "\n \n"])
@pytest.mark.parametrize("second", ["<p>It lands.</p>", "<h2>It lands.</h2>"])
@pytest.mark.parametrize("first", ["<p>It sails.</p>", "<h3>It sails.</h3>"])
def test_each_block_stands_on_a_line(first: str, between: str, second: str) -> None:
    assert straight(f"{first}{between}{second}\n") == f"{first}\n{second}"


@pytest.mark.parametrize(
    "html",
    [
        "<p>It sails.</p>",
        "<p>It <strong>sails</strong>, <em>at noon</em>.</p>\n\n<h2>Times</h2>",
        '<p><a href="https://nln.example/times?day=1">Times</a></p>',
    ],
)
def test_what_is_plain_takes_the_short_way(html: str) -> None:
    assert straight(html) is not None


@pytest.mark.parametrize(
    "html",
    [
        "",
        "It sails.",
        "<p></p>",
        "<p>It sails.",
        "<p>It <a href=javascript:x()>sails</a>.</p>",
        '<p><a href="javascript:x()">sails</a></p>',
        '<p><a href="https://nln.example/" href="https://evil.example/">sails</a></p>',
        '<p><a name="x">sails</a></p>',
        '<p title="a>b">It sails.</p>',
        "<p class=x>It sails.</p>",
        '<figure><img src="/quay.jpg"></figure>',
        '<figure><img src="https://nln.example/1.jpg" src="https://nln.example/2.jpg"></figure>',
        '<figure><img alt="The quay"></figure>',
        "<figure><img></figure>",
        "<figure><img/></figure>",
        '<p title="\x07">It sails.</p>',
        "<p>It\x7fsails.</p>",
        "<p>It&#8203;sails.</p>",
        "<p>It&#x202e;sails.</p>",
        "<p>It\u202esails.</p>",
        "<p><strong>It</em></p>",
        "<p>It <script>sails</script></p>",
    ],
)
def test_what_is_not_takes_the_long_way(html: str) -> None:
    assert straight(html) is None


_SEEN = '<a href="https://nln.example/" rel="nofollow noopener">sails</a>'


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ('<p class="wp-block-paragraph" onclick="x()">It sails.</p>', "<p>It sails.</p>"),
        ('<p>It <a href="https://nln.example/" onclick="x()">sails</a>.</p>', f"<p>It {_SEEN}.</p>"),
        ('<p>It <a title="a href=" class="b" href="https://nln.example/">sails</a>.</p>', f"<p>It {_SEEN}.</p>"),
        ('<p>It <b class="x">sails</b>.</p>', "<p>It <strong>sails</strong>.</p>"),
        ("<p>It&#8217;s &#8220;so&#8221;.</p>", "<p>It\u2019s \u201cso\u201d.</p>"),
        (
            '<figure class="x"><img width="9" src="https://nln.example/1.jpg" alt="Quay" srcset="2.jpg 2x"/></figure>',
            '<figure><img src="https://nln.example/1.jpg" alt="Quay"/></figure>',
        ),
        (
            '<figure><img src="https://nln.example/1.jpg"><figcaption id="c">A <em>quay</em></figcaption></figure>',
            '<figure><img src="https://nln.example/1.jpg" alt=""/><figcaption>A <em>quay</em></figcaption></figure>',
        ),
        ('<p>It sails.</p>\n\n<h2 id="t">Times</h2> <p>Noon.</p>', "<p>It sails.</p>\n<h2>Times</h2>\n<p>Noon.</p>"),
    ],
)
def test_what_editing_programs_write_takes_the_short_way_without_its_attributes(written: str, clean: str) -> None:
    assert straight(written) == clean
    with pytest.MonkeyPatch.context() as patch:
        assert _long_way(patch, written) == clean


_WRITTEN = st.sampled_from(
    [
        *("word", "two words ", " &#8217;", "&#8220;so&#8221; ", "&#8203;", "&#8232;", '"', 'x="y" ', "\u00e9", "<br>"),
        *(' <strong class="x">so</strong> ', "<b>so</b>", '<i id="q">so</i>', " <em>a</em>", "<b> so</b>"),
        '<a href="https://nln.example/1" target="_blank" rel="noopener">a b</a>',
        '<a title=" href=" class="c" href="https://nln.example/2">so</a>',
        '<a class="y" href="https://nln.example/%zz">so</a>',
        '<a href="https://nln.example/" href="https://evil.example/">so</a>',
        '<a name="x">so</a>',
        '<a href="javascript:x()" class="z">so</a>',
    ]
)
_PICTURE = '<img src="https://nln.example/1.jpg" alt="a  b" srcset="https://nln.example/2.jpg 2x"'
_FRAMES = st.sampled_from(
    [
        *('<p class="x">{}</p>', "<p>{}</p>\n", '<h3 class="h">{}</h3> ', "<h2>{}</h2>", "<p href='x'>{}</p>", "{}"),
        f'<figure class="a">{_PICTURE}/><figcaption class="b">{{}}</figcaption></figure>\n\n',
        f"<figure>{_PICTURE.replace('  ', ' ')}></figure><p>{{}}</p>",
        '<figure><img src="/1.jpg"></figure><p>{}</p>',
    ]
)
_BLOCK = st.builds(lambda frame, words: frame.format("".join(words)), _FRAMES, st.lists(_WRITTEN, max_size=4))


@settings(max_examples=500)
@given(st.lists(_BLOCK, max_size=4).map("".join))
def test_both_ways_lead_to_the_same_for_what_editing_programs_write(html: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        assert markup.clean(html) == _long_way(patch, html)


@pytest.mark.parametrize(
    "host", ["nln.example\\\\@evil.example", "a--b.example", "1.2.3.4", "nln", "NLN.example", "a..example"]
)
def test_an_address_that_readers_of_urls_may_take_otherwise_is_left_to_them(host: str) -> None:
    assert straight(f'<p><a href="https://{host}/">sails</a></p>') is None


_BASES = ["https://nln.example", "https://nln.example/2026/feed?x=/", "http://nln.example#top"]


@pytest.mark.parametrize("base", _BASES)
@pytest.mark.parametrize("link", ["/", "/quay", "/quay/1.html?day=1&to=/a#b", "/quay..1", "/%7equay"])
@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_link_from_the_root_of_its_host_takes_the_short_way(base: str, link: str, mark: str) -> None:
    html = f"<p>It <a href={mark}{link}{mark}>sails</a>.</p>"
    if "&" not in link:
        assert straight(rooted(html, base)) is not None
    with pytest.MonkeyPatch.context() as patch:
        assert markup.clean(html, base=base) == _long_way(patch, html, base)


@pytest.mark.parametrize(
    "link", ["//evil.example/", "/a/../b", "/./b", "/%2e%2e/b", "/%2E/b", "/a\\b", "/a b", "b", "#b"]
)
def test_a_link_that_has_to_be_resolved_is_left_as_it_is(link: str) -> None:
    html = f'<p>It <a href="{link}">sails</a>.</p>'
    assert rooted(html, _BASES[0]) == html
    with pytest.MonkeyPatch.context() as patch:
        assert markup.clean(html, base=_BASES[0]) == _long_way(patch, html, _BASES[0])


@pytest.mark.parametrize(
    "base", ["", "ftp://nln.example/", "https://NLN.example/", "https://nln.example:8080/", "/feed"]
)
def test_only_a_plain_host_is_put_before_a_link(base: str) -> None:
    html = '<p>It <a href="/quay">sails</a>.</p>'
    assert rooted(html, base) == html
    with pytest.MonkeyPatch.context() as patch:
        assert markup.clean(html, base=base) == _long_way(patch, html, base)


def test_words_that_look_like_a_link_are_left_as_they_are() -> None:
    html = "<p>Write href=\"/quay\" or a href='/quay'.</p>"
    assert rooted(html, _BASES[0]) == html


_LINKS = st.sampled_from(
    ["/", "/a", "/a/../b", "//b.example", "/a?..", "/a#/./b", "/.a", "/a.", "/a..b", "b", "/%2e", "?a"]
)


@given(st.lists(st.tuples(_WRITTEN, _LINKS, st.sampled_from("\"'")), max_size=4), st.sampled_from([*_BASES, "x:y", ""]))
def test_both_ways_lead_to_the_same_for_links_from_the_root(parts: list[tuple[str, str, str]], base: str) -> None:
    html = "".join(f"<p>It {words} <a href={mark}{link}{mark}>sails</a>.</p>" for words, link, mark in parts)
    with pytest.MonkeyPatch.context() as patch:
        assert markup.clean(html, base=base) == _long_way(patch, html, base)
