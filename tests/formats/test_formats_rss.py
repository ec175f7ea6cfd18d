"""RSS 2.0, 0.9x and 1.0, one fact a test."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import Hint
from wireroom.news import Association, Status, Version

_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "media": "http://search.yahoo.com/mrss/",
        "atom": "http://www.w3.org/2005/Atom",
        "prism": "http://prismstandard.org/namespaces/basic/2.0/",
        "cc": "http://web.resource.org/cc/",
    }.items()
)
_CHANNEL = "<title>Nordlicht</title><link>https://nln.example/</link>"


def _feed(*items: str, channel: str = _CHANNEL) -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {_NAMESPACES}><channel>{channel}{inside}</channel></rss>'.encode()


def _one(item: str, channel: str = _CHANNEL, hint: Hint = Hint()) -> Version:  # noqa: B008
    (version,) = formats.read(_feed(f"<title>Ferry back</title>{item}", channel=channel), hint).versions
    return version


def _picture(item: str) -> Association:
    (association,) = _one(item).associations
    return association


def test_one_version_an_item() -> None:
    versions = formats.read(_feed("<guid>urn:a</guid>", "<guid>urn:b</guid>")).versions
    assert [version.uri for version in versions] == ["urn:a", "urn:b"]


def test_guid_is_the_identity() -> None:
    assert _one("<link>https://nln.example/1</link><guid>urn:nln:1</guid>").uri == "urn:nln:1"


def test_link_is_the_identity_without_guid() -> None:
    assert _one("<link>https://nln.example/1</link>").uri == "https://nln.example/1"


def test_the_link_is_kept_beside_the_guid() -> None:
    assert "https://nln.example/1" in _one("<link>/1</link><guid>urn:nln:1</guid>").alt_ids


def test_without_guid_and_link_a_digest_is_the_identity() -> None:
    one = _one("<pubDate>Sat, 10 Jan 2026 12:00:00 GMT</pubDate>")
    again = _one("<pubDate>Sat, 10 Jan 2026 12:00:00 GMT</pubDate><description>changed</description>")
    later = _one("<pubDate>Sun, 11 Jan 2026 12:00:00 GMT</pubDate>")
    assert one.uri == again.uri != later.uri


def test_a_number_as_guid_is_one_within_its_host() -> None:
    assert _one("<guid isPermaLink='false'>4711</guid>").uri == "nln.example:4711"


def test_a_guid_that_is_the_feeds_own_address_is_none() -> None:
    assert _one("<guid>https://nln.example/</guid><link>https://nln.example/1</link>").uri == "https://nln.example/1"


def test_a_link_to_the_front_page_is_no_identity() -> None:
    assert _one("<link>https://nln.example/</link>").uri.startswith("urn:wireroom:entry:")


def test_number_is_none() -> None:
    assert _one("").number is None


def test_status_is_usable() -> None:
    assert _one("").status is Status.USABLE


def test_an_old_entry_is_read_beside_new_ones() -> None:
    items = [f"<guid>urn:{year}</guid><pubDate>10 Jan {year} 12:00 GMT</pubDate>" for year in (2026, 2009)]
    assert len(formats.read(_feed(*items)).versions) == 2


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Ferry &amp;amp; harbour", "Ferry & harbour"),
        ("<![CDATA[Ferry &amp; harbour]]>", "Ferry & harbour"),
        ("&lt;b&gt;Ferry&lt;/b&gt; back", "Ferry back"),
        ("<b>Ferry</b> back", "Ferry back"),
        ("  Ferry\n  back ", "Ferry back"),
        ("Fj&oslash;rd ferry", "Fjørd ferry"),
        ("Five &lt; six", "Five < six"),
    ],
)
def test_title(title: str, headline: str) -> None:
    assert formats.read(_feed(f"<title>{title}</title><guid>urn:a</guid>")).versions[0].headline == headline


def test_description_is_the_body_where_there_is_no_content() -> None:
    assert _one(f"<description>{escape('<p>It <b>sails</b>.</p>')}</description>").body == (
        "<p>It <strong>sails</strong>.</p>"
    )


def test_content_goes_before_description_whatever_the_order() -> None:
    version = _one(
        "<description>It sails &amp;amp; stops.</description>"
        "<content:encoded><![CDATA[<p>It sails at noon.</p>]]></content:encoded>"
    )
    assert (version.body, version.summary) == ("<p>It sails at noon.</p>", "It sails & stops.")


def test_naked_markup_in_a_description() -> None:
    assert _one("<description>It <b>sails</b>.</description>").body == "<p>It <strong>sails</strong>.</p>"


def test_xhtml_body() -> None:
    body = '<body xmlns="http://www.w3.org/1999/xhtml"><p>It sails.</p></body>'
    assert _one(body).body == "<p>It sails.</p>"


_TIMES = escape('<p><a href="times">times</a></p>', {'"': "&quot;"})


def test_relative_links_are_resolved_against_the_channels_link() -> None:
    item = "<description>" + _TIMES.replace("&quot;times", "&quot;/times") + "</description>"
    assert 'href="https://nln.example/times"' in _one(item).body


def test_xml_base_goes_before_the_channels_link() -> None:
    data = _feed(f"<description>{_TIMES}</description>")
    data = data.replace(b"<item>", b'<item xml:base="https://other.example/ferry/">')
    assert 'href="https://other.example/ferry/times"' in formats.read(data).versions[0].body


@pytest.mark.parametrize(
    ("element", "byline"),
    [
        ("<dc:creator>Ada Nilsen</dc:creator>", "Ada Nilsen"),
        ("<author>desk@nln.example (Ada Nilsen)</author>", "Ada Nilsen"),
        ("<author>Ada Nilsen</author>", "Ada Nilsen"),
        ("<author>desk@nln.example</author>", ""),
        ("<author>Ada Nilsen &lt;desk@nln.example&gt;</author>", "Ada Nilsen"),
        ("<dc:creator>Ada Nilsen</dc:creator><dc:creator>Bo Berg</dc:creator>", "Ada Nilsen, Bo Berg"),
        ("<dc:creator>Ada Nilsen</dc:creator><author>Ada Nilsen</author>", "Ada Nilsen"),
    ],
)
def test_byline(element: str, byline: str) -> None:
    assert _one(element).byline == byline


def test_categories_are_keywords() -> None:
    assert _one("<category>ferries</category><category> ferries </category><category>sea</category>").keywords == (
        "ferries",
        "sea",
    )


@pytest.mark.parametrize("domain", ["http://cv.iptc.org/newscodes/mediatopic/", "medtop"])
def test_a_category_of_media_topics_is_a_subject(domain: str) -> None:
    version = _one(f'<category domain="{domain}">20000053</category>')
    assert (version.subjects, version.keywords) == (("medtop:20000053",), ())


@pytest.mark.parametrize(
    "element",
    [
        "<pubDate>Sat, 10 Jan 2026 13:00:00 +0100</pubDate>",
        "<pubDate>10 Jan 26 12:00 GMT</pubDate>",
        "<dc:date>2026-01-10T12:00:00Z</dc:date>",
        "<dcterms:created>2026-01-10T12:00:00Z</dcterms:created>",
        "<pubdate>Sat, 10 Jan 2026 12:00:00 GMT</pubdate>",
    ],
)
def test_published(element: str) -> None:
    version = _one(element)
    assert (version.first_created, version.version_created) == (_NOON, None)


@pytest.mark.parametrize("name", ["atom:updated", "dcterms:modified"])
def test_updated(name: str) -> None:
    assert _one(f"<{name}>2026-01-10T12:00:00Z</{name}>").version_created == _NOON


def test_a_date_that_is_none_is_noted() -> None:
    reading = formats.read(_feed("<guid>urn:a</guid><pubDate>soon</pubDate>"))
    assert (reading.notes[0].where, reading.versions[0].first_created) == ("item 1", None)


def test_language_of_the_item_before_the_channels() -> None:
    channel = _CHANNEL + "<language>de-DE</language>"
    assert (_one("", channel).language, _one("<dc:language>nb</dc:language>", channel).language) == ("de-DE", "nb")


def test_copyright_of_the_item_before_the_channels() -> None:
    channel = _CHANNEL + "<copyright>(c) NLN</copyright>"
    assert (_one("", channel).rights.notice, _one("<dc:rights>AB</dc:rights>", channel).rights.notice) == (
        "(c) NLN",
        "AB",
    )


def test_a_licence_is_a_usage_term() -> None:
    assert "https://cc.example/by" in _one("<cc:license>https://cc.example/by</cc:license>").rights.usage_terms[0]


def test_a_media_restriction_is_a_usage_term() -> None:
    item = '<media:restriction relationship="deny" type="country">jp it</media:restriction>'
    assert _one(item).rights.usage_terms == ("media:restriction deny country: jp it",)


def test_source_is_the_credit_line() -> None:
    assert _one('<source url="https://ab.example/feed">Agence Boréale</source>').rights.credit_line == "Agence Boréale"


def test_embargo_and_expiry_in_prism() -> None:
    version = _one(
        "<prism:embargoDate>2026-01-10T12:00:00Z</prism:embargoDate>"
        "<prism:expirationDate>2026-01-10T12:00:00Z</prism:expirationDate>"
    )
    assert (version.embargoed_until, version.expires) == (_NOON, _NOON)


def test_an_embargo_that_is_no_time_holds() -> None:
    assert "after the speech" in _one("<prism:embargoDate>after the speech</prism:embargoDate>").hold


def test_enclosure() -> None:
    picture = _picture('<enclosure url="/quay.jpg" type="image/jpeg" length="1"/>')
    assert (picture.kind, picture.href, picture.media_type) == ("picture", "https://nln.example/quay.jpg", "image/jpeg")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailto:a@nln.example", ""]
)
def test_an_enclosure_off_the_web_is_left_out(url: str) -> None:
    assert _one(f'<enclosure url="{url}" type="image/jpeg"/>').associations == ()


def test_media_content_with_caption_and_credit() -> None:
    picture = _picture(
        '<media:content url="https://nln.example/q.jpg" medium="image" width="800" height="600">'
        "<media:credit>B. Foto/NLN</media:credit><media:description>The quay</media:description></media:content>"
    )
    assert (picture.caption, picture.credit, picture.width, picture.height) == ("The quay", "B. Foto/NLN", 800, 600)


def test_media_credit_beside_the_content() -> None:
    assert _picture('<media:content url="https://nln.example/q.jpg"/><media:credit>NLN</media:credit>').credit == "NLN"


def test_a_media_group_is_one_thing() -> None:
    contents = "".join(f'<media:content url="https://nln.example/{w}.jpg" width="{w}"/>' for w in (100, 1600, 9000))
    assert _picture(f"<media:group>{contents}<media:credit>NLN</media:credit></media:group>").width == 1600


def test_the_same_file_stands_once_with_its_credit() -> None:
    item = '<enclosure url="https://nln.example/q.jpg" type="image/jpeg"/>'
    item += '<media:content url="https://nln.example/q.jpg"><media:credit>NLN</media:credit></media:content>'
    assert _picture(item).credit == "NLN"


def test_a_thumbnail_where_there_is_no_picture() -> None:
    assert _picture('<media:thumbnail url="https://nln.example/t.jpg"/>').href == "https://nln.example/t.jpg"


def test_no_thumbnail_beside_a_picture() -> None:
    item = '<media:thumbnail url="https://nln.example/t.jpg"/><media:content url="https://nln.example/q.jpg"/>'
    assert _picture(item).href == "https://nln.example/q.jpg"


def test_namespace_without_its_final_stroke() -> None:
    data = _feed('<guid>urn:a</guid><media:content url="https://nln.example/q.jpg"/>')
    data = data.replace(b"http://search.yahoo.com/mrss/", b"http://search.yahoo.com/mrss")
    assert len(formats.read(data).versions[0].associations) == 1


def test_an_item_that_says_nothing_is_noted() -> None:
    reading = formats.read(_feed("<category>x</category>", "<title>Ferry</title>"))
    assert (len(reading.versions), reading.notes[0].where) == (1, "item 1")


def test_rss_1_items_stand_beside_the_channel() -> None:
    data = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><link>https://nln.example/</link></channel>'
        b'<item rdf:about="https://nln.example/1"><title>Ferry</title><dc:date>2026-01-10T12:00:00Z</dc:date></item>'
        b"</rdf:RDF>"
    )
    reading = formats.read(data)
    assert (reading.format, reading.versions[0].uri) == ("rss1", "https://nln.example/1")
    assert reading.versions[0].first_created == _NOON


def test_an_undeclared_prefix_is_understood() -> None:
    data = b"<rss><channel><item><guid>urn:a</guid><title>F</title><dc:creator>Ada</dc:creator></item></channel></rss>"
    reading = formats.read(data)
    assert reading.versions[0].byline == "Ada"
    assert reading.notes


def test_a_bare_ampersand_is_mended_and_noted() -> None:
    reading = formats.read(_feed("<guid>urn:a</guid><title>Ferry & harbour</title>"))
    assert reading.versions[0].headline == "Ferry & harbour"
    assert "not well-formed" in reading.notes[0].problem


def test_a_feed_behind_a_servers_complaint_is_read() -> None:
    data = b"<br />\n<b>Notice</b>: old plug-in\n" + _feed("<guid>urn:a</guid><title>Ferry</title>")
    reading = formats.read(data)
    assert (reading.format, reading.versions[0].headline) == ("rss", "Ferry")


def test_tag_soup_is_cleaned_like_all_else() -> None:
    soup = escape("<p onclick='x()'>It sails.</p><script>alert(1)</script>")
    data = b"<br><b>Notice</b>\n" + _feed(f"<title>F</title><guid>urn:a</guid><description>{soup}</description>")
    assert formats.read(data).versions[0].body == "<p>It sails.</p>"


def test_a_truncated_feed_is_refused() -> None:
    data = _feed("<guid>urn:a</guid><title>Ferry</title><description>It sails at noon.</description>")
    with pytest.raises(UnreadableError, match="truncated"):
        formats.read(data[:-40])


def test_utf_16() -> None:
    data = '<?xml version="1.0" encoding="utf-16"?>' + _feed("<title>Bjørnøya</title>").decode()
    assert formats.read(data.encode("utf-16")).versions[0].headline == "Bjørnøya"


def test_a_feed_without_items_is_empty() -> None:
    assert formats.read(_feed()).versions == ()


def test_a_root_without_channel_and_items_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="neither a channel nor an item"):
        formats.read(b"<rss></rss>")


def test_the_parser_for_tag_soup_is_imported_only_for_tag_soup() -> None:
    code = (
        "import sys; from wireroom import formats; "
        "formats.read(b'<rss><channel><item><title>Ferry</title></item></channel></rss>'); "
        "print('feedparser' in sys.modules); "
        "read = formats.read(b'<br><b>Notice</b> <rss><channel><item><title>Ferry</title></item></channel></rss>'); "
        "print('feedparser' in sys.modules, 'tag soup' in read.notes[0].problem)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True"]


def test_the_same_synopsis_twice_is_one() -> None:
    version = _one("<description>It sails.</description><summary>It sails.</summary>")
    assert (version.body, version.summary) == ("<p>It sails.</p>", "")


def test_a_summary_beside_a_description() -> None:
    version = _one("<description>It sails at noon.</description><summary>It sails.</summary>")
    assert (version.body, version.summary) == ("<p>It sails at noon.</p>", "It sails.")


def test_blank_lines_part_paragraphs_where_there_is_no_markup() -> None:
    assert _one("<description>It sails.\n\nIt stops.</description>").body == "<p>It sails.</p>\n<p>It stops.</p>"


def test_what_media_says_of_a_file_is_the_copy_where_there_is_no_other() -> None:
    assert _one("<media:group><media:description>It sails.</media:description></media:group>").body == (
        "<p>It sails.</p>"
    )


@pytest.mark.parametrize("tag", ["iframe", "object"])
def test_a_frame_without_an_end_swallows_nothing(tag: str) -> None:
    body = escape(f'<p>It</p><{tag} src="https://nln.example/v"><p>sails.</p>')
    assert _one(f"<description>{body}</description>").body == "<p>It</p>\n<p>sails.</p>"


def test_an_enclosure_written_as_a_link() -> None:
    picture = _picture('<link rel="enclosure" type="image/jpeg" href="https://nln.example/q.jpg"/>')
    assert (picture.kind, picture.href) == ("picture", "https://nln.example/q.jpg")


def test_elements_of_atom_without_a_namespace() -> None:
    version = _one("<id>urn:nln:1</id><updated>2026-01-10T12:00:00Z</updated><author><name>Ada</name></author>")
    assert (version.uri, version.version_created, version.byline) == ("urn:nln:1", _NOON, "Ada")


def test_language_is_the_copys_own() -> None:
    assert _one('<content:encoded xml:lang="nb_NO">&lt;p&gt;Ferje&lt;/p&gt;</content:encoded>').language == "nb-NO"


def test_an_older_channel_of_microsofts() -> None:
    data = (
        b'<CHANNEL BASE="https://nln.example/" HREF="https://nln.example/"><TITLE>N</TITLE>'
        b'<ITEM HREF="/1" LASTMOD="2026-01-10T12:00:00Z"><TITLE>Ferry</TITLE><ABSTRACT>It sails.</ABSTRACT></ITEM>'
        b"</CHANNEL>"
    )
    (version,) = formats.read(data).versions
    assert (version.uri, version.headline, version.body) == ("https://nln.example/1", "Ferry", "<p>It sails.</p>")
    assert version.version_created == _NOON


def test_entities_of_the_feeds_own_are_understood_and_never_fetched() -> None:
    data = b'<!DOCTYPE rss [\n<!ENTITY id "tag:nln.example,">\n]><rss version="2.0"><channel><item><guid>&id;1</guid>'
    data += b"<title>Ferry</title></item></channel></rss>"
    assert formats.read(data).versions[0].uri == "tag:nln.example,1"


def test_a_broken_export_withholds_its_drafts_too() -> None:
    items = "<title>Ferry</title><guid>urn:a</guid><wp:status>draft</wp:status>"
    data = _feed(items).replace(b"<rss ", b'<rss xmlns:wp="http://wordpress.org/export/1.2/" ')
    reading = formats.read(b"<br><b>Notice</b>\n" + data)
    assert reading.versions[0].status is Status.WITHHELD


def test_a_body_of_endless_tags_is_cut_off_and_noted() -> None:
    data = _feed(f"<guid>urn:a</guid><description>{escape('<p><b>It')}{escape('<p><b>sails') * 30_000}</description>")
    reading = formats.read(data)
    assert reading.versions[0].body.startswith("<p><strong>It</strong></p>")
    assert "more than 20,000 tags" in reading.notes[0].problem


def test_a_broken_feed_of_endless_tags_is_refused() -> None:
    with pytest.raises(UnreadableError, match="more than 25,000 tags"):
        formats.read(b"<rss><channel>" + b"<item>" * 30_000 + b"</channel></rss>")


def test_a_dateline_in_the_copy() -> None:
    found = _one("<description>&lt;p&gt;YORK, Pa.--(BUSINESS WIRE)--It sails.&lt;/p&gt;</description>")
    assert (found.dateline.place, found.body) == ("YORK, Pa.", "<p>It sails.</p>")


def test_a_title_that_says_it_corrects() -> None:
    item = "<title>CORRECTING and REPLACING Ferry back</title><guid>urn:a</guid>"
    assert formats.read(_feed(item)).versions[0].signal == "correction"


def test_a_picture_of_a_dot_is_none() -> None:
    dot = '&lt;p&gt;It sails.&lt;/p&gt;&lt;img src="https://count.example/1" width="1" height="1"&gt;'
    assert _one(f"<description>{dot}</description>").body == "<p>It sails.</p>"


def test_a_sentence_that_only_looks_like_a_dateline_stays() -> None:
    said = "Nordhaven, July 19 (The Tester) - It sails."
    found = _one(f"<description>&lt;p&gt;{said}&lt;/p&gt;</description>")
    assert (found.dateline.text, found.body) == ("", f"<p>{said}</p>")
