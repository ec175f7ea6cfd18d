"""The readers of IPTC 7901, ANPA 1312 and mail: one fact a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.textwires import SENT, STORY, anpa, iptc, mail
from tests.wires import g2
from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import Hint
from wireroom.formats.textcopy import decode
from wireroom.news import Status, Version

LEAD = iptc("Ferry back, second boat waits", number="0177", takes=("1ST LEAD",), sent=SENT + timedelta(hours=1))


def one(data: bytes, provider: str = "") -> Version:
    (version,) = formats.read(data, Hint(provider=provider)).versions
    return version


def test_a_7901_message_in_its_fields() -> None:
    found = one(iptc())
    assert (found.headline, found.slugline, found.urgency, found.services) == (
        "Ferry back in service",
        "Transport/ferry/",
        4,
        ("mpe",),
    )
    assert (found.dateline.place, found.dateline.provider) == ("Nordhaven", "mpa")
    assert found.version_created == SENT
    assert found.body.startswith("<p>The ferry between Nordhaven and Lindholm")


def test_a_lead_has_the_uri_of_its_story_and_a_higher_number() -> None:
    first, lead = one(iptc()), one(LEAD)
    assert (lead.uri, lead.number, first.number) == (first.uri, 2, 1)


def test_another_day_is_another_story() -> None:
    assert one(iptc()).uri != one(iptc(sent=SENT + timedelta(days=2))).uri


def test_several_messages_in_one_file() -> None:
    versions = formats.read(iptc() + b"\x00\x00" + LEAD).versions
    assert [version.headline for version in versions] == ["Ferry back in service", "Ferry back, second boat waits"]


def test_a_headline_wraps_and_other_lines_are_told_from_it() -> None:
    found = one(
        iptc(
            "Ferry between Nordhaven and Lindholm back\r\nin service after a week of storms\r\nBy Anna Berg",
            takes=("EXTRA", "(Foto: the ferry at dawn)"),
        )
    )
    assert found.headline == "Ferry between Nordhaven and Lindholm back in service after a week of storms"
    assert found.byline == "By Anna Berg"
    assert found.associations[0].caption == "Foto: the ferry at dawn"


@pytest.mark.parametrize(("bells", "urgency"), [(5, 2), (10, 1), (2, 4)])
def test_bells_say_how_urgent(bells: int, urgency: int) -> None:
    found = one(iptc("URGENT: " + "\x07" * bells + " Ferry sinks"))
    assert (found.urgency, found.headline) == (urgency, "Ferry sinks")


@pytest.mark.parametrize(
    ("line", "headline"), [("СРОЧНО: Паром вернулся", "Паром вернулся"), ("عاجل جدا: العبارة تعود", "العبارة تعود")]
)
def test_words_of_urgency_are_no_part_of_the_headline(line: str, headline: str) -> None:
    assert one(iptc(line)).headline == headline


def test_a_note_pad_is_for_editors_alone() -> None:
    notes = (
        "# Notizblock",
        "* * * *",
        "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt",
        "+49 30 555",
    )
    found = one(iptc(notes=notes))
    assert "555" not in found.body
    assert "+49 30 555" in found.ed_note


def test_private_lines_without_a_title_are_for_editors_too() -> None:
    found = one(iptc(notes=("The following information is not intended for publication", "Tel: 555 0100")))
    assert "555" not in found.body
    assert "555 0100" in found.ed_note


def test_a_sign_off_goes() -> None:
    found = one(iptc("Ferry", *STORY, "mpa ab cd n1"), provider="mpa")
    assert found.body.endswith("said.</p>")


def test_columns_stay_columns() -> None:
    table = "Nordhaven       12    4\r\nLindholm         9    7\r\nSt. Olave        8    1"
    assert "<pre>" in one(iptc("Results", STORY[0], table)).body


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_charsets(charset: str) -> None:
    assert one(iptc("Fähre fährt für Ørsted", charset=charset)).headline == "Fähre fährt für Ørsted"


def test_utf8_cut_in_a_letter_is_still_utf8() -> None:
    assert decode("Fähre fährt für Ørsted – überall, schön".encode() + b"\xc3").startswith("Fähre fährt für Ørsted")


@pytest.mark.parametrize(
    ("trailer", "moment"),
    [
        (b"251037 Okt 26", datetime(2026, 10, 25, 10, 37, tzinfo=UTC)),
        (b"010005 GMT dez 2026", datetime(2026, 12, 1, 0, 5, tzinfo=UTC)),
        ("010005 août 26".encode(), datetime(2026, 8, 1, 0, 5, tzinfo=UTC)),
    ],
)
def test_months_are_local(trailer: bytes, moment: datetime) -> None:
    data = iptc().replace(b"221137 GMT Nov 26", trailer)
    assert one(data).version_created == moment


def test_a_kill_is_canceled_and_orders_the_kill_of_its_text() -> None:
    found = one(iptc("KILL KILL KILL"))
    assert found.status is Status.CANCELED
    assert found.orders[0].start.startswith("The ferry between")


def test_an_advisory_is_held() -> None:
    assert one(iptc("Folgende Berichte sind geplant", takes=("(Achtung - Planungshinweis)",))).hold


def test_an_embargo_in_words_holds() -> None:
    assert one(iptc(takes=("(Sperrfrist Montag 6.00 Uhr)",))).hold


def test_an_embargo_with_time_and_zone_is_one() -> None:
    found = one(iptc(takes=("EMBARGO until 0600 GMT 1 December 2026",)))
    assert (found.embargoed_until, found.hold) == (datetime(2026, 12, 1, 6, tzinfo=UTC), "")


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(UnreadableError, match="header"):
        formats.read(b"\x01nonsense\x02text\x03", format="iptc7901")


def test_an_anpa_message_in_its_fields() -> None:
    found = one(anpa(fields=("By ANNA BERG=", "Meridian Press=", "Eds: With photos.<")))
    assert (found.headline, found.slugline, found.byline) == ("Ferry back in service", "FerryBack", "By ANNA BERG")
    assert (found.dateline.place, found.version_created, found.urgency) == ("NORDHAVEN", SENT, 4)
    assert "With photos" in found.ed_note


def test_a_writethru_is_the_next_version() -> None:
    first = one(anpa())
    later = one(anpa(version="2nd Ld-Writethru", number="4701", service="G", sent=SENT + timedelta(hours=1)))
    assert (later.uri, later.number) == (first.uri, 3)


def test_anpa_signs_are_what_they_stand_for() -> None:
    found = one(anpa("Ferry", "\t   NORDHAVEN (MPA) _ ``It's back _ at last,'' she said of boat 12{."))
    assert "“It's back — at last,” she said of boat 12½." in found.body


def test_agate_is_a_table() -> None:
    row = "\x08Nord\x10Haven\x1f\x1e 12\x1e \x1e 4"
    found = one(anpa("Results", row, "\x08Lindholm\x1f\x1e 9\x1e \x1e _"))
    assert "<td>Nord Haven</td><td>12</td><td>4</td>" in found.body.replace("\n", "")


@pytest.mark.parametrize(("priority", "category"), [("a", "i"), ("s", "f"), ("r", "v")])
def test_advances_and_advisories_are_held(priority: str, category: str) -> None:
    assert one(anpa(priority=priority, category=category)).hold


def test_kyodo_writes_the_day_first() -> None:
    data = anpa(agency="KYODO").replace(b"KYODO-WF-11-22-26", b"KYODO-WF-05-03-26")
    moment = one(data).version_created
    assert moment is not None
    assert (moment.month, moment.day) == (3, 5)


def test_a_mail_in_its_fields() -> None:
    found = one(mail("=?utf-8?q?F=C3=A4hre?= back"))
    assert (found.uri, found.headline) == ("mid:20261122.1@mpa.example", "Fähre back")
    assert found.body.count("<p>") == len(STORY)


def test_the_sender_of_a_mail_reaches_no_field() -> None:
    assert "desk-one" not in repr(one(mail())).lower()


def test_a_wire_file_in_a_mail_is_read_by_its_reader() -> None:
    inner = g2("urn:newsml:mpa.example:1", 3, "Rocket leaves", created=SENT)
    found = one(mail("Fwd: copy", attached=(("application/xml", "a.xml", inner), ("text/xml", "b.txt", b"<p>x</p>"))))
    assert (found.uri, found.number) == ("urn:newsml:mpa.example:1", 3)


def test_a_text_wire_in_a_mail_is_read_by_its_reader() -> None:
    found = one(mail("copy", attached=(("application/octet-stream", "a.txt", iptc()),)))
    assert found.uri == one(iptc()).uri


def test_a_form_in_a_mail() -> None:
    text = "Slug: ferry-back\nHeadline: Ferry returns\nBy: Anna Berg\nID: mpa-77\nVersion: 2\n\nThe ferry is back."
    found = one(mail("copy", text), provider="MPA")
    assert (found.slugline, found.headline, found.byline) == ("ferry-back", "Ferry returns", "Anna Berg")
    assert (found.uri, found.number) == ("urn:x-email:mpa:mpa-77", 2)


def test_a_signature_and_footers_go() -> None:
    found = one(mail(text="The ferry is back.\n\n-- \nAnna Berg\n+49 30 555"))
    assert found.body == "<p>The ferry is back.</p>"


def test_html_alone_is_copy() -> None:
    assert one(mail(text="", html="<p>The <b>ferry</b> is back.</p><script>x()</script>")).body.count("ferry") == 1


def test_an_embargo_in_a_subject_holds() -> None:
    assert one(mail("EMBARGO until Monday: Ferry back")).hold


def test_a_mail_without_copy_is_refused() -> None:
    with pytest.raises(UnreadableError, match="without text"):
        formats.read(mail("", ""), format="email")


KYODO = (
    b"\x16\x16\x01a0105\x1fNLN-----\r\nu s\x13\x11 BC-Rowing-Cup   09-12 0050\r\n\x02BC-Rowing-Cup\r\n"
    b"Rowing: Nordhaven claim cup+\r\n     NORDHAVEN, Nordland, Dec. 9 Kyodo - Nordhaven claimed the cup \r\n"
    b"on Sunday.\r\n==Kyodo\r\nKWS-21:37-09-12-18\r\n\x03\r\n\x04"
)


def test_an_agency_that_signs_with_strokes_and_ends_with_the_time_first() -> None:
    found = one(KYODO)
    assert (found.provider, found.version_created) == ("Kyodo", datetime(2018, 12, 9, 12, 37, tzinfo=UTC))


def test_its_headline_and_copy_hold_no_signs_of_the_wire() -> None:
    found = one(KYODO)
    assert (found.headline, found.body) == (
        "Rowing: Nordhaven claim cup",
        "<p>Nordhaven claimed the cup on Sunday.</p>",
    )


def test_a_long_field_above_an_anpa_byline_is_the_summary() -> None:
    summary = "The ferry between Nordhaven and Lindholm sails again after a week of storms. " * 5
    found = one(anpa(fields=(f"{summary.strip()}<", "By ANNA BERG=")))
    assert (found.summary, found.byline) == (summary.strip(), "By ANNA BERG")


def test_an_office_in_the_header_leaves_the_agency_to_the_dateline() -> None:
    found = one(iptc("Ferry", "Nordhaven (ats) Le bac est de retour au port.", service="bsf", agency="nor"))
    assert (found.provider, found.language) == ("SDA", "fr")


def test_a_form_that_a_program_sent_as_json() -> None:
    filled = (
        '{"Headline":["Ferry returns"],"Slugline":["ferry-back"],"Dateline":["NORDHAVEN, May 5",""],'
        '"Body":["It is back.\\nAt last."]}'
    )
    found = one(mail("Formatted story", filled))
    assert (found.headline, found.slugline, found.dateline.place) == ("Ferry returns", "ferry-back", "NORDHAVEN")
    assert found.body == "<p>It is back.</p>\n<p>At last.</p>"


def test_alerts_of_a_day_share_their_keyword_and_are_stories_of_their_own() -> None:
    first, second = (one(anpa(keyword="BC-NH--APNewsAlert", number=number)) for number in ("0001", "0002"))
    assert first.uri != second.uri


def test_two_agencies_may_stand_in_a_dateline() -> None:
    found = one(iptc("Ferry", "Nordhaven (tca/dpa) - The ferry is back.", agency="dpa"))
    assert (found.dateline.place, found.dateline.provider) == ("Nordhaven", "tca/dpa")


@pytest.mark.parametrize(
    "trailer", ["UPI 11-22-26 1137GMT", "11-22-26 1137GMT", "REUT 11:37 11-22-26", "AP-WF-11-22-26 1137GMT"]
)
def test_a_trailer_may_leave_out_wire_or_agency(trailer: str) -> None:
    start, _, _ = anpa().partition(b"\x03")
    assert one(start + b"\x03" + trailer.encode() + b"\r\n\x04").version_created == SENT


def test_a_word_of_urgency_alone_is_no_headline() -> None:
    found = one(anpa("URGENT", fields=("Ferry back<", "By ANNA BERG<")))
    assert (found.headline, found.byline) == ("Ferry back", "By ANNA BERG")


def test_the_line_below_the_byline_may_name_the_agency() -> None:
    found = one(anpa(fields=("By Anna Berg=", "THE CANADIAN PRESS="), agency="XX"))
    assert (found.provider, found.body.startswith("<h3>")) == ("CP", False)


def test_an_agency_may_begin_with_the_place_alone() -> None:
    found = one(anpa("Ferry back", "NORDHAVEN, N.L. _ The ferry is back."), provider="CP")
    assert (found.dateline.place, found.body) == ("NORDHAVEN, N.L.", "<p>The ferry is back.</p>")


def test_a_title_below_the_headline_is_the_summary() -> None:
    found = one(iptc("Fähre fährt wieder\r\n\r\nUtl.: Nach einer Woche Sturm"))
    assert (found.headline, found.summary) == ("Fähre fährt wieder", "Nach einer Woche Sturm")


def test_a_line_in_brackets_below_the_headline_says_what_version_it_is() -> None:
    found = one(iptc("Fähre fährt", "(Zusammenfassung neu: mit Zitaten)", "Nordhaven (sda) Die Fähre.", agency="sda"))
    assert (found.signal, found.dateline.place) == ("update", "Nordhaven")


def test_the_last_lines_name_desk_and_agency() -> None:
    assert one(iptc("Ferry", "Nordhaven (MTI) - It sails.\r\nab - cd\r\nMTI", agency="MTI")).body == "<p>It sails.</p>"


def test_stars_begin_items_of_a_list() -> None:
    assert "<ul><li>one</li><li>two</li></ul>" in one(iptc("Ferry", "Numbers fell:\r\n* one\r\n* two")).body
