"""Codes in every spelling, and old Subject Codes as Media Topics."""

from __future__ import annotations

import pytest

from wireroom import formats
from wireroom.formats import subjects
from wireroom.formats.mediatopics import vocabulary


@pytest.mark.parametrize(
    ("qcode", "code"),
    [
        ("subj:1000000", "subj:01000000"),
        ("subj:04001000", "subj:04001000"),
        ("medtop:4000000", "medtop:04000000"),
        ("subj:00000000", ""),
        ("subj:000000", ""),
        ("subj:", "subj:"),
        ("mpa:harbours", "mpa:harbours"),
        (" medtop:20000210 ", "medtop:20000210"),
    ],
)
def test_a_qcode_is_filled_up_and_noughts_are_nothing(qcode: str, code: str) -> None:
    assert subjects.code(qcode) == code


@pytest.mark.parametrize(("refnum", "code"), [("4001000", "subj:04001000"), ("00000000", ""), ("", ""), ("12", "")])
def test_digits(refnum: str, code: str) -> None:
    assert subjects.of_digits(refnum) == code


def test_digits_of_another_vocabulary_keep_its_name() -> None:
    assert subjects.of_digits("F0100", "mpa") == "mpa:F0100"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("subj:04001000", "medtop:20000210"),
        ("subj:08000000", "medtop:08000000"),
        ("subj:14000000", "medtop:14000000"),
        ("subj:16000000", "medtop:16000000"),
    ],
)
def test_a_subject_code_stands_behind_its_media_topic(old: str, new: str) -> None:
    assert subjects.with_topics((old,)) == (new, old)


def test_a_code_that_is_not_mapped_stands_for_the_nearest_above() -> None:
    mapped = vocabulary().by_subject_code
    lost = next(
        f"15{number:03}001"
        for number in range(1, 999)
        if f"15{number:03}000" in mapped and f"15{number:03}001" not in mapped
    )
    above = tuple(f"medtop:{one}" for one in mapped[f"{lost[:5]}000"])
    assert subjects.with_topics((f"subj:{lost}",)) == (*above, f"subj:{lost}")


def test_an_unknown_root_is_kept_alone() -> None:
    assert subjects.with_topics(("subj:99000000", "mpa:x")) == ("subj:99000000", "mpa:x")


def test_media_topics_come_first_and_the_rest_in_its_order() -> None:
    sent = ("mpa:harbours", "subj:04001000", "medtop:20000053", "Harbours")
    assert subjects.with_topics(sent) == (
        "medtop:20000210",
        "medtop:20000053",
        "mpa:harbours",
        "subj:04001000",
        "Harbours",
    )


def test_every_format_gets_the_topics() -> None:
    assert formats.read(b'{"uri": "urn:mpa:1", "subject": [{"code": "4001000"}]}').versions[0].subjects == (
        "medtop:20000210",
        "subj:04001000",
    )


def test_a_retired_topic_is_kept_and_noted() -> None:
    topic, year = next((f"medtop:{one.code}", one.retired) for one in vocabulary().by_code.values() if one.retired)
    reading = formats.read(f'{{"uri": "urn:mpa:1", "subjects": [{{"uri": "{topic}"}}]}}'.encode())
    assert reading.versions[0].subjects == (topic,)
    assert [note.problem for note in reading.notes] == [f"{topic} was retired by IPTC in {year}"]


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("absubj:02001000", "subj:02001000"),
        ("http://ab.example/subref/1.0/02000000", "subj:02000000"),
        ("topics:20000023", "medtop:20000023"),
        ("subj:02001000", ""),
        ("desk:02001000", ""),
        ("absubj:2001", ""),
    ],
)
def test_an_agencys_own_name_for_iptcs_codes(code: str, meant: str) -> None:
    assert subjects.iptc_of(code) == meant
