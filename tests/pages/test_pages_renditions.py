"""Renditions: which there are of a picture, what they are called, and what is cut off where the wire says how."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from wireroom.news import Association
from wireroom.pages.renditions import FIGURE, TEASER, THUMB, Cut, View, for_others, in_view, renditions, stem

MEDIA = "0123456789abcdef" * 4 + ".jpg"
WIDE = Association("picture", media=MEDIA, width=3000, height=2000)
thousandths = st.integers(0, 1000)
pictures = st.builds(
    Association,
    kind=st.just("picture"),
    media=st.just(MEDIA),
    width=st.integers(1, 60_000),
    height=st.integers(1, 60_000),
    focus=st.none() | st.tuples(thousandths, thousandths),
    crops=st.lists(st.tuples(thousandths, thousandths, thousandths, thousandths), max_size=3).map(tuple),
)


def widths(found: Association, view: View = FIGURE) -> list[int]:
    shown = in_view(found, view)
    assert shown is not None
    return [one.width for one in shown.sharp["avif"]]


def test_a_large_picture_comes_in_every_width_of_its_place() -> None:
    assert widths(WIDE) == [480, 800, 1200, 1600]
    assert widths(WIDE, TEASER) == [480, 800]
    assert widths(WIDE, THUMB) == [240, 480, 800]


def test_none_is_larger_than_the_picture_nor_nearly_as_large() -> None:
    assert widths(replace(WIDE, width=1024, height=640)) == [480, 800, 1024]
    assert widths(replace(WIDE, width=820, height=640)) == [480, 820]
    assert widths(replace(WIDE, width=7, height=5)) == [7]


def test_a_name_tells_the_picture_the_width_and_the_format() -> None:
    shown = in_view(WIDE, FIGURE)
    assert shown is not None
    assert shown.sharp["webp"][1].name == "0123456789abcdef01234567-800.webp"
    assert (shown.plain.name, shown.plain.media_type) == ("0123456789abcdef01234567-800.jpg", "image/jpeg")


def test_others_get_one_jpeg_that_is_wide_enough_for_large_previews() -> None:
    made = for_others(WIDE)
    assert made is not None
    assert (made.name, made.width, made.height) == ("0123456789abcdef01234567-1200.jpg", 1200, 800)


def test_there_is_none_before_the_bytes_are() -> None:
    for lacking in (replace(WIDE, media=""), replace(WIDE, width=None), replace(WIDE, height=0)):
        assert in_view(lacking, FIGURE) is None
        assert for_others(lacking) is None
        assert renditions(lacking) == {}


def test_nothing_is_cut_off_where_the_wire_does_not_say_what_matters() -> None:
    assert all(one.cut is None for one in renditions(WIDE).values())


def test_a_focus_stands_in_the_middle_of_what_is_cut() -> None:
    shown = in_view(replace(WIDE, focus=(500, 500)), THUMB)
    assert shown is not None
    assert shown.plain.cut == Cut(500, 0, 2000, 2000)
    assert (shown.plain.width, shown.plain.height) == (240, 240)
    assert shown.plain.name == "0123456789abcdef01234567-500_0_2000_2000-240.jpg"


def test_a_focus_at_the_edge_is_cut_at_the_edge() -> None:
    for focus, left in (((0, 0), 0), ((100, 900), 0), ((1000, 500), 1000), ((900, 0), 1000)):
        shown = in_view(replace(WIDE, focus=focus), THUMB)
        assert shown is not None
        assert shown.plain.cut == Cut(left, 0, 2000, 2000)


def test_the_wires_own_crop_of_the_shape_comes_before_the_focus() -> None:
    found = replace(WIDE, focus=(0, 0), crops=((600, 100, 900, 550), (0, 0, 1000, 300)))
    shown = in_view(found, THUMB)
    assert shown is not None
    assert shown.plain.cut == Cut(1800, 200, 900, 900)


def test_a_crop_that_is_too_small_to_be_shown_says_where_to_look() -> None:
    shown = in_view(replace(WIDE, crops=((980, 450, 1000, 480),)), THUMB)
    assert shown is not None
    assert shown.plain.cut == Cut(1000, 0, 2000, 2000)


def test_a_crop_of_another_shape_says_where_to_look() -> None:
    shown = in_view(replace(WIDE, crops=((800, 0, 1000, 1000),)), THUMB)
    assert shown is not None
    assert shown.plain.cut == Cut(1000, 0, 2000, 2000)


def test_a_picture_of_the_shape_is_left_whole() -> None:
    shown = in_view(replace(WIDE, focus=(10, 10)), TEASER)
    assert shown is not None
    assert shown.plain.cut is None


def test_the_story_page_shows_the_whole_picture_whatever_lists_cut_off() -> None:
    shown = in_view(replace(WIDE, focus=(10, 10)), FIGURE)
    assert shown is not None
    assert shown.plain.cut is None


@given(pictures)
def test_every_rendition_lies_in_the_picture_and_is_not_enlarged(found: Association) -> None:
    every = renditions(found)
    assert every
    for name, one in every.items():
        assert found.width and found.height
        left, top, wide, high = one.cut or (0, 0, found.width, found.height)
        assert 0 <= left < left + wide <= found.width
        assert 0 <= top < top + high <= found.height
        assert 1 <= one.width <= wide
        assert 1 <= one.height <= max(high, 1) <= 60_000
        assert one.height <= 8192
        assert name == one.name and stem(MEDIA) in name


@given(pictures, pictures)
def test_no_name_stands_for_two_different_renditions(one: Association, other: Association) -> None:
    mine, theirs = renditions(one), renditions(other)
    same_size = (one.width, one.height) == (other.width, other.height)
    assert not same_size or all(mine[name] == theirs[name] for name in mine.keys() & theirs.keys())
