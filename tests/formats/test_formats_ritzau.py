"""Ritzau's own XML: one fact a test."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.news import Act, Status, Version

NS = 'xmlns="http://tempuri.org/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
FIELDS = {
    "NewsID": "700123",
    "version": "2",
    "headline": "Færgen sejler igen",
    "strapline": "TRAFIK/FÆRGE/",
    "subtitle": "En uges storm er forbi",
    "origin": "/ritzau/",
    "PublishDate": "2026-07-22T14:05:00",
    "Priority": "4",
    "content": "&lt;p&gt;Færgen mellem Nordhavn og Lindholm sejler igen.&lt;/p&gt;&lt;p&gt;Fyrre er ombord.&lt;/p&gt;",
    "TilRedaktionen": "&lt;p&gt;Ring til +45 55 00 00&lt;/p&gt;",
    "IPTCList": '<a:int xmlns:a="http://schemas.example/arrays">99</a:int><a:int xmlns:a="x">12</a:int>',
}


def item(**changes: str) -> str:
    fields = FIELDS | changes
    return f"<RBNews {NS}>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in fields.items()) + "</RBNews>"


def one(**changes: str) -> Version:
    (version,) = formats.read(item(**changes).encode()).versions
    return version


def test_an_item_in_its_fields() -> None:
    found = one()
    assert (found.uri, found.number, found.format, found.provider) == ("urn:x-ritzau:700123", 2, "ritzau", "Ritzau")
    assert (found.headline, found.summary, found.urgency) == ("Færgen sejler igen", "En uges storm er forbi", 4)
    assert (found.slugline, found.keywords, found.subjects[:2]) == (
        "TRAFIK/FÆRGE/",
        ("TRAFIK", "FÆRGE"),
        ("ritzau:99", "ritzau:12"),
    )
    assert found.body == "<p>Færgen mellem Nordhavn og Lindholm sejler igen.</p>\n<p>Fyrre er ombord.</p>"
    assert (found.language, found.status, found.hold) == ("da", Status.USABLE, "")


def test_its_times_are_those_of_copenhagen() -> None:
    assert one().version_created == datetime(2026, 7, 22, 12, 5, tzinfo=UTC)


def test_what_is_for_editors_stays_with_them() -> None:
    found = one()
    assert "+45" in found.ed_note
    assert "+45" not in found.body


def test_a_flash_has_no_headline_and_gets_its_first_sentence() -> None:
    data = item().replace("<headline>Færgen sejler igen</headline>", '<headline i:nil="true"/>').encode()
    assert formats.read(data).versions[0].headline == "Færgen mellem Nordhavn og Lindholm sejler igen"


@pytest.mark.parametrize("times", [1, 2, 3])
def test_copy_that_was_escaped_again_and_again(times: int) -> None:
    text = "<p>Jens&apos; færge &amp; hans bro.</p>"
    for _ in range(times):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert one(content=text).body == "<p>Jens' færge &amp; hans bro.</p>"


def test_a_canceled_item_is_a_kill() -> None:
    assert one(Annuleret="true").status is Status.CANCELED
    assert one(Annuleret="true", content="", headline="").status is Status.CANCELED
    assert one(Annuleret="false").status is Status.USABLE


@pytest.mark.parametrize(("tag", "signal"), [("Korrektion", "correction"), ("NyVersion", "update")])
def test_signals(tag: str, signal: str) -> None:
    assert one(**{tag: "true"}).signal == signal
    assert one(**{tag: "false"}).signal == ""


@pytest.mark.parametrize(
    ("changes", "uri"),
    [
        ({"Replaces": "true", "replacedID": "700100"}, "urn:x-ritzau:700100"),
        ({"replacedID": "700100"}, "urn:x-ritzau:700100"),
        ({"Replaces": "false", "replacedID": "700100"}, ""),
        ({"replacedID": "0"}, ""),
        ({"replacedID": "700123"}, ""),
    ],
)
def test_what_it_takes_the_place_of(changes: dict[str, str], uri: str) -> None:
    assert one(**changes).evolved_from == uri


def test_a_listing_gives_each_of_its_items() -> None:
    data = f"<channel1><items>{item()}{item(NewsID='700124')}{item(NewsID='')}</items></channel1>".encode()
    reading = formats.read(data)
    assert [one.uri for one in reading.versions] == ["urn:x-ritzau:700123", "urn:x-ritzau:700124"]
    assert len(reading.notes) == 1


def test_an_embargo_holds() -> None:
    assert one(TilRedaktionen="Embargo til mandag").hold
    assert one(embargo="mandag 06.00").hold


def test_an_order_in_words_is_understood() -> None:
    (order,) = one(headline="KILL", content="Please kill item ritzau 700100 'Bridge falls'.").orders
    assert order.act is Act.KILL


def test_prefixes_and_none() -> None:
    data = item().replace(NS, "").replace("<headline>", "<r:headline>").replace("</headline>", "</r:headline>")
    assert formats.read(data.encode()).versions[0].headline == "Færgen sejler igen"


def test_without_an_identity_it_is_refused() -> None:
    with pytest.raises(UnreadableError, match="NewsID"):
        formats.read(item(NewsID="").encode())


def test_who_wrote_it_is_the_byline_and_its_origin_the_credit() -> None:
    found = one(byLine="Jens Holm")
    assert (found.byline, found.rights.credit_line) == ("Jens Holm", "ritzau")


def test_the_town_is_the_dateline() -> None:
    assert (one(town="Nordhavn").dateline.place, one(town="Nordhavn").dateline.provider) == ("Nordhavn", "Ritzau")


def test_its_numbers_are_iptcs() -> None:
    codes = '<a:int xmlns:a="x">15000000</a:int><a:int xmlns:a="x">4000000</a:int>'
    assert {"subj:15000000", "subj:04000000", "medtop:15000000"} <= set(one(IPTCList=codes).subjects)


def test_the_first_version_is_when_it_was_created() -> None:
    assert one(version="1").first_created == one().version_created


def test_an_agency_between_strokes_behind_the_last_sentence_is_no_copy() -> None:
    assert one(content="&lt;p&gt;Færgen sejler igen. /ritzau/&lt;/p&gt;").body == "<p>Færgen sejler igen.</p>"
