"""Bodies of ninjs items: what in their markup says once more what a field says, one fact a test."""

from __future__ import annotations

import pytest

from tests.formats.ninjs_helper import one


def test_the_byline_below_the_copy_is_no_copy() -> None:
    assert one(byline="Anna Berg", body_html="<p>It sails.</p><p>Anna Berg</p>").body == "<p>It sails.</p>"


def test_place_and_source_by_their_class_are_no_copy() -> None:
    html = '<h1>Ferry</h1><div class="dat"><span>Traffic</span><span>AB</span></div><p>It sails.</p>'
    assert one(headline="Ferry", body_html5=html).body == "<p>It sails.</p>"


@pytest.mark.parametrize(("byline", "left"), [("Anna Berg", 1), ("", 2)])
def test_a_byline_by_its_class_is_no_copy_where_the_field_says_it(byline: str, left: int) -> None:
    html = '<p>It sails.</p><div class="byline">Anna Berg</div>'
    assert one(byline=byline, body_html=html).body.count("<p>") == left


def test_a_lead_in_larger_type_is_no_heading() -> None:
    html = "<h4><p>It sails.</p><blockquote>At noon.</blockquote></h4><p>Soon.</p>"
    assert one(body_html5=html).body == "<p>It sails.</p>\n<blockquote><p>At noon.</p></blockquote>\n<p>Soon.</p>"
