"""ninjs 1.0 to 3.1, one fact a test."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.formats.ninjs_helper import one as _one
from tests.formats.ninjs_helper import read as _read
from wireroom import formats
from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats import Hint
from wireroom.news import Status

_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


def test_uri_is_the_identity() -> None:
    assert _one().uri == "urn:mpa:1"


def test_superdesk_guid_stands_in_for_the_uri() -> None:
    assert formats.read(b'{"guid": "20260110-7", "type": "text"}').versions[0].uri == "20260110-7"


def test_guid_beside_a_uri_is_another_name() -> None:
    assert _one(guid="g-1").alt_ids == ("g-1",)


@pytest.mark.parametrize(("stated", "number"), [("3", 3), (3, 3), ("2.1", None), ("-1", None), ("9" * 30, None)])
def test_version_is_a_whole_number_or_none(stated: object, number: int | None) -> None:
    assert _one(version=stated).number == number


def test_a_version_that_is_no_number_is_noted() -> None:
    assert "no number" in _read(version="2.1").notes[0].problem


@pytest.mark.parametrize("key", ["pubstatus", "pubStatus"])
@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("usable", Status.USABLE),
        ("withheld", Status.WITHHELD),
        ("canceled", Status.CANCELED),
        ("cancelled", Status.CANCELED),
        ("stat:canceled", Status.CANCELED),
        ("Usable", Status.USABLE),
        (None, Status.USABLE),
    ],
)
def test_status(key: str, stated: str | None, status: Status) -> None:
    assert _one(**{key: stated}).status is status


def test_an_unknown_status_is_withheld_and_noted() -> None:
    reading = _read(pubstatus="draft")
    assert reading.versions[0].status is Status.WITHHELD
    assert "draft" in reading.notes[0].problem


def test_status_embargoed_without_a_time_holds() -> None:
    assert "embargoed" in _one(pubstatus="embargoed").hold


def test_a_kill_needs_no_headline() -> None:
    version = _one(pubstatus="canceled")
    assert (version.status, version.has_copy) == (Status.CANCELED, False)


@pytest.mark.parametrize("key", ["embargoed", "embargoedUntil", "embargoeduntil"])
def test_embargo(key: str) -> None:
    assert _one(**{key: "2026-01-10T13:00:00+01:00"}).embargoed_until == _NOON


def test_an_embargo_without_zone_is_in_the_providers() -> None:
    hint = Hint(zone=ZoneInfo("Europe/Oslo"))
    assert _one(hint, embargoed="2026-01-10T13:00:00").embargoed_until == _NOON


@pytest.mark.parametrize("stated", ["", "after the speech", 17, True, {"until": "x"}])
def test_an_embargo_without_a_time_holds_with_words(stated: object) -> None:
    version = _one(embargoed=stated)
    assert version.embargoed_until is None
    assert "embargoed" in version.hold


def test_a_null_embargo_is_none() -> None:
    assert _one(embargoed=None).hold == ""


def test_the_later_of_two_embargoes_binds() -> None:
    version = _one(embargoed="2026-01-10T11:00:00Z", embargoedUntil="2026-01-10T12:00:00Z")
    assert version.embargoed_until == _NOON


def test_expires() -> None:
    assert _one(expires="2026-01-10T12:00:00Z").expires == _NOON


def test_a_time_that_is_none_is_noted() -> None:
    assert _read(versioncreated="yesterday").notes[0].where == "versioncreated"


@pytest.mark.parametrize("keys", [("firstcreated", "versioncreated"), ("firstCreated", "versionCreated")])
def test_times(keys: tuple[str, str]) -> None:
    version = _one(**{keys[0]: "2026-01-10T11:00:00+0000", keys[1]: "2026-01-10T12:00:00Z"})
    assert (version.first_created, version.version_created) == (_NOON.replace(hour=11), _NOON)


def test_headline_of_generation_one() -> None:
    assert _one(headline="Ferry back &amp; running").headline == "Ferry back & running"


def test_main_headline_of_later_generations() -> None:
    stated = [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry back in service"}]
    assert _one(headlines=stated).headline == "Ferry back in service"


def test_headline_extension_of_1_3() -> None:
    assert _one(headline_main="Ferry back").headline == "Ferry back"


def test_title_stands_in_for_a_headline() -> None:
    assert _one(title="Ferry").headline == "Ferry"


def test_markup_leaves_a_headline() -> None:
    assert _one(headline="<b>Ferry</b> back").headline == "Ferry back"


@pytest.mark.parametrize("key", ["body_html", "body_xhtml"])
def test_body_in_markup(key: str) -> None:
    assert _one(**{key: "<p>It <b>sails</b>.</p>"}).body == "<p>It <strong>sails</strong>.</p>"


def test_body_in_plain_text() -> None:
    assert _one(body_text="It sails.\n\nAt noon < one.").body.count("<p>") == 2


def test_lines_that_are_not_wrapped_are_paragraphs() -> None:
    line = "The ferry sails at noon from the eastern quay, and the harbour master expects calm water for the whole day."
    assert _one(body_text=f"{line}\n{line}").body.count("<p>") == 2


def test_wrapped_lines_are_one_paragraph() -> None:
    assert _one(body_text="The ferry sails\nat noon.").body.count("<p>") == 1


def test_a_body_in_markup_goes_before_plain_text() -> None:
    bodies = [
        {"role": "text", "contentType": "text/plain", "value": "plain"},
        {"role": "html", "contentType": "text/html", "value": "<p>marked</p>"},
    ]
    assert _one(bodies=bodies).body == "<p>marked</p>"


def test_of_a_nitf_document_only_the_content_is_body() -> None:
    words = "<nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head>"
    words += "<body.content><p>It sails.</p></body.content></body></nitf>"
    assert _one(bodies=[{"contentType": "text/vnd.IPTC.NITF", "value": words}]).body == "<p>It sails.</p>"


def test_a_heading_that_repeats_the_headline_leaves_the_body() -> None:
    assert _one(headline="Ferry back", body_html="<h1>Ferry back</h1><p>It sails.</p>").body == "<p>It sails.</p>"


def test_summary_of_generation_one() -> None:
    assert _one(description_text="The ferry sails.").summary == "The ferry sails."


def test_caption_and_credit_line_are_no_summary() -> None:
    descriptions = [{"role": "creditline", "value": "MPA"}, {"role": "caption", "value": "A quay"}]
    assert _one(descriptions=descriptions).summary == ""


def test_credit_line() -> None:
    assert _one(descriptions=[{"role": "creditline", "value": "MPA/B. Foto"}]).rights.credit_line == "MPA/B. Foto"


@pytest.mark.parametrize("key", ["byline", "by"])
def test_byline(key: str) -> None:
    assert _one(**{key: "Ada Nilsen"}).byline == "Ada Nilsen"


def test_dateline_from_the_body() -> None:
    version = _one(source="MPA", body_html="<p>LINDHOLM, Jan 10 (MPA) - The ferry sails.</p>")
    assert version.dateline.text == "LINDHOLM, Jan 10 (MPA) -"
    assert version.body == "<p>The ferry sails.</p>"


def test_located_is_the_datelines_place() -> None:
    assert _one(located="Lindholm").dateline.place == "Lindholm"


@pytest.mark.parametrize(
    ("concept", "subject"),
    [
        ({"scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "20000053"}, "medtop:20000053"),
        ({"uri": "http://cv.iptc.org/newscodes/mediatopic/20000053", "literal": "x"}, "medtop:20000053"),
        ({"uri": "medtop:20000053"}, "medtop:20000053"),
        ({"scheme": "medtop", "code": "20000053"}, "medtop:20000053"),
        ({"scheme": "mediatopic", "code": "20000053"}, "medtop:20000053"),
        ({"code": "20000053"}, "medtop:20000053"),
        ({"uri": "http://cv.iptc.org/newscodes/subjectcode/04000000"}, "subj:04000000"),
        ({"code": "04001000", "name": "agriculture"}, "subj:04001000"),
        ({"code": "4001000"}, "subj:04001000"),
        ({"literal": "13010000", "name": "Teknologi"}, "subj:13010000"),
        ({"scheme": "mpa", "code": "harbours"}, "mpa:harbours"),
        ({"uri": "https://mpa.example/cv/harbours"}, "https://mpa.example/cv/harbours"),
        ({"name": "Harbours"}, "Harbours"),
    ],
)
@pytest.mark.parametrize("key", ["subject", "subjects"])
def test_subjects(key: str, concept: dict[str, str], subject: str) -> None:
    assert _one(**{key: [concept]}).subjects[-1] == subject


def test_a_subject_stands_once() -> None:
    assert _one(subject=[{"code": "04001000"}, {"code": "04001000"}]).subjects == ("medtop:20000210", "subj:04001000")


def test_a_code_of_noughts_is_no_subject() -> None:
    assert _one(subject=[{"code": "00000000"}, {"scheme": "subj", "code": "000000"}]).subjects == ()


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("genre", "genre"),
        ("genres", "genre"),
        ("place", "places"),
        ("places", "places"),
        ("person", "people"),
        ("people", "people"),
        ("organisation", "organisations"),
        ("organisations", "organisations"),
        ("service", "services"),
        ("keywords", "keywords"),
    ],
)
def test_concepts_by_name(key: str, field: str) -> None:
    stated = [{"name": "Lindholm", "code": "x"}, {"literal": "Norvik"}, "Osterby", None, 3]
    assert getattr(_one(**{key: stated}), field) == ("Lindholm", "Norvik", "Osterby")


def test_ed_note() -> None:
    assert _one(edNote="Call the desk").ed_note == "Call the desk"


@pytest.mark.parametrize(
    "stated", ["sig:correction", [{"code": "correction"}], [{"qcode": "sig:correction"}], ["update", "correction"]]
)
def test_signal(stated: object) -> None:
    assert _one(signal=stated).signal == "correction"


@pytest.mark.parametrize(
    ("fields", "urgency"),
    [
        ({"urgency": 3}, 3),
        ({"urgency": 3.0}, 3),
        ({"urgency": "3"}, 3),
        ({"priority": 6}, 6),
        ({"urgency": 2, "priority": 6}, 2),
        ({"urgency": 0}, None),
        ({"urgency": "high"}, None),
        ({}, None),
    ],
)
def test_urgency(fields: dict[str, Any], urgency: int | None) -> None:
    assert _one(**fields).urgency == urgency


@pytest.mark.parametrize(
    ("stated", "kind"), [("picture", "picture"), (None, "text"), ("preformatted", "text"), ("hologram", "unknown")]
)
def test_kind(stated: str | None, kind: str) -> None:
    assert _one(type=stated).kind == kind


def test_rights() -> None:
    rights = _one(copyrightHolder="MPA", copyrightNotice="(c) MPA", usageTerms="NO ARCHIVE").rights
    assert (rights.holder, rights.notice, rights.usage_terms) == ("MPA", "(c) MPA", ("NO ARCHIVE",))


@pytest.mark.parametrize("key", ["linkedrights", "encodedRights"])
def test_a_rights_policy_is_never_lost(key: str) -> None:
    assert "https://mpa.example/p/1" in _one(rightsInfo={key: "https://mpa.example/p/1"}).rights.usage_terms[0]


@pytest.mark.parametrize("stated", [{"a": "mpa-7"}, [{"role": "a", "value": "mpa-7"}], ["mpa-7"]])
def test_alt_ids(stated: object) -> None:
    assert _one(altIds=stated).alt_ids == ("mpa-7",)


def test_an_embargo_in_the_notes_alone_holds() -> None:
    assert "embargo" in _one(ednote="EMBARGOED until the speech is over").hold


def test_an_embargo_that_a_field_states_may_be_spoken_of() -> None:
    version = _one(ednote="EMBARGOED until noon", embargoed="2026-01-10T12:00:00Z")
    assert (version.hold, version.embargoed_until) == ("", _NOON)


@pytest.mark.parametrize(
    ("kind", "called"), [("event", "an event"), ("planning", "a plan"), ("composite", "a package")]
)
def test_what_holds_no_story_is_noted(kind: str, called: str) -> None:
    reading = _read(type=kind, headlines=[{"value": "Harbour day"}])
    assert (reading.versions[0].kind, reading.notes[0].problem) == (kind, f"{called}: no story in it")


def test_a_composite_with_text_is_not_noted() -> None:
    assert _read(type="composite", body_text="The ferry sails.").notes == ()


def test_the_provider_among_the_sources() -> None:
    stated = [{"role": "photo", "name": "B. Foto"}, {"role": "https://mpa.example/cv/provider", "name": "MPA"}]
    assert _one(infoSources=stated).provider == "MPA"


def test_superdesks_authors_stand_in_for_a_byline() -> None:
    assert _one(authors=[{"name": "Ada Nilsen", "role": "writer"}, {"name": "Bo Dahl"}]).byline == "Ada Nilsen, Bo Dahl"


def test_markup_in_a_body_called_text_is_markup() -> None:
    assert _one(body_text="<p>It sails.</p><p>At noon.</p>").body.count("<p>") == 2


def test_words_about_a_picture_are_no_rendition_of_it() -> None:
    words = {"href": "https://mpa.example/caption.xml", "mimetype": "text/xml"}
    picture = {"href": "https://mpa.example/1.jpg", "mimetype": "image/jpeg", "width": 6000}
    (found,) = _one(
        associations={"a": {"type": "picture", "renditions": {"nitf": words, "main": picture}}}
    ).associations
    assert found.href == "https://mpa.example/1.jpg"


def test_evolved_from() -> None:
    assert _one(evolvedfrom="urn:mpa:0").evolved_from == "urn:mpa:0"


_PICTURE = {
    "uri": "urn:mpa:p1",
    "type": "picture",
    "description_text": "The ferry at its quay",
    "byline": "B. Foto",
    "renditions": {
        "print": {"href": "https://mpa.example/6000.jpg", "width": 6000, "height": 4000, "mimetype": "image/jpeg"},
        "web": {"href": "https://mpa.example/1200.jpg", "width": 1200, "height": 800, "mimetype": "image/jpeg"},
        "thumb": {"href": "https://mpa.example/120.jpg", "width": 120, "height": 80},
    },
}


def test_association_by_name() -> None:
    (picture,) = _one(associations={"featuremedia": _PICTURE, "gone": None}).associations
    assert (picture.kind, picture.uri, picture.rendition) == ("picture", "urn:mpa:p1", "featuremedia")
    assert (picture.caption, picture.credit, picture.media_type) == ("The ferry at its quay", "B. Foto", "image/jpeg")


def test_the_widest_rendition_a_page_can_use() -> None:
    (picture,) = _one(associations={"m": _PICTURE}).associations
    assert (picture.href, picture.width, picture.height) == ("https://mpa.example/1200.jpg", 1200, 800)


def _focus(**renditions: dict[str, object]) -> tuple[int, int] | None:
    (picture,) = _one(associations={"m": {**_PICTURE, "renditions": renditions}}).associations
    return picture.focus


def test_the_point_of_interest_is_that_of_the_rendition() -> None:
    web = {"href": "1.jpg", "width": 1200, "height": 800, "poi": {"x": 300, "y": 600}}
    assert _focus(web=web) == (250, 750)
    assert _focus(web={**web, "poi": None}) is None


def test_a_point_of_interest_outside_its_rendition_is_passed_over_for_one_of_the_same_shape() -> None:
    web: dict[str, object] = {"href": "1.jpg", "width": 1200, "height": 800, "poi": {"x": 4000, "y": 600}}
    thumb: dict[str, object] = {"href": "t.jpg", "width": 150, "height": 100, "poi": {"x": 15, "y": 90}}
    assert _focus(web=web, thumb=thumb) == (100, 900)
    assert _focus(web=web, thumb={**thumb, "height": 150}) is None


def test_association_of_later_generations() -> None:
    stated = {
        "name": "a1",
        "type": "picture",
        "descriptions": [{"role": "creditline", "value": "MPA/B. Foto"}, {"role": "caption", "value": "The quay"}],
        "renditions": [{"name": "main", "href": "https://mpa.example/1.jpg", "contentType": "image/jpeg"}],
    }
    (picture,) = _one(associations=[stated]).associations
    assert (picture.caption, picture.credit, picture.href) == ("The quay", "MPA/B. Foto", "https://mpa.example/1.jpg")
    assert picture.media_type == "image/jpeg"


@pytest.mark.parametrize("more", [{"pubstatus": "canceled"}, {"embargoed": "2026-01-10T12:00:00Z"}])
def test_an_association_that_may_not_be_used_is_left_out_and_noted(more: dict[str, str]) -> None:
    reading = _read(associations={"m": {**_PICTURE, **more}})
    assert reading.versions[0].associations == ()
    assert "left out" in reading.notes[0].problem


def test_terms_of_an_associations_own_are_noted() -> None:
    assert "TURKEY OUT" in _read(associations={"m": {**_PICTURE, "usageterms": "TURKEY OUT"}}).notes[0].problem


def test_a_pictures_own_renditions() -> None:
    (picture,) = _one(**{**_PICTURE, "uri": "urn:mpa:p1"}).associations
    assert picture.href == "https://mpa.example/1200.jpg"


def test_source_is_the_provider() -> None:
    assert _one(source="NLN").provider == "NLN"


def test_a_list_of_items() -> None:
    reading = formats.read(b'[{"uri": "urn:a"}, {"uri": "urn:b"}]')
    assert [version.uri for version in reading.versions] == ["urn:a", "urn:b"]


def test_superdesks_page_of_items() -> None:
    assert formats.read(b'{"_items": [{"guid": "mpa-item-1"}]}').versions[0].uri == "mpa-item-1"


def test_one_bad_item_leaves_its_neighbours_alone() -> None:
    reading = formats.read(b'[{"uri": "urn:a"}, {"headline": "lost"}, 3]')
    assert [version.uri for version in reading.versions] == ["urn:a"]
    assert [note.where for note in reading.notes] == ["[1]", "[2]"]


def test_a_list_without_a_good_item_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="no item"):
        formats.read(b'[{"headline": "uri"}, 3]', format="ninjs")


def test_an_item_without_uri_is_no_ninjs() -> None:
    with pytest.raises(UnknownFormatError, match="no uri or guid"):
        formats.read(b'{"headline": "x"}', format="ninjs")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_json_forbids_is_refused(value: str) -> None:
    with pytest.raises(UnreadableError, match=value.strip("-")):
        formats.read(f'{{"uri": "urn:a", "urgency": {value}}}'.encode())


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(UnreadableError, match="nested too deeply"):
        formats.read(b'{"uri": "urn:a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")


@pytest.mark.parametrize(
    "inside",
    [
        '"pubstatus": "usable", "pubstatus": "canceled"',
        '"pubstatus" : "usable", "pubstatus" : "canceled"',
        '"uri": "urn:b"',
    ],
)
def test_a_key_that_binds_stated_twice_is_refused(inside: str) -> None:
    with pytest.raises(UnreadableError, match="twice"):
        formats.read(f'{{"uri": "urn:a", {inside}}}'.encode())


def test_a_colon_in_a_text_does_not_hide_a_key_stated_twice() -> None:
    for text in (r"a\u003a b", r"a \"x\": b", "::"):
        with pytest.raises(UnreadableError, match="twice"):
            stated = '"pubstatus": "usable", "pubstatus" : "canceled"'
            formats.read(f'{{"uri": "urn:a", "slugline": "{text}", {stated}}}'.encode())


def test_a_list_without_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="items"):
        formats.read(b"[" + b",".join([b'{"uri":"urn:a"}'] * 20_001) + b"]")


def test_two_spellings_of_a_key_must_agree() -> None:
    assert _one(pubstatus="withheld", pubStatus="withheld").status is Status.WITHHELD
    with pytest.raises(UnreadableError, match="two spellings"):
        _one(pubstatus="canceled", pubStatus="usable")


def test_the_same_key_in_two_objects_is_fine() -> None:
    assert _one(associations={"a": {"uri": "urn:p1"}, "b": {"uri": "urn:p2"}}).uri == "urn:mpa:1"


def test_truncated_json_is_refused() -> None:
    with pytest.raises(UnreadableError, match="truncated"):
        formats.read(b'{"uri": "urn:a", "headline": "Fer')


def test_raw_line_breaks_in_strings_are_mended_and_noted() -> None:
    reading = formats.read(b'{"uri": "urn:a", "headline": "Ferry\nback"}')
    assert reading.versions[0].headline == "Ferry back"
    assert "leniently" in reading.notes[0].problem


def test_an_old_encoding_is_read_and_noted() -> None:
    reading = formats.read('{"uri": "urn:a", "headline": "Bjørn"}'.encode("cp1252"))
    assert reading.versions[0].headline == "Bjørn"
    assert any("Windows-1252" in note.problem for note in reading.notes)


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert formats.read(b'{"uri": "urn:a", "headline": "A \\ud83d B"}').versions[0].headline == "A \ufffd B"


@pytest.mark.parametrize("value", [None, 3, 1.5, True, [], {}, [[]], [None], {"value": None}, ""])
def test_any_value_anywhere_is_survived(value: object) -> None:
    keys = (
        "headline headlines bodies body_html description_text descriptions subject subjects genre place person "
        "keywords associations renditions altids rightsinfo usageterms version urgency pubstatus embargoed expires "
        "type source versioncreated signal located byline slugline language ednote evolvedfrom copyrightholder"
    )
    assert _one(**dict.fromkeys(keys.split(), value)).uri == "urn:mpa:1"


@pytest.mark.parametrize(
    ("terms", "left_out"),
    [
        ("JAPAN OUT, CREDIT MANDATORY", True),
        ("NO ARCHIVING PERMITTED", True),
        ("NOT FOR ZEBRAS", True),
        ("MANDATORY CREDIT", False),
        ("EDITORIAL USE ONLY", False),
        ("", False),
    ],
)
def test_a_picture_whose_own_terms_limit_its_use_is_left_out(terms: str, left_out: bool) -> None:
    picture = {"type": "picture", "usageterms": terms, "renditions": {"best": {"href": "a.jpg"}}}
    item = {
        "uri": "urn:x:1",
        "version": "1",
        "type": "text",
        "headline": "Ships sail",
        "associations": {"main": picture},
    }
    reading = formats.read(json.dumps(item).encode(), Hint())
    assert (reading.versions[0].associations == ()) is left_out
    assert any("its own terms" in note.problem for note in reading.notes) is left_out


def test_an_answer_of_an_api_is_a_frame_around_items() -> None:
    page = {"total": 2, "limit": 20, "item": [{"uri": "urn:a", "type": "story"}, {"uri": "urn:b"}]}
    versions = formats.read(json.dumps(page).encode()).versions
    assert [(version.uri, version.kind) for version in versions] == [("urn:a", "text"), ("urn:b", "text")]


def test_an_advisory_by_its_type_is_held() -> None:
    assert _one(type="advisory", headline="Tomorrow", body_text="Two stories.").hold


def test_markup_under_a_name_of_its_own_comes_before_plain_text() -> None:
    assert _one(body_text="ABC\nIt sails.", body_html5="<article><p>It sails.</p></article>").body == "<p>It sails.</p>"


def test_what_an_item_replaces_is_what_it_comes_from() -> None:
    assert _one(replacing=["urn:mpa:0"]).evolved_from == "urn:mpa:0"


def test_a_signal_may_be_the_kind_of_the_update() -> None:
    assert _one(source="TT", signals={"pageproduct": "X", "updatetype": "KORR"}).signal == "correction"


def test_a_time_without_a_zone_is_the_agencys() -> None:
    assert _one(source="TT", versioncreated="2026-01-10T13:00:00").version_created == _NOON


def test_an_answer_of_hits_is_a_list_of_items() -> None:
    data = b'{"hits": [{"uri": "urn:mpa:1", "headline": "Ferry"}], "total": 1}'
    assert [one.headline for one in formats.read(data).versions] == ["Ferry"]


def test_details_of_an_event_make_an_event_of_an_item_without_a_type() -> None:
    assert _one(title="Meeting", eventDetails={"dates": {}}).kind == "event"
