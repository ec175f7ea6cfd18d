"""NewsML-G2, one fact a test, on small items of agencies made up for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from wireroom.errors import UnreadableError
from wireroom.formats import Hint, newsml_g2
from wireroom.news import Status, Version

NO_HINT = Hint()
NS = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
STORY = "<p>Ships sail at noon. They return at night.</p><p>The tide is high.</p>"


def item(
    meta: str = "",
    content: str = "",
    body: str = STORY,
    *,
    guid: str = 'guid="urn:newsml:mpa.example:20260305:ships"',
    version: str = 'version="2"',
    rights: str = "",
    provider: str = '<provider qcode="nprov:MPA"/>',
    content_set: str | None = None,
    kind: str = '<itemClass qcode="ninat:text"/>',
) -> str:
    inline = (
        f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="{XHTML}"><body>{body}</body></html></inlineXML>'
    )
    return (
        f'<newsItem xmlns="{NS}" {guid} {version} xml:lang="en"><rightsInfo>{rights}</rightsInfo>'
        f"<itemMeta>{kind}{provider}<versionCreated>2026-03-05T12:00:00Z</versionCreated>{meta}</itemMeta>"
        f"<contentMeta>{content}</contentMeta><contentSet>{inline if content_set is None else content_set}</contentSet>"
        "</newsItem>"
    )


def read(text: str, hint: Hint = NO_HINT) -> Version:
    (version,) = newsml_g2.read(text.encode(), hint).versions
    return version


def test_guid_and_version_are_the_identity() -> None:
    version = read(item())
    assert (version.uri, version.number, version.format) == ("urn:newsml:mpa.example:20260305:ships", 2, "newsml-g2")


def test_without_a_version_it_is_the_first() -> None:
    assert read(item(version="")).number == 1


def test_a_version_that_is_no_number_leaves_the_order_to_the_time() -> None:
    reading = newsml_g2.read(item(version='version="B"').encode(), Hint())
    assert reading.versions[0].number is None
    assert "is no number" in reading.notes[0].problem


def test_a_version_may_be_as_large_as_the_ledger_can_keep() -> None:
    assert read(item(version='version="978556838"')).number == 978556838
    assert read(item(version=f'version="{2**63 - 1}"')).number == 2**63 - 1
    assert read(item(version=f'version="{2**63}"')).number is None
    assert read(item(version=f'version="{"9" * 5000}"')).number is None


def test_a_provider_known_by_an_address_keeps_it_whole() -> None:
    assert read(item(provider='<provider uri="https://mpa.example/about/"/>')).provider == "https://mpa.example/about/"


def test_paragraphs_typed_into_one_element_stand_alone() -> None:
    typed = """<p>Ships sail at noon from the old
harbour.
    They return at
night.

    The tide is high.</p><p>End.</p>"""
    assert read(item(body=typed)).body.split("\n") == [
        "<p>Ships sail at noon from the old harbour.</p>",
        "<p>They return at night.</p>",
        "<p>The tide is high.</p>",
        "<p>End.</p>",
    ]


def test_a_paragraph_that_is_only_indented_stays_one() -> None:
    assert read(item(body="<p>\n   Ships sail\n   at noon.\n</p>")).body == "<p>Ships sail at noon.</p>"


def test_a_body_without_any_markup_is_parted_by_its_blank_lines() -> None:
    bare = "Ships sail\n      at noon.\n\n      They return\n      at night."
    assert read(item(body=bare)).body == "<p>Ships sail at noon.</p>\n<p>They return at night.</p>"


def test_copy_of_which_no_body_can_be_made_is_held() -> None:
    scores = '<inlineXML><sports-content xmlns="urn:x"><team>One</team></sports-content></inlineXML>'
    beside = '<inlineData contenttype="text/plain">One won.</inlineData>'
    assert "sports-content" in read(item(content_set=scores)).hold
    assert read(item(content_set=scores + beside)).hold == ""


def test_an_agencys_diary_entry_is_no_summary_for_readers() -> None:
    diary = '<description role="drol:summary">The minister speaks at ten.</description>'
    version = read(item(content=diary, provider='<provider literal="stt.fi"/>'))
    assert (version.summary, version.ed_note) == ("", "The minister speaks at ten.")
    assert read(item(content=diary)).summary == "The minister speaks at ten."


def test_an_embargo_in_the_diary_holds_the_story() -> None:
    diary = '<description role="drol:summary">EMBARGO: until he has spoken.</description>'
    assert "embargo" in read(item(content=diary, provider='<provider literal="stt.fi"/>')).hold


def test_an_item_without_a_guid_is_refused() -> None:
    with pytest.raises(UnreadableError, match="without a guid"):
        newsml_g2.read(item(guid="").encode(), Hint())


def test_a_message_gives_all_its_items_and_notes_the_one_that_cannot_be_read() -> None:
    items = item(guid='guid="urn:a"') + item(guid="") + item(guid='guid="urn:b"')
    text = f'<newsMessage xmlns="{NS}"><header/><itemSet>{items}</itemSet></newsMessage>'
    reading = newsml_g2.read(text.encode(), Hint())
    assert [version.uri for version in reading.versions] == ["urn:a", "urn:b"]
    assert "without a guid" in reading.notes[0].problem


@pytest.mark.parametrize("kind", ["packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"])
def test_other_items_are_noted_and_give_no_version(kind: str) -> None:
    reading = newsml_g2.read(f'<{kind} xmlns="{NS}" guid="urn:x"/>'.encode(), Hint())
    assert reading.versions == ()
    assert f"a {kind} (urn:x)" in reading.notes[0].problem


def test_an_empty_message_is_noted() -> None:
    reading = newsml_g2.read(f'<newsMessage xmlns="{NS}"><itemSet/></newsMessage>'.encode(), Hint())
    assert (reading.versions, len(reading.notes)) == ((), 1)


def test_no_namespace_and_any_prefix_read_the_same() -> None:
    plain = item().replace(f' xmlns="{NS}"', "").replace(f' xmlns="{XHTML}"', "")
    prefixed = (
        plain.replace("</", "</n:")
        .replace("<", "<n:")
        .replace("<n:/n:", "</n:")
        .replace("<n:newsItem", f'<n:newsItem xmlns:n="{NS}"')
    )
    assert read(plain) == read(prefixed) == read(item())


def test_recognises_its_roots_only() -> None:
    assert newsml_g2.recognises(item().encode(), Hint())
    assert not newsml_g2.recognises(b"<NewsML/>", Hint())
    assert not newsml_g2.recognises(b"newsItem", Hint())


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ("", Status.USABLE),
        ('<pubStatus qcode="stat:usable"/>', Status.USABLE),
        ('<pubStatus qcode="stat:withheld"/>', Status.WITHHELD),
        ('<pubStatus qcode="stat:canceled"/>', Status.CANCELED),
        ('<pubStatus qcode="x:cancelled"/>', Status.CANCELED),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', Status.CANCELED),
        ('<pubStatus qcode="stat:perhaps"/>', Status.WITHHELD),
    ],
)
def test_status(meta: str, status: Status) -> None:
    assert read(item(meta)).status is status


def test_a_kill_may_have_no_body() -> None:
    version = read(item('<pubStatus qcode="stat:canceled"/>', content_set=""))
    assert (version.status, version.body, version.headline) == (Status.CANCELED, "", "")


def test_an_embargo_has_its_time() -> None:
    version = read(item("<embargoed>2026-03-06T06:00:00+01:00</embargoed>"))
    assert (version.embargoed_until, version.hold) == (datetime(2026, 3, 6, 5, tzinfo=UTC), "")


@pytest.mark.parametrize("meta", ["<embargoed/>", "<embargoed>  </embargoed>"])
def test_an_empty_embargo_holds(meta: str) -> None:
    version = read(item(meta))
    assert (version.embargoed_until, version.hold) == (None, "embargoed without a time")


def test_an_unreadable_embargo_holds() -> None:
    assert "Friday" in read(item("<embargoed>Friday</embargoed>")).hold


def test_expiry_is_read_from_either_section() -> None:
    moment = datetime(2026, 4, 1, tzinfo=UTC)
    assert read(item("<expires>2026-04-01T00:00:00Z</expires>")).expires == moment
    assert read(item(content="<expires>2026-04-01T00:00:00Z</expires>")).expires == moment


@pytest.mark.parametrize(
    ("signal", "provider", "found"),
    [
        ('qcode="sig:update"', "MPA", "update"),
        ('qcode="action:update"', "MPA", "update"),
        ('uri="http://cv.iptc.org/newscodes/signal/correction"', "MPA", "correction"),
        ('qcode="sig:correction"', "MPA", "correction"),
        ('qcode="edStat:U"', "reuters.com", "update"),
        ('qcode="edStat:C"', "reuters.com", "correction"),
        ('qcode="action:replace"', "STT", "correction"),
        ('qcode="action:replace"', "MPA", "action:replace"),
        ('qcode="house:planned"', "MPA", "house:planned"),
    ],
)
def test_signals(signal: str, provider: str, found: str) -> None:
    version = read(item(f"<signal {signal}/>", provider=f'<provider literal="{provider}"/>'))
    assert version.signals == (found,)


def test_an_agencys_own_signal_can_kill() -> None:
    version = read(item('<signal qcode="sttinstruct:remove"/>', provider='<provider literal="STT"/>'))
    assert (version.status, version.signals) == (Status.CANCELED, ("sttinstruct:remove",))


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        ('<provider qcode="nprov:MPA"><name>Meridian Press Agency</name></provider>', "MPA"),
        ('<provider qcode="own:z01"><name>Meridian</name></provider>', "Meridian"),
        ('<provider literal="meridian.example"/>', "meridian.example"),
        ('<provider qcode="own:z01"/>', "z01"),
        ('<provider literal="reuters.com"/>', "Reuters"),
        ('<provider qcode="own:1"><name>Agence France-Presse</name></provider>', "AFP"),
        ("", "House"),
    ],
)
def test_provider(provider: str, name: str) -> None:
    assert read(item(provider=provider), Hint(provider="House")).provider == name


def test_times_without_a_zone_are_in_the_hints() -> None:
    text = item("<firstCreated>2026-03-05T09:00:00</firstCreated>").replace("12:00:00Z", "14:00:00")
    version = read(text, Hint(zone=ZoneInfo("Europe/Helsinki")))
    assert version.version_created == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert version.first_created == datetime(2026, 3, 5, 7, tzinfo=UTC)


def test_a_zulu_that_is_local_time_is_the_agencys_habit() -> None:
    version = read(item(provider='<provider literal="ANSA"/>'), Hint(zone=ZoneInfo("Europe/Rome")))
    assert version.version_created == datetime(2026, 3, 5, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "headline"),
    [
        ("<headline>Ships  sail</headline>", "Ships sail"),
        ('<headline role="hldrole:sub">Tide</headline><headline role="hldrole:main">Ships</headline>', "Ships"),
        ('<headline rank="3">Tide</headline><headline rank="1">Ships</headline>', "Ships"),
        ("<headline/><headline>Ships</headline>", "Ships"),
        ("<headline>Fish &amp;amp; ships</headline>", "Fish & ships"),
        ("", "Ships sail at noon"),
    ],
)
def test_headline(content: str, headline: str) -> None:
    assert read(item(content=content)).headline == headline


def test_the_title_stands_in_for_a_headline() -> None:
    assert read(item("<title>Ships</title>")).headline == "Ships"


def test_a_headline_from_the_copy_does_not_end_at_an_abbreviation() -> None:
    assert read(item(body="<p>The U.S. and Dr. Berg sail. They win.</p>")).headline == "The U.S. and Dr. Berg sail"


def test_a_long_first_sentence_is_cut_between_words() -> None:
    headline = read(item(body=f"<p>{'harbour ' * 60}</p>")).headline
    assert len(headline) <= 181
    assert headline.endswith("harbour…")


def test_slugline_urgency_language_and_lists() -> None:
    version = read(
        item(
            '<service qcode="svc:world"/>',
            '<slugline>SHIPS/</slugline><urgency>3</urgency><language tag="en-GB"/><keyword>ships</keyword>'
            '<genre qcode="genre:Current"/>',
        )
    )
    assert (version.slugline, version.urgency, version.language) == ("SHIPS/", 3, "en-GB")
    assert (version.keywords, version.services, version.genre) == (("ships",), ("svc:world",), ("genre:Current",))


def test_the_items_language_stands_in_for_the_contents() -> None:
    assert read(item()).language == "en"


def test_an_urgency_out_of_range_is_none() -> None:
    assert read(item(content="<urgency>12</urgency>")).urgency is None


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ('qcode="medtop:20000053"', "medtop:20000053"),
        ('qcode="subj:1000000"', "subj:01000000"),
        ('uri="http://cv.iptc.org/newscodes/mediatopic/20000053"', "medtop:20000053"),
        ('qcode="house:ships"', "house:ships"),
        ('uri="https://codes.example/ships"', "https://codes.example/ships"),
    ],
)
def test_subjects(subject: str, code: str) -> None:
    assert read(item(content=f"<subject {subject}/>")).subjects == (code,)


def test_people_organisations_and_places_by_their_nature() -> None:
    content = "".join(
        f'<subject type="cpnat:{nature}" qcode="x:{nature}"><name>{name}</name></subject>'
        for nature, name in (("person", "Anna Berg"), ("organisation", "Harbour Board"), ("geoArea", "Norland"))
    )
    version = read(item(content=content + "<located><name>Nordhaven</name></located>"))
    assert version.people == ("Anna Berg",)
    assert version.organisations == ("Harbour Board",)
    assert version.places == ("Nordhaven", "Norland")


def test_rights_of_the_copy() -> None:
    rights = (
        '<copyrightHolder qcode="nprov:MPA"><name>Meridian</name></copyrightHolder>'
        "<copyrightNotice>© MPA</copyrightNotice>"
        "<usageTerms>NO ARCHIVAL USE</usageTerms><usageTerms>Not for Norland</usageTerms>"
    )
    found = read(item(content="<creditline>MPA</creditline>", rights=rights)).rights
    assert (found.holder, found.notice, found.credit_line) == ("Meridian", "© MPA", "MPA")
    assert found.usage_terms == ("NO ARCHIVAL USE", "Not for Norland")


def test_a_holder_may_be_a_literal() -> None:
    assert read(item(rights='<copyrightHolder literal="Meridian"/>')).rights.holder == "Meridian"


def test_summary_is_the_teaser_and_never_a_caption_or_the_desks_mail() -> None:
    assert read(item(content='<description role="drol:teaser">High tide.</description>')).summary == "High tide."
    assert read(item(content='<description role="drol:caption">A ship.</description>')).summary == ""
    assert read(item(content="<description>&lt;desk@mpa.example&gt;</description>")).summary == ""


def test_a_summary_repeated_in_the_body_goes_from_there() -> None:
    version = read(
        item(content='<description role="drol:summary">High tide.</description>', body=f"<p>High tide.</p>{STORY}")
    )
    assert "High tide." not in version.body


def test_behind_a_summary_repeated_in_the_body_the_dateline_is_still_found() -> None:
    content = '<description role="drol:teaser">High tide.</description>'
    version = read(item(content=content, body="<p>High tide.</p><p>Nordhaven (MPA) - Ships sail.</p>"))
    assert (version.dateline.place, version.body) == ("Nordhaven", "<p>Ships sail.</p>")


def test_editors_notes_go_to_the_ed_note_and_nowhere_else() -> None:
    version = read(item('<edNote>Call Anna Berg, +00 1234</edNote><signal qcode="sig:correction"/>'))
    assert version.ed_note == "Call Anna Berg, +00 1234"
    assert "1234" not in version.body + version.summary + version.correction_note + version.headline


def test_a_correction_is_noted_in_the_words_that_the_story_opens_with() -> None:
    version = read(item('<signal qcode="sig:correction"/>', body=f"<p>(Corrects the hour in paragraph 2)</p>{STORY}"))
    assert version.correction_note == "Corrects the hour in paragraph 2"
    assert version.body.startswith("<p>Ships sail")


def test_a_correction_may_name_the_story_it_corrects() -> None:
    note = "In March 4 story, corrects the tide in the last paragraph"
    version = read(item('<signal qcode="sig:correction"/>', body=f"<p>({note})</p><p>Nordhaven (MPA) - Ships.</p>"))
    assert (version.correction_note, version.dateline.place, version.body) == (note, "Nordhaven", "<p>Ships.</p>")


def test_what_is_no_correction_keeps_its_brackets() -> None:
    assert read(item(body=f"<p>(The port gave the hour.)</p>{STORY}")).body.startswith("<p>(The port")


def test_links_to_an_earlier_item_and_other_ids() -> None:
    version = read(
        item('<link rel="irel:previousVersion" residref="urn:old"/>', "<altId>MPA0042</altId><altId>MPA0042</altId>")
    )
    assert (version.evolved_from, version.alt_ids) == ("urn:old", ("MPA0042",))


def test_byline_of_its_field() -> None:
    assert read(item(content="<by>By Anna Berg</by><by>Bo Lind</by>")).byline == "By Anna Berg, Bo Lind"


def test_a_byline_repeated_as_first_paragraph_goes_from_there() -> None:
    version = read(item(content="<by>Anna Berg</by>", body=f"<p>By Anna Berg</p>{STORY}"))
    assert version.byline == "Anna Berg"
    assert version.body.startswith("<p>Ships")


def test_a_byline_that_is_only_the_first_paragraph_is_found() -> None:
    version = read(item(body=f"<p>By Anna Berg</p>{STORY}"))
    assert version.byline == "By Anna Berg"
    assert version.body.startswith("<p>Ships")


def test_a_first_paragraph_that_is_a_sentence_is_no_byline() -> None:
    version = read(item(body=f"<p>By noon the ships had sailed.</p>{STORY}"))
    assert version.byline == ""
    assert version.body.startswith("<p>By noon")


def test_dateline_of_its_field() -> None:
    found = read(item(content="<dateline>Nordhaven, March 4 (MPA) - </dateline>")).dateline
    assert (found.text, found.place, found.on) == ("Nordhaven, March 4 (MPA) -", "Nordhaven", date(2026, 3, 4))


def test_a_dateline_in_the_body_moves_to_its_field() -> None:
    version = read(item(body="<p><span class='dateline'>Nordhaven <i>(MPA)</i> - </span>Ships sail.</p>"))
    assert (version.dateline.text, version.body) == ("Nordhaven (MPA) -", "<p>Ships sail.</p>")


def test_a_time_in_the_dateline_field_gives_way_to_the_bodys_dateline() -> None:
    field = "<dateline>2026-03-05 12:00:00 GMT+00:00</dateline>"
    version = read(item(content=field, body="<p>NORDHAVEN (MPA) - Ships sail.</p>"))
    assert (version.dateline.text, version.dateline.place) == ("NORDHAVEN (MPA) -", "NORDHAVEN")
    assert version.dateline.on == date(2026, 3, 5)


def test_a_field_without_agency_takes_it_from_the_body() -> None:
    version = read(
        item(content="<dateline>NORDHAVEN, Wash.</dateline>", body="<p>NORDHAVEN, Wash. (MPA) _ Ships sail.</p>")
    )
    assert (version.dateline.text, version.dateline.provider) == ("NORDHAVEN, Wash.", "MPA")
    assert version.body == "<p>Ships sail.</p>"


def test_desk_initials_at_the_end_go() -> None:
    assert read(item(body=f"{STORY}<p>ab/cde/f</p>")).body.endswith("<p>The tide is high.</p>")


def test_what_some_put_into_the_body_beside_the_story_goes() -> None:
    body = (
        f'<header><h1>Ships</h1></header><section><p class="byline">By Anna Berg</p>{STORY}'
        '<section class="np-nonpublic">Anna Berg +00 1234</section></section>'
    )
    version = read(item(body=body))
    assert version.byline == "By Anna Berg"
    assert version.body == "<p>Ships sail at noon. They return at night.</p>\n<p>The tide is high.</p>"
    assert "1234" in version.ed_note


def test_a_body_in_nitf() -> None:
    content = "<body.content><block><hl2>Tides</hl2><p>High.</p></block></body.content>"
    inline = f"<inlineXML><nitf><body>{content}</body></nitf></inlineXML>"
    assert read(item(content_set=inline)).body == "<h3>Tides</h3>\n<p>High.</p>"


def test_a_body_in_plain_text() -> None:
    content_set = '<inlineData contenttype="text/plain">Ships &lt; boats.\n\nTides.</inlineData>'
    assert read(item(content_set=content_set)).body == "<p>Ships &lt; boats.</p>\n<p>Tides.</p>"


def test_a_body_in_escaped_html() -> None:
    content_set = (
        '<inlineData contenttype="text/html">&lt;p&gt;Ships&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</inlineData>'
    )
    assert read(item(content_set=content_set)).body == "<p>Ships</p>"


def test_text_renditions_for_editors_are_never_the_body() -> None:
    content_set = (
        '<inlineData rendition="r:nonpublic">Anna Berg +00 1234</inlineData>'
        '<inlineData rendition="r:headline">Ships</inlineData><inlineData rendition="r:text">Ships sail.</inlineData>'
    )
    assert read(item(content_set=content_set)).body == "<p>Ships sail.</p>"


def test_sports_data_is_noted() -> None:
    reading = newsml_g2.read(item(content_set="<inlineXML><sports-content/></inlineXML>").encode(), Hint())
    assert reading.versions[0].body == ""
    assert "sports-content" in reading.notes[0].problem


def test_a_picture_item_is_of_its_kind_with_its_renditions() -> None:
    remote = '<remoteContent href="1.jpg" contenttype="image/jpeg" rendition="rnd:highRes" width="800" height="600"/>'
    version = read(item(kind='<itemClass qcode="ninat:picture"/>', content_set=remote))
    (picture,) = version.associations
    assert version.kind == picture.kind == "picture"
    assert (picture.href, picture.width, picture.height, picture.rendition) == ("1.jpg", 800, 600, "rnd:highRes")


@pytest.mark.parametrize(
    ("region", "crops"),
    [
        ('<partMeta><regionDelim x="80" y="60" width="400" height="300"/></partMeta>', ((100, 100, 600, 600),)),
        ('<partMeta contentrefs="a b"><regionDelim x="0" y="0" width="8" height="6"/></partMeta>', ((0, 0, 10, 10),)),
        ('<partMeta contentrefs="b"><regionDelim x="0" y="0" width="8" height="6"/></partMeta>', ()),
        ('<partMeta><regionDelim x="700" y="0" width="400" height="6"/></partMeta>', ()),
        ('<partMeta><regionDelim x="-1" y="0" width="400" height="300"/></partMeta>', ()),
        ('<partMeta><regionDelim/></partMeta><partMeta><timeDelim start="1" end="2"/></partMeta>', ()),
    ],
    ids=["of all", "of this", "of another", "outside", "negative", "nothing"],
)
def test_a_region_that_the_item_points_out_is_a_crop(region: str, crops: tuple[tuple[int, ...], ...]) -> None:
    remote = '<remoteContent id="a" href="1.jpg" contenttype="image/jpeg" width="800" height="600"/>'
    written = item(kind='<itemClass qcode="ninat:picture"/>', content_set=remote)
    (picture,) = read(written.replace("<contentSet>", f"{region}<contentSet>", 1)).associations
    assert picture.crops == crops


def test_usable_copy_for_editors_is_held() -> None:
    provider = '<provider qcode="nprov:dpa"/>'
    assert "note to editors" in read(item(content="<genre><name>Tagesvorschau</name></genre>", provider=provider)).hold
    assert "note to editors" in read(item(content="<genre><name>Achtung Fähre</name></genre>", provider=provider)).hold
    assert read(item(content="<genre><name>Achtung Fähre</name></genre>")).hold == "", "a habit of one agency alone"


def test_a_file_cut_short_is_refused() -> None:
    with pytest.raises(UnreadableError, match="truncated"):
        newsml_g2.read(item().encode()[:-30], Hint())


def test_nothing_in_a_hostile_body_runs() -> None:
    version = read(item(body='<p onclick="x">Ships<script>x</script><a href="javascript:x">a</a></p>'))
    assert version.body == "<p>Shipsa</p>"


@pytest.mark.parametrize(
    "note", ["Sperrfrist 6. März, 6 Uhr", "EMBARGOED until Friday", "Hold for release", "Sous embargo", "Под эмбарго"]
)
def test_an_embargo_that_only_the_notes_speak_of_holds(note: str) -> None:
    assert "speak of an embargo" in read(item(f"<edNote>{note}</edNote>")).hold


def test_an_embargo_with_its_time_is_no_hold_whatever_the_notes_say() -> None:
    meta = "<embargoed>2026-03-06T06:00:00Z</embargoed><edNote>Embargoed until Friday</edNote>"
    assert read(item(meta)).hold == ""


def test_an_embargo_said_to_be_lifted_holds_no_longer() -> None:
    assert read(item("<edNote>Embargo lifted</edNote>")).hold == ""


def test_an_agencys_routing_mark_is_no_part_of_the_headline() -> None:
    content = "<headline>&gt;&gt;&gt;ANSA/Ships sail</headline>"
    assert read(item(content=content, provider='<provider literal="ANSA"/>')).headline == "Ships sail"


def test_names_in_the_wrong_case_mean_the_same() -> None:
    text = item(content="<Headline>Ships sail</Headline><ednote>Call first</ednote>").replace("newsItem", "NewsItem")
    version = read(text.replace("itemMeta", "ItemMeta"))
    assert (version.headline, version.ed_note, version.provider) == ("Ships sail", "Call first", "MPA")


def test_a_prefix_that_nobody_declared_is_no_part_of_the_name() -> None:
    text = item(content="<headline>Ships sail</headline>").replace(f' xmlns="{NS}"', "")
    prefixed = text.replace("<headline>", "<nar:headline>").replace("</headline>", "</nar:headline>")
    assert read(prefixed).headline == "Ships sail"


def test_an_empty_embargo_is_nothing_where_the_agency_means_nothing_by_it() -> None:
    assert read(item("<embargoed/>", provider='<provider literal="Scoop"/>')).hold == ""
    assert read(item("<embargoed>soon</embargoed>", provider='<provider literal="Scoop"/>')).hold


def test_times_without_zone_are_in_the_agencys_own_unless_the_source_states_one() -> None:
    text = item("<embargoed>2026-03-05T15:00:00</embargoed>", provider='<provider literal="STT"/>')
    assert read(text).embargoed_until == datetime(2026, 3, 5, 13, tzinfo=UTC)
    assert read(text, Hint(zone=ZoneInfo("Asia/Tokyo"))).embargoed_until == datetime(2026, 3, 5, 6, tzinfo=UTC)


def test_the_earlier_of_two_expiries_binds() -> None:
    version = read(item("<expires>2026-05-01T00:00:00Z</expires>", "<expires>2026-04-01T00:00:00Z</expires>"))
    assert version.expires == datetime(2026, 4, 1, tzinfo=UTC)


def test_takes_with_ids_of_their_own_are_joined_by_their_package() -> None:
    subject = '<subject type="cpnat:textpackageid" qcode="stttextpackage:977"/>'
    assert read(item(content=subject, provider='<provider literal="STT"/>')).alt_ids == ("stttextpackage:977",)
    assert read(item(content=subject)).alt_ids == ()


@pytest.mark.parametrize(
    "rel", ['rel="irel:previousVersion"', 'reluri="http://cv.iptc.org/newscodes/itemrelation/evolvedFrom"']
)
def test_the_item_that_it_replaces(rel: str) -> None:
    assert read(item(f'<link {rel} residref="urn:newsml:mpa.example:20260304:old"/>')).evolved_from.endswith(":old")


def test_a_removal_with_status_usable_is_a_kill() -> None:
    meta = '<pubStatus qcode="stat:usable"/><signal qcode="sttinstruct:remove"/>'
    assert read(item(meta, provider='<provider literal="STT"/>')).status is Status.CANCELED


def test_the_headline_in_the_contents_own_language() -> None:
    content = (
        '<language tag="fr"/><headline xml:lang="en">Ships sail</headline><headline xml:lang="fr">Bateaux</headline>'
        '<slugline>SHIPS</slugline><description xml:lang="en">They do</description>'
        '<description xml:lang="fr-CA">Ils partent</description>'
    )
    version = read(item(content=content))
    assert (version.headline, version.summary, version.slugline) == ("Bateaux", "Ils partent", "SHIPS")


def test_content_in_two_languages_is_two_stories() -> None:
    inline = "".join(
        f'<inlineXML xml:lang="{tag}"><html><body><p>{text}</p></body></html></inlineXML>'
        for tag, text in (("nl", "Schepen varen."), ("fr", "Les bateaux partent."))
    )
    heads = '<language tag="nl"/><headline xml:lang="nl">Schepen</headline><headline xml:lang="fr">Bateaux</headline>'
    dutch, french = newsml_g2.read(item(content=heads, content_set=inline).encode(), NO_HINT).versions
    assert (dutch.language, dutch.headline, dutch.body) == ("nl", "Schepen", "<p>Schepen varen.</p>")
    assert (french.language, french.headline, french.body) == ("fr", "Bateaux", "<p>Les bateaux partent.</p>")
    assert french.uri == f"{dutch.uri}#fr"


def test_rights_of_a_part_only_add_their_terms() -> None:
    whole = "<copyrightHolder><name>Meridian</name></copyrightHolder><usageTerms>Credit MPA</usageTerms>"
    part = "<copyrightHolder><name>Somebody</name></copyrightHolder><usageTerms>No archive</usageTerms>"
    version = read(
        item(rights=f"{part}</rightsInfo><rightsInfo>{whole}").replace("<rightsInfo>", '<rightsInfo idrefs="p1">', 1)
    )
    assert version.rights.holder == "Meridian"
    assert version.rights.usage_terms == ("No archive", "Credit MPA")


def test_a_rights_expression_is_noted() -> None:
    rights = '<rightsExpressionXML langid="http://www.w3.org/ns/odrl/2/"><o/></rightsExpressionXML>'
    reading = newsml_g2.read(item(rights=rights).encode(), NO_HINT)
    assert "rightsexpressionxml" in reading.notes[0].problem


STANDING = (
    '<inlineXML contenttype="application/sportsml+xml"><sports-content><standing content-label="First division">'
    '<team><team-metadata><name role="nrol:full">Lindholm SK</name><name role="nrol:short">LSK</name></team-metadata>'
    '<team-stats><outcome-totals alignment-scope="events-home" wins="9"/>'
    '<outcome-totals alignment-scope="events-all" events-played="3" wins="2" losses="1" standing-points="6"/>'
    '<rank value="1"/></team-stats></team>'
    "<team><team-metadata><name>Brodac &amp; Sons</name></team-metadata><team-stats>"
    '<outcome-totals events-played="3" wins="1" losses="2" standing-points="3"/><rank value="2"/></team-stats></team>'
    "</standing></sports-content></inlineXML>"
)


def test_standings_are_a_table() -> None:
    version = read(item(content="<headline>The table</headline>", content_set=STANDING))
    assert version.body.startswith("<h3>First division</h3>")
    assert "<tr><th>#</th><th></th><th>Played</th><th>Won</th><th>Lost</th><th>Points</th></tr>" in version.body
    assert "<tr><td>1</td><td>Lindholm SK</td><td>3</td><td>2</td><td>1</td><td>6</td></tr>" in version.body
    assert "Brodac &amp; Sons" in version.body
    assert not version.hold


def test_an_event_is_a_table_of_its_score() -> None:
    sides = "".join(
        f'<team><team-metadata><name>{name}</name></team-metadata><team-stats score="{sum(parts)}">'
        + "".join(f'<sub-score period-value="{at}" score="{part}"/>' for at, part in enumerate(parts, 1))
        + "</team-stats></team>"
        for name, parts in (("Lindholm SK", (1, 0)), ("Brodac", (0, 2)))
    )
    version = read(
        item(
            content_set=f"<inlineXML><sports-content><sports-event>{sides}</sports-event></sports-content></inlineXML>"
        )
    )
    assert "<tr><td>Lindholm SK</td><td>1</td><td>0</td><td>1</td></tr>" in version.body
    assert "<tr><td>Brodac</td><td>0</td><td>2</td><td>2</td></tr>" in version.body


def test_sports_data_without_a_result_stays_held() -> None:
    version = read(item(content_set="<inlineXML><sports-content><statistic/></sports-content></inlineXML>"))
    assert "sports-content" in version.hold


def test_a_table_without_a_headline_is_named_by_what_it_is_about() -> None:
    named = STANDING.replace(' content-label="First division"', "")
    content = "<genre><name>Standings</name></genre><subject><name>Football</name></subject>"
    assert read(item(content=content, content_set=named)).headline == "Football, Standings"


def test_an_update_that_only_its_marks_tell_of() -> None:
    story = "<p>(Adds quotes, background)</p>" + STORY
    version = read(item(content="<headline>UPDATE 1-Ships sail</headline>", body=story))
    assert version.signals == ("update",)
    assert version.ed_note == "Adds quotes, background"
    assert version.body.startswith("<p>Ships sail")


def test_a_correction_that_only_its_marks_tell_of() -> None:
    story = "<p>(Corrects hour in first paragraph)</p>" + STORY
    version = read(item(content="<headline>CORRECTED-Ships sail</headline>", body=story))
    assert version.signals == ("correction",)
    assert version.correction_note == "Corrects hour in first paragraph"
    assert "Corrects" not in version.body


def test_a_bracket_that_is_copy_stays() -> None:
    version = read(item(content="<headline>Ships sail</headline>", body="<p>(All times are local.)</p>" + STORY))
    assert (version.signals, version.ed_note) == ((), "")
    assert version.body.startswith("<p>(All times")


@pytest.mark.parametrize("note", ["EMBARGOTIETOA: the president visits", "Sperrfristende beachten"])
def test_an_embargo_named_in_a_longer_word_holds(note: str) -> None:
    assert "embargo" in read(item(f"<edNote>{note}</edNote>")).hold


def nitf(head: str = "", docdata: str = "", body: str = STORY) -> str:
    return (
        f'<inlineXML contenttype="application/nitf+xml"><nitf><head>{docdata}</head><body><body.head>{head}</body.head>'
        f"<body.content>{body}</body.content></body></nitf></inlineXML>"
    )


def test_a_headline_in_the_nitf_alone() -> None:
    assert read(item(content_set=nitf("<hedline><hl1>Ships sail</hl1></hedline>"))).headline == "Ships sail"


def test_a_title_of_the_nitf_is_a_headline_where_there_is_no_other() -> None:
    assert read(item(content_set=nitf("", "<title>Ships sail</title>"))).headline == "Ships sail"


def test_the_abstract_of_the_nitf_is_the_summary() -> None:
    assert read(item(content_set=nitf("<abstract><p>Tides rule.</p></abstract>"))).summary == "Tides rule."


def test_the_nitf_may_say_when_it_expires() -> None:
    docdata = '<docdata><date.expire norm="2026-05-18 11:12:20+00:00"/></docdata>'
    assert read(item(content_set=nitf("", docdata))).expires == datetime(2026, 5, 18, 11, 12, 20, tzinfo=UTC)


def test_the_writers_title_is_no_part_of_the_nitfs_byline() -> None:
    head = "<byline>By<person>Anna Berg</person><byttl>House</byttl></byline>"
    assert read(item(content_set=nitf(head))).byline == "By Anna Berg"


def test_a_byline_above_the_copy_stands_before_that_of_the_nitf() -> None:
    version = read(item(content_set=nitf("<byline>By Staff Reporter</byline>", body=f"<p>By Anna Berg</p>{STORY}")))
    assert version.byline == "By Anna Berg"
    assert version.body.startswith("<p>Ships sail at noon.")


def test_a_headline_below_the_headline_is_the_summary() -> None:
    content = '<headline role="x:sub">Tides rule</headline><headline role="x:main">Ships sail</headline>'
    version = read(item(content=content))
    assert (version.headline, version.summary) == ("Ships sail", "Tides rule")


def test_headings_that_repeat_headline_and_summary_go() -> None:
    content = '<headline>Ships sail</headline><headline role="x:subtitle">Tides rule</headline>'
    version = read(item(content=content, body=f"<h1>Ships sail</h1><h2>Tides rule</h2><h2>At sea</h2>{STORY}"))
    assert version.body.startswith("<h2>At sea</h2>")


def test_a_note_between_dashes_before_the_copy_is_for_editors() -> None:
    dashes = "-" * 30
    body = f"<pre>{dashes}\n  NOTE\n  Tides were wrong &amp; are mended.\n{dashes}\n</pre>{STORY}"
    version = read(item(body=body))
    assert version.ed_note == "NOTE Tides were wrong & are mended."
    assert version.body.startswith("<p>Ships sail at noon.")


def test_text_behind_paragraphs_typed_into_one_stays_behind_them() -> None:
    body = "<p>\n    Ships sail\nat noon.\n    They return.\n  </p>The tide is high."
    assert read(item(body=body)).body == "<p>Ships sail at noon.</p>\n<p>They return.</p>\n<p>The tide is high.</p>"


def test_paragraphs_typed_into_one_of_inline_data_stand_alone() -> None:
    typed = "<p>\n   Ships sail\nat noon.\n   They return. </p>"
    content_set = f'<inlineData contenttype="text/plain"><![CDATA[{typed}]]></inlineData>'
    assert read(item(content_set=content_set)).body == "<p>Ships sail at noon.</p>\n<p>They return.</p>"


def test_the_messages_language_is_that_of_its_items() -> None:
    one = item().replace(' xml:lang="en"', "")
    assert read(f'<newsMessage xmlns="{NS}" lang="de-AT"><itemSet>{one}</itemSet></newsMessage>').language == "de-AT"


def test_a_provider_nobody_knows_has_the_senders_habits() -> None:
    one = item("<embargoed/>", provider='<provider literal="XL"/>').replace("12:00:00Z", "12:00:00")
    header = "<header><sender>BusinessDesk</sender></header>"
    version = read(f'<newsMessage xmlns="{NS}">{header}<itemSet>{one}</itemSet></newsMessage>')
    assert (version.provider, version.hold) == ("XL", "")
    assert version.version_created == datetime(2026, 3, 4, 23, 0, tzinfo=UTC)


def test_a_literal_that_holds_a_subject_code_says_it_too() -> None:
    assert "subj:02000000" in read(item(content='<subject literal="XY:02000000:LAW"/>')).subjects


TT_ITEM = (
    '<inlineXML contenttype="application/ttnitf+xml"><BODY xmlns=""><TEXT><RUBRIK>Ships</RUBRIK>'
    "<INGRESS><P>Ships sail.</P></INGRESS><BRODTEXT><CITAT>We sail, she says.</CITAT><MELLIS>Tides</MELLIS>"
    "<P>The tide is high.</P></BRODTEXT><BYLINE>Anna Berg/XY</BYLINE><BILD><BILDFIL>http://xy.example/1</BILDFIL>"
    "<BILDTEXT><P>A ship.</P></BILDTEXT><BILDSKAPARE>Bo Lind/XY</BILDSKAPARE></BILD></TEXT>"
    "<TEXT><RUBRIK>Facts</RUBRIK><BRODTEXT><UL><LI>One</LI></UL></BRODTEXT></TEXT></BODY></inlineXML>"
)


def test_tts_own_markup_is_a_body() -> None:
    assert read(item(content_set=TT_ITEM)).body == (
        "<p>Ships sail.</p>\n<p>– We sail, she says.</p>\n<h3>Tides</h3>\n<p>The tide is high.</p>\n"
        "<h2>Facts</h2>\n<ul><li>One</li></ul>"
    )


def test_tts_own_markup_holds_byline_and_pictures() -> None:
    version = read(item(content_set=TT_ITEM))
    (picture,) = version.associations
    assert (version.byline, picture.caption, picture.credit) == ("Anna Berg/XY", "A ship.", "Bo Lind/XY")


def test_an_item_of_tt_names_the_one_that_it_replaces() -> None:
    ids = '<altId type="tt:uno">20260305:TT:2:0</altId><altId type="tt:refuno">20260305:TT:1:0</altId>'
    one = item(content=ids, guid='guid="urn:newsml:tt.se:20260305:TT:2:0"', provider='<provider literal="TT"/>')
    version = read(one)
    assert (version.evolved_from, version.alt_ids) == ("urn:newsml:tt.se:20260305:TT:1:0", ("20260305:TT:2:0",))


def test_a_body_of_elements_nobody_knows_holds_the_item() -> None:
    # The sanitiser takes a "text" for one of SVG's.
    assert (
        "no body can be made" in read(item(content_set="<inlineXML><body><text>Ships</text></body></inlineXML>")).hold
    )


def test_without_its_own_time_a_version_is_of_that_of_its_content() -> None:
    content = (
        "<contentCreated>2026-03-05T09:00:00Z</contentCreated><contentModified>2026-03-05T10:00:00Z</contentModified>"
    )
    one = item(content=content).replace("<versionCreated>2026-03-05T12:00:00Z</versionCreated>", "<versionCreated/>")
    assert read(one).version_created == datetime(2026, 3, 5, 10, tzinfo=UTC)


def test_an_agencys_own_scheme_of_subject_codes_says_them() -> None:
    one = item(content='<subject qcode="sttsubj:11002000"/>', provider='<provider literal="STT"/>')
    assert read(one).subjects == ("sttsubj:11002000", "subj:11002000")


def test_a_picture_that_a_link_names_has_its_caption() -> None:
    link = (
        '<link rel="irel:seeAlso" residref="urn:x:1" contenttype="image/jpeg"><title>A ship</title>'
        "<filename>1.jpg</filename></link>"
    )
    (picture,) = read(item(meta=link)).associations
    assert (picture.kind, picture.uri, picture.href, picture.caption) == ("picture", "urn:x:1", "1.jpg", "A ship")


def test_the_nitfs_byline_is_that_above_the_copy_where_both_name_the_same() -> None:
    version = read(item(content_set=nitf("<byline>Anna Berg</byline>", body=f"<p>By Anna Berg</p>{STORY}")))
    assert version.byline == "Anna Berg"
    assert version.body.startswith("<p>Ships sail at noon.")


def test_a_picture_at_the_end_stays() -> None:
    picture = '<p><img src="https://mpa.example/1.jpg" alt="A ship"/></p>'
    assert read(item(body=STORY + picture)).body.endswith(picture)


def test_a_picture_that_is_linked_belongs_to_the_story() -> None:
    link = (
        '<link rel="irel:associatedWith" href="https://nln.example/ship.jpg" contenttype="image/jpeg">'
        "<description>The ship<a>Click here</a></description></link>"
    )
    (found,) = read(item(meta=link)).associations
    assert (found.kind, found.href, found.caption) == ("picture", "https://nln.example/ship.jpg", "The ship")
