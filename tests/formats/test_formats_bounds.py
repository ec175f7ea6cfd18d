"""What every version goes through: no shortcut leaves out an order that its paragraphs give."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from wireroom.formats import markup
from wireroom.formats.bounds import as_paragraphs, settle
from wireroom.formats.model import Hint, Reading
from wireroom.formats.words import orders
from wireroom.news import Association, Body, Version

_ORDER = "Editors: please kill item nln0123 “Ferry sails”."
_PARAGRAPHS = st.lists(
    st.sampled_from(
        [
            *(_ORDER, _ORDER.replace("kill", "k<em>il</em>l"), _ORDER.replace("kill", "do not use")),
            *(_ORDER.replace("kill", "do<br>not use"), _ORDER.replace("kill", "do&nbsp;not use")),
            _ORDER.replace("item", '<a href="https://nln.example/a b c d">item</a>'),
            *("The ferry sails. " * 20, "It <b>sails</b> &amp; lands.", "A &lt; B", "Ferry", "ferry " * 130),
        ]
    ),
    max_size=6,
)


def _settled(version: Version) -> Version:
    (settled,) = settle(Reading("rss", (version,)), Hint()).versions
    return settled


@settings(max_examples=200)
@given(_PARAGRAPHS)
@example([_ORDER])
def test_every_order_of_a_short_body_is_found(paragraphs: list[str]) -> None:
    body = markup.clean("".join(f"<p>{one}</p>" for one in paragraphs))
    expected = orders("Note", markup.paragraphs(body)) if len(body) < 2500 else ()
    assert _settled(Version(uri="urn:nln:1", headline="Note", body=body)).orders == expected


def test_the_order_by_which_this_is_judged_is_one() -> None:
    assert orders("Note", [_ORDER])


@given(st.text(max_size=60))
def test_one_line_of_words_is_a_body_as_the_cleaner_makes_it(text: str) -> None:
    line = markup.of_line(text.strip())
    assert line is None or line == markup.from_text(text)


def test_a_caption_with_a_control_character_loses_it() -> None:
    picture = Association("picture", href="https://nln.example/1.jpg", caption="The\x07 quay")
    version = Version(uri="urn:nln:1", headline="Ferry", body=Body("<p>It sails.</p>"), associations=(picture,))
    assert _settled(version).associations[0].caption == "The quay"


def test_text_of_several_lines_is_still_parted() -> None:
    assert as_paragraphs("It sails.\n\nIt lands.") == "<p>It sails.</p>\n<p>It lands.</p>"
