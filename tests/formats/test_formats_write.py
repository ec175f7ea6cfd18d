"""Writing: what is written is valid, says what the version says, and keeps private what is private."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.formats.write_helper import OFFICIAL, SAMPLES, problems, strings
from tests.wires import g2, ninjs
from wireroom import formats
from wireroom.cli.read import WRITTEN
from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats import beyond, write
from wireroom.formats.markup import clean
from wireroom.formats.words import restrictions
from wireroom.news import Association, Dateline, Rights, Status, Version

_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
_TERMS = ("NO ARCHIVAL USE", "Credit MPA.")
_FULL = Version(
    uri="urn:newsml:mpa.example:20260110:1",
    number=3,
    provider="MPA",
    language="en-GB",
    headline="Ferry back in service",
    summary="The ferry sails again.",
    slugline="FERRY/",
    byline="Ada Nilsen",
    dateline=Dateline("LINDHOLM, Jan 10 (MPA) -", "LINDHOLM", date(2026, 1, 10), "MPA"),
    body=clean("<p>The <b>ferry</b> sails &amp; all are glad.<br/>At noon.</p><table><tr><td>1</td></tr></table>"),
    ed_note="Call 555 0100",
    urgency=3,
    genre=("genre:Current", "Feature"),
    subjects=("medtop:20000210", "subj:04001000", "mpa:ferries", "https://mpa.example/cv/1", "Ferries"),
    keywords=("ferry", "harbour"),
    people=("Ada Nilsen",),
    organisations=("Harbour Board",),
    places=("Lindholm",),
    services=("mpasrv:north",),
    signals=("correction", "mpasig:late"),
    correction_note="Corrects the hour",
    first_created=_NOON.replace(hour=9),
    version_created=_NOON,
    expires=_NOON.replace(day=20),
    rights=Rights("MPA", "(c) 2026 MPA", "MPA/B. Foto", _TERMS, restrictions(*_TERMS)),
    associations=(
        Association("picture", "https://mpa.example/1.jpg", "urn:p1", "The ferry", "B. Foto", "A ship", "image/jpeg"),
        Association("video", "clip 1.mp4", rendition="featured", width=640, height=360),
    ),
    alt_ids=("mpa-1",),
    evolved_from="urn:newsml:mpa.example:20260109:1",
    format="newsml-g2",
)

both = pytest.mark.parametrize("format", write.names())


def _back(version: Version, format: str, **options: Any) -> Version:
    data = write.write(version, format, **options)
    assert problems(data, format) == []
    (found,) = formats.read(data).versions
    return found


def _same(version: Version, found: Version) -> dict[str, Any]:
    """The facts that differ, `format` apart: it says how a version came."""
    pairs = {one.name: (getattr(version, one.name), getattr(found, one.name)) for one in fields(version)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1] and name != "format"}


@both
def test_everything_comes_back(format: str) -> None:
    assert _same(_FULL, _back(_FULL, format, editors=True)) == {}


@both
def test_notes_to_editors_stay_here_unless_asked_for(format: str) -> None:
    assert b"555 0100" not in write.write(_FULL, format)
    assert _back(_FULL, format) == replace(_FULL, ed_note="", format=format)


@both
def test_the_name_of_a_stored_picture_is_not_written(format: str) -> None:
    version = Version(
        uri="urn:mpa:1", associations=(Association("picture", "https://mpa.example/1", media="ab12.jpg"),)
    )
    assert b"ab12" not in write.write(version, format)


@both
@pytest.mark.parametrize("status", list(Status))
def test_a_status_change_without_copy(format: str, status: Status) -> None:
    version = Version(uri="urn:mpa:1", number=4, status=status)
    assert _same(version, _back(version, format)) == {}


@both
def test_an_embargo(format: str) -> None:
    version = Version(uri="urn:mpa:1", number=1, headline="Ferry", embargoed_until=_NOON)
    assert _same(version, _back(version, format)) == {}
    assert beyond.ROLE.encode() not in write.write(replace(version, version_created=_NOON), format)


@both
@pytest.mark.parametrize("until", [None, _NOON])
def test_a_hold_comes_back_with_its_reason(format: str, until: datetime | None) -> None:
    version = Version(uri="urn:mpa:1", headline="Ferry", hold="embargoed without a time", embargoed_until=until)
    assert _same(version, _back(version, format)) == {}


def test_a_hold_is_withheld_for_those_who_know_only_ninjs() -> None:
    item = json.loads(write.write(Version(uri="urn:mpa:1", hold="a test"), "ninjs"))
    assert item["pubStatus"] == "withheld"


def test_a_hold_is_an_embargo_without_a_time_in_g2() -> None:
    assert b"<embargoed/>" in write.write(Version(uri="urn:mpa:1", hold="a test", embargoed_until=_NOON), "newsml-g2")


@both
@pytest.mark.parametrize("uri", ["20260110-7", "a b/ø", "https://mpa.example/?id=1&x=2", "tag:mpa.example,2026:1"])
def test_every_identity_is_written_as_a_uri_and_comes_back(format: str, uri: str) -> None:
    assert _back(Version(uri=uri), format).uri == uri


@both
def test_what_the_first_reading_took_out_of_the_body_stays_out_and_the_rest_in(format: str) -> None:
    version = Version(
        uri="urn:mpa:1",
        provider="MPA",
        byline="Ada Nilsen",
        headline="Ferry",
        body=clean("<h2>Ferry</h2><p>Ada Nilsen</p><p>LINDHOLM, Jan 10 (MPA) - It sails.</p><p>ab/cd</p>"),
    )
    assert _back(version, format).body == version.body


@both
def test_several_versions_are_one_document(format: str) -> None:
    versions = [Version(uri=f"urn:mpa:{n}", number=n + 1, headline=f"Ferry {n}") for n in range(3)]
    data = write.write_all(versions, format)
    assert problems(data, format) == []
    assert [_same(*pair) for pair in zip(versions, formats.read(data).versions, strict=True)] == [{}, {}, {}]


@both
def test_what_came_by_the_standard_alone_needs_no_extension(format: str) -> None:
    reading = formats.read(ninjs("urn:mpa:1", 2, "Ferry", versioncreated=_NOON, urgency=4))
    assert beyond.ROLE.encode() not in write.write(reading.versions[0], format)


def test_every_scheme_in_g2_can_be_resolved() -> None:
    item = etree.fromstring(write.write(_FULL, "newsml-g2"))
    declared = {one.get("alias") for one in item.iter("{*}scheme")}
    used = {str(one.get("qcode")).split(":")[0] for one in item.iter() if one.get("qcode")}
    assert {"mpa", "mpasrv", "mpasig"} <= declared
    assert used - declared <= {"medtop", "subj", "genre", "ninat", "stat", "sig", "cpnat"}


def test_the_command_offers_what_can_be_written() -> None:
    assert write.names() == WRITTEN


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownFormatError, match="nitf"):
        write.write(_FULL, "nitf")


# What the extension may and may not do.


def _extended(facts: Any, **item: Any) -> Version:
    stated = {"role": beyond.ROLE, "value": facts if isinstance(facts, str) else json.dumps(facts)}
    return formats.read(json.dumps({"uri": "urn:mpa:1", **item, "descriptions": [stated]}).encode()).versions[0]


def test_the_extension_adds() -> None:
    assert _extended({"keywords": ["ferry"], "signals": ["correction"]}).keywords == ("ferry",)


@pytest.mark.parametrize(
    ("facts", "item"),
    [
        ({"status": "usable"}, {"pubStatus": "canceled"}),
        ({"status": "usable"}, {"pubStatus": "withheld"}),
        ({"embargoed_until": None}, {"embargoedUntil": "2026-01-10T12:00:00Z"}),
        ({"hold": ""}, {"embargoed": ""}),
        ({"expires": None}, {"expires": "2026-01-10T12:00:00Z"}),
        ({"uri": "urn:other:1"}, {}),
        ({"body": "<script>1</script>", "format": "x"}, {}),
        ({"keywords": 3, "number": "one"}, {}),
        ("no json", {}),
        ("[" * 5000, {}),
        ("[]", {}),
    ],
)
def test_the_extension_never_widens(facts: Any, item: dict[str, Any]) -> None:
    assert _extended(facts, **item) == _extended({}, **item)


def test_the_extension_never_brings_back_what_is_killed() -> None:
    version = _extended({"status": "usable", "hold": "x"}, pubStatus="canceled")
    assert (version.status, version.hold) == (Status.CANCELED, "x")


# Properties.

_names = st.lists(strings(), max_size=3, unique=True).map(tuple)
_moments = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
_codes = st.lists(
    st.sampled_from(
        ["medtop:20000210", "mpa:x", "https://mpa.example/cv/1", "subj:99000000", "a:b c", "Ferries", "12345678"]
    ),
    max_size=4,
    unique=True,
).map(lambda found: tuple(sorted(found, key=lambda one: not one.startswith("medtop:"))))
_paragraphs = st.lists(
    strings() | st.sampled_from(["<b>a</b> b", "a<br/>b", "<a href='https://mpa.example/'>a</a>"]), max_size=4
)
_versions = st.builds(
    Version,
    uri=st.sampled_from(["urn:mpa:1", "mpa 7", "https://mpa.example/ø"]),
    number=st.none() | st.integers(0, 2**40),
    provider=strings() | st.just("MPA"),
    language=st.sampled_from(["", "en", "nb-NO", "no language"]),
    headline=strings(),
    summary=strings(),
    slugline=strings(),
    byline=strings(),
    dateline=st.builds(Dateline, strings(), strings(), st.none() | st.dates(), strings()),
    body=_paragraphs.map(lambda parts: clean("".join(f"<p>{part}</p>" for part in parts))),
    ed_note=strings(),
    urgency=st.none() | st.integers(1, 9),
    genre=_codes,
    subjects=_codes,
    keywords=_names,
    people=_names,
    organisations=_names,
    places=_names,
    services=_codes,
    status=st.sampled_from(list(Status)),
    signals=st.lists(st.sampled_from(["update", "correction", "sig:atomic", "Writethru"]), max_size=3, unique=True).map(
        tuple
    ),
    correction_note=strings(),
    first_created=_moments,
    version_created=_moments,
    embargoed_until=_moments,
    hold=strings(),
    expires=_moments,
    rights=st.builds(Rights, strings(), strings(), strings(), _names),
    associations=st.lists(
        st.builds(
            Association,
            st.sampled_from(["picture", "video", "other"]),
            strings() | st.just("https://mpa.example/1.jpg"),
            strings(),
            strings(),
            strings(),
            strings(),
            st.sampled_from(["", "image/jpeg"]),
            strings(),
            st.none() | st.integers(1, 9999),
            st.none() | st.integers(1, 9999),
        ),
        max_size=3,
    ).map(tuple),
    alt_ids=_names,
    evolved_from=st.sampled_from(["", "urn:mpa:0", "mpa 6"]),
    kind=st.sampled_from(["text", "picture", "composite"]),
)


@both
@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(version=_versions)
def test_any_version_is_written_validly_and_comes_back(format: str, version: Version) -> None:
    # A version with neither headline nor copy gets none from settling; one with copy alone gets its first sentence.
    version = replace(version, headline=version.headline or ("Ferry" if version.body else ""))
    assert _same(version, _back(version, format, editors=True)) == {}


@both
@settings(max_examples=10, deadline=None)
@given(version=_versions, note=st.just("PRIVATE 555"))
def test_no_private_word_leaves(format: str, version: Version, note: str) -> None:
    assert note.encode() not in write.write(replace(version, ed_note=note), format)


@both
@pytest.mark.slow
@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_every_readable_sample_comes_back(format: str) -> None:
    for path in sorted(path for path in SAMPLES.rglob("*") if path.is_file()):
        try:
            versions = formats.read(path.read_bytes()).versions
        except UnreadableError:
            continue
        for version in versions:
            sent = beyond.for_partners(version, editors=True)
            assert _same(sent, _back(version, format, editors=True)) == {}, path


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the schemas are not here")
def test_the_schema_check_sees_faults() -> None:
    assert problems(b'{"uri": "urn:a", "pubStatus": "killed"}', "ninjs")
    assert problems(g2("urn:a", 1).replace(b"<itemMeta>", b"<itemMeta><x/>"), "newsml-g2")
