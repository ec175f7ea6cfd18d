"""WordPress's export, one fact a test."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom import formats
from wireroom.formats import Hint
from wireroom.formats.feeds.wordpress import paragraphs
from wireroom.news import Status, Version

_CHANNEL = (
    "<title>Nordlicht</title><link>https://nln.example</link><language>nb-NO</language>"
    "<wp:wxr_version>1.2</wp:wxr_version><wp:author><wp:author_login>ada</wp:author_login>"
    "<wp:author_email>ada@nln.example</wp:author_email><wp:author_display_name>Ada Nilsen</wp:author_display_name>"
    "</wp:author>"
)


def _export(*items: str, channel: str = _CHANNEL) -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel>{channel}{inside}</channel></rss>"
    ).encode()


def _one(item: str, hint: Hint = Hint(), channel: str = _CHANNEL) -> Version:  # noqa: B008
    (version,) = formats.read(_export(f"<title>Ferry back</title>{item}", channel=channel), hint).versions
    return version


def test_it_is_told_from_other_rss() -> None:
    assert formats.read(_export("<title>F</title>")).format == "wxr"


def test_guid_is_the_identity() -> None:
    version = _one("<link>https://nln.example/ferry</link><guid isPermaLink='false'>https://nln.example/?p=7</guid>")
    assert (version.uri, version.alt_ids) == ("https://nln.example/?p=7", ("https://nln.example/ferry",))


def test_the_posts_number_is_the_identity_without_guid() -> None:
    assert _one("<link>https://nln.example/ferry</link><wp:post_id>7</wp:post_id>").uri == "nln.example:7"


def test_the_posts_number_in_a_blog_without_address_is_no_identity_by_itself() -> None:
    here = _one("<wp:post_id>7</wp:post_id>", channel="<title>Nordlicht</title>")
    there = _one("<wp:post_id>7</wp:post_id>", channel="<title>Agence Boréale</title>")
    assert here.uri != there.uri


@pytest.mark.parametrize("status", ["draft", "private", "pending", "future", "auto-draft", "trash"])
def test_what_is_not_published_is_withheld(status: str) -> None:
    assert _one(f"<wp:status>{status}</wp:status>").status is Status.WITHHELD


def test_what_is_published_is_usable() -> None:
    assert _one("<wp:status>publish</wp:status><wp:post_password/>").status is Status.USABLE


def test_what_asks_for_a_password_is_withheld() -> None:
    assert _one("<wp:status>publish</wp:status><wp:post_password>x</wp:post_password>").status is Status.WITHHELD


@pytest.mark.parametrize("kind", ["page", "recipe"])
def test_what_is_no_post_is_recorded_as_such_and_noted(kind: str) -> None:
    reading = formats.read(_export(f"<title>About</title><wp:post_type>{kind}</wp:post_type>"))
    assert (reading.versions[0].kind, kind in reading.notes[0].problem) == (kind, True)


@pytest.mark.parametrize("kind", ["attachment", "nav_menu_item", "revision", "wp_navigation"])
def test_what_is_no_copy_is_passed_over(kind: str) -> None:
    reading = formats.read(_export(f"<title>x</title><wp:post_type>{kind}</wp:post_type>"))
    assert (reading.versions, kind in reading.notes[0].problem) == ((), True)


def test_byline_is_the_authors_name_and_no_log_in() -> None:
    assert _one("<dc:creator>ada</dc:creator>").byline == "Ada Nilsen"


def test_an_address_as_log_in_is_not_printed() -> None:
    assert _one("<dc:creator>bo@nln.example</dc:creator>").byline == ""


def test_times_in_utc() -> None:
    version = _one(
        "<wp:post_date>2026-01-10 13:00:00</wp:post_date><wp:post_date_gmt>2026-01-10 12:00:00</wp:post_date_gmt>"
        "<wp:post_modified_gmt>2026-01-11 12:00:00</wp:post_modified_gmt>"
    )
    assert version.first_created == datetime(2026, 1, 10, 12, tzinfo=UTC)
    assert version.version_created == datetime(2026, 1, 11, 12, tzinfo=UTC)


def test_the_blogs_own_time_is_in_the_hints_zone() -> None:
    dates = "<wp:post_date>2026-01-10 13:00:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
    version = _one(dates, Hint(zone=ZoneInfo("Europe/Oslo")))
    assert version.first_created == datetime(2026, 1, 10, 12, tzinfo=UTC)


def test_a_draft_without_a_time_has_none() -> None:
    reading = formats.read(
        _export(
            "<title>F</title><pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>"
            "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
        )
    )
    assert (reading.versions[0].first_created, reading.notes) == (None, ())


def test_excerpt_and_content() -> None:
    version = _one("<content:encoded>It sails.</content:encoded><excerpt:encoded>Short.</excerpt:encoded>")
    assert (version.body, version.summary) == ("<p>It sails.</p>", "Short.")


def test_tags_and_categories_are_keywords() -> None:
    item = '<category domain="category" nicename="sea">Sea</category><category domain="post_tag">Ferry</category>'
    assert _one(item).keywords == ("Sea", "Ferry")


def test_comments_are_passed_over() -> None:
    version = _one("<wp:comment><wp:comment_content>First!</wp:comment_content></wp:comment>")
    assert "First" not in version.body + version.summary


def test_the_featured_picture_comes_from_its_attachment() -> None:
    attachment = (
        "<title>The quay</title><wp:post_id>8</wp:post_id><wp:post_type>attachment</wp:post_type>"
        "<wp:attachment_url>https://nln.example/q.jpg</wp:attachment_url><excerpt:encoded>At noon</excerpt:encoded>"
        "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>A quay</wp:meta_value>"
        "</wp:postmeta>"
    )
    post = (
        "<title>F</title><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>8</wp:meta_value>"
        "</wp:postmeta>"
    )
    (version,) = formats.read(_export(post, attachment)).versions
    (picture,) = version.associations
    assert (picture.href, picture.alt, picture.caption) == ("https://nln.example/q.jpg", "A quay", "At noon")


def test_a_recording_of_a_post() -> None:
    meta = "https://nln.example/a.mp3\n1234\naudio/mpeg"
    version = _one(
        f"<wp:postmeta><wp:meta_key>enclosure</wp:meta_key><wp:meta_value>{meta}</wp:meta_value></wp:postmeta>"
    )
    assert (version.associations[0].kind, version.associations[0].media_type) == ("audio", "audio/mpeg")


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("It sails.\n\nIt stops.", "<p>It sails.</p>\n<p>It stops.</p>"),
        ("It sails.\r\n\r\nIt stops.", "<p>It sails.</p>\n<p>It stops.</p>"),
        ("It sails\nat noon.", "<p>It sails<br/>at noon.</p>"),
        ("It\n\n<ul><li>sails</li></ul>", "<p>It</p>\n<ul><li>sails</li></ul>"),
        ("<!-- wp:paragraph -->\n<p>It sails.</p>\n<!-- /wp:paragraph -->", "<p>It sails.</p>"),
        ("It sails.<!--more-->It stops.", "<p>It sails.</p>\n<p>It stops.</p>"),
        ("It sails [sic].", "<p>It sails [sic].</p>"),
        ("The [co-founder] sails.", "<p>The [co-founder] sails.</p>"),
        ("[contact_form]It sails.", "<p>It sails.</p>"),
        ('[contact-form-7 id="4"]It sails.', "<p>It sails.</p>"),
        ("[dropcap]I[/dropcap]t sails.", "<p>It sails.</p>"),
        ('It sails. [gallery ids="1,2"]', "<p>It sails.</p>"),
        (
            '[caption id="a" width="9"]<img src="https://nln.example/q.jpg" alt="A" /> The quay[/caption]',
            '<figure><img src="https://nln.example/q.jpg" alt="A"/><figcaption>The quay</figcaption></figure>',
        ),
        ("[embed]https://v.example/1[/embed]", "https://v.example/1</a></p>"),
    ],
)
def test_the_way_posts_are_written(content: str, body: str) -> None:
    found = _one(f"<content:encoded><![CDATA[{content}]]></content:encoded>").body
    assert found.endswith(body)


@given(st.text("ab[]/captiongalry <>\n-!wp:", max_size=200))
def test_no_word_is_lost_on_the_way_to_paragraphs(content: str) -> None:
    plain = "".join(char for char in content if char not in "[]<>")
    assert "<p>" not in plain
    found = paragraphs(f"{plain}\n\nferry")
    assert found.count("ferry") == 1
    assert [one for one in plain.split() if one not in found] == []
