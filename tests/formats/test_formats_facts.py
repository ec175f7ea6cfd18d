"""A version as facts for `wireroom read --json`."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime

from wireroom.formats import Note, facts
from wireroom.formats.markup import clean
from wireroom.news import Association, Dateline, Rights, Status, Version

_VERSION = Version(
    uri="urn:mpa:1",
    number=2,
    headline="Ferry back",
    body=clean("<p>It sails.</p>"),
    dateline=Dateline("LINDHOLM, Jan 10 (MPA) -", "LINDHOLM", date(2026, 1, 10), "MPA"),
    status=Status.WITHHELD,
    signals=("update", "correction"),
    version_created=datetime(2026, 1, 10, 12, tzinfo=UTC),
    rights=Rights(holder="MPA", usage_terms=("NO ARCHIVE",)),
    associations=(Association("picture", href="https://mpa.example/1.jpg"),),
    format="ninjs",
)
_FACTS = facts.as_json(_VERSION, file="a.json", notes=[Note("type", "unknown")])


def test_every_field_of_a_version_is_there() -> None:
    assert {field.name for field in fields(Version)} | {"file", "format", "notes", "signal"} == set(_FACTS)


def test_it_is_json() -> None:
    assert json.loads(json.dumps(_FACTS)) == _FACTS


def test_times_are_iso_8601() -> None:
    assert (_FACTS["version_created"], _FACTS["embargoed_until"]) == ("2026-01-10T12:00:00+00:00", None)


def test_dateline_is_an_object() -> None:
    assert _FACTS["dateline"] == {
        "text": "LINDHOLM, Jan 10 (MPA) -",
        "place": "LINDHOLM",
        "on": "2026-01-10",
        "provider": "MPA",
    }


def test_rights_are_an_object() -> None:
    assert _FACTS["rights"] == {
        "holder": "MPA",
        "notice": "",
        "credit_line": "",
        "usage_terms": ["NO ARCHIVE"],
        "restrictions": [],
    }


def test_body_is_xhtml() -> None:
    assert _FACTS["body"] == "<p>It sails.</p>"


def test_status_is_a_word() -> None:
    assert _FACTS["status"] == "withheld"


def test_the_signal_that_matters_stands_beside_all() -> None:
    assert (_FACTS["signal"], _FACTS["signals"]) == ("correction", ["update", "correction"])


def test_file_format_and_notes() -> None:
    assert (_FACTS["file"], _FACTS["format"]) == ("a.json", "ninjs")
    assert _FACTS["notes"] == [{"where": "type", "problem": "unknown"}]


def test_associations_are_objects() -> None:
    assert _FACTS["associations"][0]["href"] == "https://mpa.example/1.jpg"
