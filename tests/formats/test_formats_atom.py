"""Atom 1.0 and 0.3, and the tombstones of RFC 6721, one fact a test."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.news import Status, Version

_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
_HEAD = '<title>AB</title><link href="https://ab.example/"/>'


def _feed(inside: str, head: str = _HEAD, attributes: str = "") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{head}{inside}</feed>'.encode()


def _one(inside: str, head: str = _HEAD, attributes: str = "") -> Version:
    (version,) = formats.read(_feed(f"<entry><id>urn:ab:1</id>{inside}</entry>", head, attributes)).versions
    return version


def test_id_is_the_identity() -> None:
    assert _one('<link href="https://ab.example/1"/>').uri == "urn:ab:1"


def test_link_is_the_identity_without_id() -> None:
    data = _feed('<entry><link rel="self" href="/s"/><link href="/1"/></entry>')
    assert formats.read(data).versions[0].uri == "https://ab.example/1"


@pytest.mark.parametrize(
    "title",
    [
        "<title>Ferry &amp; harbour</title>",
        '<title type="html">&lt;b&gt;Ferry&lt;/b&gt; &amp;amp; harbour</title>',
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>Ferry</b> &amp; harbour</div></title>',
    ],
)
def test_title_of_every_type(title: str) -> None:
    assert _one(title).headline == "Ferry & harbour"


_PREFIXED = (
    '<content type="xhtml" xmlns:h="http://www.w3.org/1999/xhtml">'
    "<h:div><h:p>It <h:b>sails</h:b>.</h:p></h:div></content>"
)


@pytest.mark.parametrize(
    "content",
    [
        f'<content type="html">{escape("<p>It <b>sails</b>.</p>")}</content>',
        f'<content type="text/html" mode="escaped">{escape("<p>It <b>sails</b>.</p>")}</content>',
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <b>sails</b>.</p></div></content>',
        _PREFIXED,
        f'<content mode="base64" type="text/html">{b64encode(b"<p>It <b>sails</b>.</p>").decode()}</content>',
    ],
)
def test_content_in_markup(content: str) -> None:
    assert _one(content).body == "<p>It <strong>sails</strong>.</p>"


def test_content_in_plain_text() -> None:
    assert _one('<content type="text">It sails &lt; noon.</content>').body == "<p>It sails &lt; noon.</p>"


def test_content_of_other_types_is_noted() -> None:
    data = _feed('<entry><id>urn:ab:1</id><content type="image/png">AAAA</content></entry>')
    reading = formats.read(data)
    assert (reading.versions[0].body, "image/png" in reading.notes[0].problem) == ("", True)


def test_summary_stands_apart_from_content() -> None:
    version = _one("<title>F</title><summary>In short.</summary><content>At length.</content>")
    assert (version.summary, version.body) == ("In short.", "<p>At length.</p>")


def test_updated_and_published() -> None:
    version = _one("<published>2026-01-10T11:00:00Z</published><updated>2026-01-10T13:00:00+01:00</updated>")
    assert (version.first_created, version.version_created) == (_NOON.replace(hour=11), _NOON)


def test_issued_and_modified_of_0_3() -> None:
    data = (
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>urn:ab:1</id>'
        b"<issued>2026-01-10T11:00:00Z</issued><modified>2026-01-10T12:00:00Z</modified></entry></feed>"
    )
    version = formats.read(data).versions[0]
    assert (version.first_created, version.version_created) == (_NOON.replace(hour=11), _NOON)


def test_byline_of_the_entry_before_the_feeds() -> None:
    head = _HEAD + "<author><name>The desk</name><email>desk@ab.example</email></author>"
    own = "<author><name>Ada Nilsen</name></author><author><name>Bo Berg</name></author>"
    assert (_one("", head).byline, _one(own, head).byline) == ("The desk", "Ada Nilsen, Bo Berg")


def test_categories() -> None:
    version = _one(
        '<category term="c1" label="Ferries"/><category term="sea"/>'
        '<category term="20000053" scheme="http://cv.iptc.org/newscodes/mediatopic/" label="x"/>'
    )
    assert (version.keywords, version.subjects) == (("Ferries", "sea"), ("medtop:20000053",))


def test_links_in_content_follow_xml_base() -> None:
    content = '<content type="html" xml:base="b/">&lt;a href="times"&gt;times&lt;/a&gt;</content>'
    assert 'href="https://ab.example/a/b/times"' in _one(content, attributes='xml:base="https://ab.example/a/"').body


def test_links_in_content_follow_the_feeds_own_address() -> None:
    head = '<link rel="self" href="https://ab.example/feeds/1.xml"/>'
    assert (
        'href="https://ab.example/x"'
        in _one('<content type="html">&lt;a href="/x"&gt;x&lt;/a&gt;</content>', head).body
    )


def test_language_is_the_nearest() -> None:
    assert _one("", attributes='xml:lang="fr"').language == "fr"
    data = _feed('<entry xml:lang="nb"><id>urn:ab:1</id></entry>', attributes='xml:lang="fr"')
    assert formats.read(data).versions[0].language == "nb"


def test_rights_of_the_entry_before_the_feeds() -> None:
    head = _HEAD + "<rights>(c) AB</rights>"
    assert (_one("", head).rights.notice, _one("<rights>(c) NLN</rights>", head).rights.notice) == ("(c) AB", "(c) NLN")


def test_a_licence_link_is_a_usage_term() -> None:
    assert _one('<link rel="license" href="https://cc.example/by"/>').rights.usage_terms == (
        "licence: https://cc.example/by",
    )


def test_enclosure() -> None:
    (picture,) = _one('<link rel="enclosure" type="image/png" href="/q.png" title="The quay"/>').associations
    assert (picture.kind, picture.href, picture.caption) == ("picture", "https://ab.example/q.png", "The quay")


def test_the_source_of_an_aggregated_entry() -> None:
    version = _one("<source><title>NLN</title><rights>(c) NLN</rights></source>")
    assert (version.rights.credit_line, version.rights.notice) == ("NLN", "(c) NLN")


def test_a_draft_is_withheld() -> None:
    control = '<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>'
    assert _one(control).status is Status.WITHHELD


_AT = 'xmlns:at="http://purl.org/atompub/tombstones/1.0"'


def test_a_tombstone_is_a_kill() -> None:
    (version,) = formats.read(
        _feed('<at:deleted-entry ref="urn:ab:1" when="2026-01-10T12:00:00Z"/>', attributes=_AT)
    ).versions
    assert (version.uri, version.status, version.version_created) == ("urn:ab:1", Status.CANCELED, _NOON)


def test_a_tombstone_finds_the_entry_it_is_for() -> None:
    entry, stone = formats.read(
        _feed('<entry><id>4711</id><title>F</title></entry><at:deleted-entry ref="4711"/>', attributes=_AT)
    ).versions
    assert entry.uri == stone.uri


def test_a_tombstone_alone() -> None:
    data = f'<at:deleted-entry {_AT} ref="urn:ab:1" when="2026-01-10T12:00:00Z"/>'.encode()
    assert formats.read(data).versions[0].status is Status.CANCELED


def test_an_entry_alone() -> None:
    data = b'<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:ab:1</id><title>F</title></entry>'
    assert formats.read(data).versions[0].uri == "urn:ab:1"


def test_a_feed_without_namespace() -> None:
    assert formats.read(b"<feed><entry><id>urn:ab:1</id><title>F</title></entry></feed>").versions[0].headline == "F"


def test_a_truncated_feed_is_refused() -> None:
    with pytest.raises(UnreadableError, match="truncated"):
        formats.read(_feed("<entry><id>urn:ab:1</id><title>Ferry</title></entry>")[:-12])


def test_another_document_is_no_feed() -> None:
    with pytest.raises(UnreadableError, match="neither a feed nor an entry"):
        formats.read(b"<opml/>", format="atom")


_AP = 'xmlns:apnm="http://ap.org/schemas/03/2005/apnm" xmlns:apcm="http://ap.org/schemas/03/2005/apcm"'


@pytest.mark.parametrize(
    ("word", "status"),
    [("Usable", Status.USABLE), ("Canceled", Status.CANCELED), ("Withheld", Status.WITHHELD), ("X", Status.WITHHELD)],
)
def test_an_agencys_own_status_of_an_entry(word: str, status: Status) -> None:
    inside = f"<apnm:NewsManagement><apnm:PublishingStatus>{word}</apnm:PublishingStatus></apnm:NewsManagement>"
    assert _one(inside, attributes=_AP).status is status


def test_an_agencys_own_number_and_release_of_an_entry() -> None:
    inside = (
        "<updated>2026-01-10T09:00:00Z</updated><apnm:NewsManagement>"
        "<apnm:ManagementSequenceNumber>2</apnm:ManagementSequenceNumber>"
        "<apnm:PublishingReleaseDateTime>2026-01-10T12:00:00Z</apnm:PublishingReleaseDateTime></apnm:NewsManagement>"
    )
    found = _one(inside, attributes=_AP)
    assert (found.number, found.embargoed_until) == (2, _NOON)


def test_an_agencys_own_dateline_and_slugline_of_an_entry() -> None:
    lines = "<apcm:DateLine>NORDHAVEN (AP)</apcm:DateLine><apcm:SlugLine>NH-Ferry</apcm:SlugLine>"
    found = _one(f"<apcm:ContentMetadata>{lines}</apcm:ContentMetadata>", attributes=_AP)
    assert (found.dateline.place, found.slugline) == ("NORDHAVEN", "NH-Ferry")
