"""NITF, one fact a test, on small documents of agencies made up for it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import Hint, Reading, nitf
from wireroom.news import Limit, Status, Version

NO_HINT = Hint()
DOC_ID = '<doc-id id-string="nln.2026.ships" regsrc="NLN"/>'
ISSUED = '<date.issue norm="20260305T120000Z"/>'
HEDLINE = "<hedline><hl1>Ships sail</hl1><hl2>At noon</hl2></hedline>"


def document(
    docdata: str = "",
    head: str = "",
    body_head: str = HEDLINE,
    content: str = "<p>Ships sail at noon.</p>",
    *,
    managed: str = "",
    ident: str = DOC_ID + ISSUED,
    root: str = "<nitf>",
) -> str:
    return (
        f"{root}<head>{head}<docdata {managed}>{ident}{docdata}</docdata></head>"
        f"<body><body.head>{body_head}</body.head><body.content>{content}</body.content></body></nitf>"
    )


def reading(text: str, hint: Hint = NO_HINT) -> Reading:
    return nitf.read(text.encode(), hint)


def read(text: str, hint: Hint = NO_HINT) -> Version:
    (version,) = reading(text, hint).versions
    return version


def test_doc_id_is_the_identity_and_du_key_counts_and_names() -> None:
    version = read(document('<du-key key="harbour-ships" version="3" generation="1"/>'))
    assert (version.uri, version.number, version.alt_ids) == ("nln.2026.ships", 3, ("harbour-ships",))
    assert (version.provider, version.format) == ("NLN", "nitf")


def test_a_version_in_the_doc_id_is_an_agencys_habit() -> None:
    ident = f'<doc-id id-string="NTBabc_47" regsrc="NTB"/>{ISSUED}'
    assert (read(document(ident=ident)).uri, read(document(ident=ident)).number) == ("NTBabc", 47)
    assert read(document('<du-key version="48"/>', ident=ident)).number == 48


def test_without_an_id_the_du_key_names_it() -> None:
    ident = f'<doc-id regsrc="NLN"/>{ISSUED}<du-key key="ships" version="2"/>'
    assert (read(document(ident=ident)).uri, read(document(ident=ident)).number) == ("urn:x-nitf:nln:ships", 2)


def test_without_any_id_source_day_and_headline_name_it_the_same_each_time() -> None:
    ident = f'<doc-id regsrc="NLN"/>{ISSUED}'
    later = document(ident=ident.replace("T12", "T18"), content="<p>More ships sail.</p>")
    assert read(document(ident=ident)).uri == read(later).uri == "urn:x-nitf:nln:20260305:ships-sail"


def test_without_anything_to_know_it_by_it_is_refused() -> None:
    with pytest.raises(UnreadableError, match="without doc-id"):
        reading(document(ident="", body_head="", content=""))


@pytest.mark.parametrize(
    ("managed", "status"),
    [
        ("", Status.USABLE),
        ('management-status="usable"', Status.USABLE),
        ('management-status="withheld"', Status.WITHHELD),
        ('management-status="canceled"', Status.CANCELED),
        ('management-status="doubtful"', Status.WITHHELD),
    ],
)
def test_status(managed: str, status: Status) -> None:
    assert read(document(managed=managed)).status is status


def test_embargoed_until_its_release() -> None:
    version = read(document('<date.release norm="20260306T060000+0100"/>', managed='management-status="embargoed"'))
    assert (version.embargoed_until, version.status) == (datetime(2026, 3, 6, 5, tzinfo=UTC), Status.USABLE)
    assert version.hold == ""


def test_embargoed_with_an_expiry_alone_means_its_release() -> None:
    version = read(document('<date.expire norm="20260306T060000Z"/>', managed='management-status="embargoed"'))
    assert (version.embargoed_until, version.expires) == (datetime(2026, 3, 6, 6, tzinfo=UTC), None)


def test_embargoed_without_a_time_holds() -> None:
    version = read(document(managed='management-status="embargoed"'))
    assert (version.embargoed_until, version.hold) == (None, "embargoed without a time of release")


def test_embargoed_with_a_time_that_cannot_be_read_holds_and_notes() -> None:
    found = reading(document('<date.release norm="Friday"/>', managed='management-status="embargoed"'))
    assert found.versions[0].hold
    assert "Friday" in found.notes[0].problem


def test_a_release_later_than_the_issue_is_an_embargo_in_itself() -> None:
    version = read(document('<date.release norm="20260306T060000Z"/>', managed='management-status="usable"'))
    assert version.embargoed_until == datetime(2026, 3, 6, 6, tzinfo=UTC)
    assert read(document('<date.release norm="20260305T120000Z"/>')).embargoed_until is None


def test_expiry_is_the_narrower_of_the_documents_and_the_rights() -> None:
    expire = '<date.expire norm="20260401T000000Z"/>'
    assert read(document(expire)).expires == datetime(2026, 4, 1, tzinfo=UTC)
    rights = '<doc.rights enddate="20260320T000000Z"/>'
    assert read(document(expire + rights)).expires == datetime(2026, 3, 20, tzinfo=UTC)


def test_rights_that_begin_later_are_an_embargo() -> None:
    version = read(document('<doc.rights startdate="20260310T000000Z"/>'))
    assert version.embargoed_until == datetime(2026, 3, 10, tzinfo=UTC)


def test_it_sets_the_status_of_another_document() -> None:
    managed = 'management-doc-idref="nln.2026.boats" management-idref-status="canceled"'
    own, other = reading(document(managed=managed)).versions
    assert (own.uri, own.status) == ("nln.2026.ships", Status.USABLE)
    assert (other.uri, other.status, other.number) == ("nln.2026.boats", Status.CANCELED, None)
    assert (other.provider, other.version_created, other.has_copy) == ("NLN", own.version_created, False)


def test_another_document_embargoed_is_held() -> None:
    managed = 'management-doc-idref="nln.2026.boats" management-idref-status="embargoed"'
    assert reading(document(managed=managed)).versions[1].hold


def test_a_reference_without_a_status_says_nothing() -> None:
    assert len(reading(document(managed='management-doc-idref="nln.2026.boats"')).versions) == 1


def test_times_without_a_zone_are_in_the_hints() -> None:
    text = document(ident='<doc-id id-string="a"/><date.issue norm="20260305T140000"/>')
    assert read(text, Hint(zone=ZoneInfo("Europe/Helsinki"))).version_created == datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_headline_summary_byline_and_dateline() -> None:
    version = read(
        document(
            body_head=f"{HEDLINE}<abstract><p>Tides are high.</p></abstract>"
            "<byline>By <person>Anna Berg</person><byttl>Harbour editor</byttl></byline>"
            "<dateline><location><city>Nordhaven</city> , <state>NL</state></location></dateline>"
        )
    )
    assert (version.headline, version.summary, version.byline) == ("Ships sail", "Tides are high.", "By Anna Berg")
    assert version.dateline.text == "Nordhaven, NL"


def test_a_title_stands_in_for_a_headline_and_the_copy_for_both() -> None:
    assert read(document(head="<title>Ships</title>", body_head="")).headline == "Ships"
    assert read(document(body_head="")).headline == "Ships sail at noon"


def test_urgency_language_genre_subjects_and_keywords() -> None:
    version = read(
        document(
            '<urgency ed-urg="2"/><key-list><keyword key="ships"/><keyword key="tides/ebb/"/></key-list>',
            '<tobject tobject.type="news"><tobject.property tobject.property.type="Current"/>'
            '<tobject.subject tobject.subject.refnum="4001002"/><tobject.subject tobject.subject.refnum="00000000"/>'
            '<tobject.subject tobject.subject.refnum="F01"/><tobject.subject tobject.subject.refnum=""/></tobject>',
            root='<nitf baselang="en">',
        )
    )
    assert (version.urgency, version.language, version.genre) == (2, "en", ("Current",))
    assert version.subjects == ("subj:04001002", "nln:F01")
    assert version.keywords == ("ships", "tides", "ebb")


def test_slugline_is_the_du_key_or_the_services_keyword() -> None:
    assert read(document('<du-key key="harbour-ships"/>')).slugline == "harbour-ships"
    assert read(document(head='<meta name="anpa-keyword" content="Ships Harbour"/>')).slugline == "Ships Harbour"


def test_messages_to_editors_are_in_the_ed_note_alone() -> None:
    note = '<note noteclass="editorsnote" type="npa"><body.content><p>Call +00 1234</p></body.content></note>'
    version = read(document('<ed-msg info="Ask Anna Berg"/>', body_head=HEDLINE + note, content=f"<p>Ships.</p>{note}"))
    assert version.ed_note == "Ask Anna Berg\nCall +00 1234\nCall +00 1234"
    assert version.body == "<p>Ships.</p>"


def test_rights_of_the_copy() -> None:
    rights = read(
        document(
            '<doc.copyright year="2026" holder="Nordlicht"/><doc.rights limitations="Online only" geography="Norland"/>'
        )
    ).rights
    assert (rights.holder, rights.notice) == ("Nordlicht", "© 2026 Nordlicht")
    assert rights.usage_terms == ("Online only", "Geography: Norland")


def test_places_people_and_organisations() -> None:
    names = "<person>Anna Berg</person><org>Harbour Board</org><location>Norland</location>"
    content = f"<identified-content>{names}</identified-content>"
    version = read(document(f'<evloc city="Nordhaven"/>{content}'))
    assert (version.places, version.people) == (("Nordhaven", "Norland"), ("Anna Berg",))
    assert version.organisations == ("Harbour Board",)


def test_blocks_headings_and_tables_become_the_bodys_vocabulary() -> None:
    body = read(
        document(content="<block><hl2>Tides</hl2><p>High.</p></block><hr/><table><tr><td>1</td></tr></table>")
    ).body
    assert body == "<h3>Tides</h3>\n<p>High.</p>\n<table><tbody><tr><td>1</td></tr></tbody></table>"


def test_media_is_an_association_and_no_part_of_the_body() -> None:
    media = (
        '<media media-type="image"><media-reference source="ship.jpg" mime-type="image/jpeg" width="800" height="600"/>'
        "<media-caption><p>A ship.</p></media-caption><media-producer>Anna Berg</media-producer></media>"
    )
    version = read(document(content=f"<p>Ships {media}sail.</p>"))
    (picture,) = version.associations
    assert (picture.kind, picture.href, picture.width) == ("picture", "ship.jpg", 800)
    assert (picture.caption, picture.credit, version.body) == ("A ship.", "Anna Berg", "<p>Ships sail.</p>")


def test_a_file_that_is_not_well_formed_is_mended_and_says_so() -> None:
    found = reading(document(content="<p>Ships & tides: https://nln.example/?a=1&b=2</p>"))
    assert found.versions[0].body == "<p>Ships &amp; tides: https://nln.example/?a=1&amp;b=2</p>"
    assert "not well-formed" in found.notes[0].problem


@pytest.mark.parametrize("root", ["<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'])
def test_with_and_without_a_namespace(root: str) -> None:
    assert read(document(root=root)).headline == "Ships sail"


def test_a_doctype_is_no_hindrance() -> None:
    text = '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-2.dtd">' + document(content="<p>caf&eacute;</p>")
    assert nitf.recognises(text.encode(), Hint())
    assert read(text).body == "<p>café</p>"


def test_the_hint_fills_in_what_the_copy_does_not_say() -> None:
    version = read(document(ident=f'<doc-id id-string="a"/>{ISSUED}'), Hint(provider="NLN", language="de"))
    assert (version.provider, version.language) == ("NLN", "de")


def test_an_embargo_that_only_a_message_speaks_of_holds() -> None:
    assert "speak of an embargo" in read(document('<ed-msg info="Embargoed until Friday"/>')).hold


def test_a_body_without_a_content_element() -> None:
    head = f"<head><docdata>{DOC_ID}{ISSUED}</docdata></head>"
    text = f"<nitf>{head}<body><body.head>{HEDLINE}</body.head><p>Ships.</p></body></nitf>"
    assert (read(text).headline, read(text).body) == ("Ships sail", "<p>Ships.</p>")


def test_names_in_capitals_mean_the_same() -> None:
    text = document().replace("nitf>", "NITF>").replace("hl1>", "HL1>").replace("<p>", "<P>").replace("</p>", "</P>")
    version = read(text)
    assert (version.headline, version.body) == ("Ships sail", "<p>Ships sail at noon.</p>")


def test_a_correction_names_the_document_that_it_corrects() -> None:
    version = read(document('<correction id-string="nln.2026.old" info="Wrong hour"/>'))
    assert (version.signals, version.evolved_from, version.ed_note) == (("correction",), "nln.2026.old", "Wrong hour")


def test_every_doc_rights_narrows() -> None:
    limits = (
        '<doc.rights limitations="online" enddate="20260401T000000Z"/>'
        '<doc.rights geography="Norland" enddate="20260310T000000Z"/>'
    )
    version = read(document(limits))
    assert version.rights.usage_terms == ("online", "Geography: Norland")
    assert version.expires == datetime(2026, 3, 10, tzinfo=UTC)


def test_the_deck_is_the_summary_where_there_is_no_abstract() -> None:
    assert read(document()).summary == "At noon"
    assert read(document(body_head=HEDLINE + "<abstract>They do.</abstract>")).summary == "They do."


def test_two_writers() -> None:
    lines = "<byline>By <person>Anna Berg</person><byttl>Editor</byttl></byline><byline>Odd Lund</byline>"
    assert read(document(body_head=HEDLINE + lines)).byline == "By Anna Berg, Odd Lund"


def test_notes_at_the_end_are_for_editors() -> None:
    text = document().replace("</body></nitf>", "<body.end><note>Call the desk</note></body.end></body></nitf>")
    assert read(text).ed_note == "Call the desk"


def test_a_version_in_the_id_is_no_part_of_it() -> None:
    ident = '<doc-id id-string="NTB1234_47" regsrc="NTB"/><du-key version="48"/>' + ISSUED
    version = read(document(ident=ident))
    assert (version.uri, version.number) == ("NTB1234", 48)


def test_times_without_zone_are_in_the_agencys_own() -> None:
    ident = '<doc-id id-string="ntb.1.ships" regsrc="NTB"/><date.issue norm="2026-03-05T12:00:00"/>'
    assert read(document(ident=ident)).version_created == datetime(2026, 3, 5, 11, tzinfo=UTC)


def test_a_date_that_is_a_form_to_be_filled_in_is_noted() -> None:
    found = reading(document(ident=DOC_ID + '<date.issue norm="YYYYMMDD000000-HHMM"/>'))
    assert found.versions[0].version_created is None
    assert "not a time" in found.notes[0].problem


@pytest.mark.parametrize(
    "content",
    ["&lt;p&gt;Ships &lt;b&gt;sail&lt;/b&gt;.&lt;/p&gt;", "<p><![CDATA[<p>Ships <b>sail</b>.</p>]]></p>"],
)
def test_markup_that_came_as_text_is_markup(content: str) -> None:
    assert read(document(content=content)).body == "<p>Ships <strong>sail</strong>.</p>"


def test_a_sign_that_is_no_markup_stays_a_sign() -> None:
    assert read(document(content="<p>If 1 &lt; 2, so be it.</p>")).body == "<p>If 1 &lt; 2, so be it.</p>"


@pytest.mark.parametrize(
    ("head", "content"),
    [
        ('<meta name="article-language" content="it"/>', "<p>Le navi salpano.</p>"),
        ("", '<lang lang="it"/><p>Le navi salpano.</p>'),
    ],
    ids=["meta", "body"],
)
def test_the_language_may_stand_beside_the_text(head: str, content: str) -> None:
    assert read(document(head=head, content=content)).language == "it"


def test_a_meta_may_hold_a_subject_code() -> None:
    assert read(document(head='<meta name="category_iptc" content="04000000"/>')).subjects[-1] == "subj:04000000"


def test_a_line_in_the_bylines_place_may_be_an_agencys_habit() -> None:
    ident = f'<doc-id id-string="X1" regsrc="ANSA"/>{ISSUED}'
    version = read(document(body_head="<hedline><hl1>Ships</hl1></hedline><byline>Tides rule</byline>", ident=ident))
    assert (version.byline, version.summary) == ("", "Tides rule")


@pytest.mark.parametrize(
    ("agency", "last"),
    [
        ("AAP", "AAP RTV ar"),
        ("AB", "ends"),
        ("AB", "-ENDS-"),
        ("AB", "# # #"),
        ("AB", "/ritzau/"),
        ("AB", "(SDA/ab cd)"),
        ("Ritzau", "/ritzau/"),
    ],
)
def test_who_handled_the_copy_and_that_it_is_over_is_no_copy(agency: str, last: str) -> None:
    ident = f'<doc-id id-string="a" regsrc="{agency}"/>{ISSUED}'
    version = read(document(ident=ident, content=f"<p>Ships sail.</p><p>They return.</p><p>{last}</p>"))
    assert version.body == "<p>Ships sail.</p>\n<p>They return.</p>"


@pytest.mark.parametrize("last", ["All is well that ends.", "(The ship is new)", "AAP said so on Monday.", "30"])
def test_a_short_last_paragraph_is_copy(last: str) -> None:
    ident = f'<doc-id id-string="a" regsrc="AAP"/>{ISSUED}'
    assert read(document(ident=ident, content=f"<p>Ships sail.</p><p>{last}</p>")).body.endswith(f"<p>{last}</p>")


def test_initials_of_the_desk_are_no_byline() -> None:
    assert read(document(body_head=HEDLINE + "<byline>ab/cd</byline>")).byline == ""


def test_a_body_does_not_say_the_headline_again() -> None:
    assert read(document(content="<block><hl2>Ships sail</hl2></block><p>At noon.</p>")).body == "<p>At noon.</p>"


def test_a_key_that_the_id_is_made_of_is_no_slugline() -> None:
    ident = f'<doc-id id-string="0f3a_4" regsrc="AB"/>{ISSUED}<du-key key="0f3a" version="4"/>'
    assert read(document(ident=ident, head='<meta name="NTBStikkord" content="ships"/>')).slugline == "ships"


def test_the_source_of_the_delivery_is_the_provider_where_nothing_else_names_one() -> None:
    source = '<del-list><from-src src-name="NLN" level-number="1"/></del-list>'
    assert read(document(source, ident=f'<doc-id id-string="a"/>{ISSUED}')).provider == "NLN"


def test_a_dateline_without_brackets_is_found_in_the_copy() -> None:
    dateline = read(document(content="<p>NORDHAVEN, March 5 AAP - Ships sail.</p>")).dateline
    assert (dateline.place, dateline.provider) == ("NORDHAVEN", "AAP")


def test_a_whole_sentence_may_forbid_edits() -> None:
    note = '<ed-msg info="Det er ikke anledning til å endre innhold eller titler fra Nordlicht."/>'
    (version,) = formats.read(document(note).encode(), Hint()).versions
    assert [one.limit for one in version.rights.restrictions] == [Limit.EDIT]


def test_the_parts_of_a_dateline_stand_apart() -> None:
    parts = "<dateline><location>NORDHAVEN, N.L.</location><story.date>March 5</story.date></dateline>"
    assert read(document(body_head=HEDLINE + parts)).dateline.text == "NORDHAVEN, N.L. March 5"


def test_a_place_in_parts_is_one_place() -> None:
    where = "<location><city>Nordhaven</city><country>Nordland</country></location>"
    found = read(document(f"<identified-content>{where}</identified-content>"))
    assert found.places == ("Nordhaven, Nordland",)


def test_the_copy_does_not_say_the_fields_place_again() -> None:
    head = HEDLINE + "<dateline><location>NORDHAVEN, N.L.</location></dateline>"
    assert read(document(body_head=head, content="<p>NORDHAVEN — Ships sail.</p>")).body == "<p>Ships sail.</p>"


def test_a_sentence_with_a_dash_is_no_dateline() -> None:
    head = HEDLINE + "<dateline><location>NORDHAVEN</location></dateline>"
    said = "<p>Lindholm — not Nordhaven — sails.</p>"
    assert read(document(body_head=head, content=said)).body == said


def test_the_publication_is_the_time_where_nothing_else_is() -> None:
    ident = '<doc-id id-string="a"/><date.release norm="20260305"/>'
    text = document(ident=ident).replace("</docdata>", '</docdata><pubdata date.publication="20260305"/>')
    assert (read(text).version_created, read(text).embargoed_until) == (datetime(2026, 3, 5, tzinfo=UTC), None)


def test_a_language_may_be_a_meta() -> None:
    assert read(document(head='<meta name="article-language" content="en"/>')).language == "en"


@pytest.mark.parametrize("league", ["BBN", "BBA"])
def test_a_routing_mark_is_no_headline_and_still_tells_two_tables_apart(league: str) -> None:
    ident = f'<doc-id regsrc="AP"/>{ISSUED}'
    version = read(document(ident=ident, body_head=f"<hedline><hl1>BC-{league}--Top Ten</hl1></hedline>"))
    assert (version.headline, version.uri) == ("Top Ten", f"urn:x-nitf:ap:20260305:bc-{league.lower()}-top-ten")
