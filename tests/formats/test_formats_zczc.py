"""Telegrams between ZCZC and NNNN, one fact a test."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import Hint
from wireroom.news import Version

SIGNED = """ZCZC AAP
%A
#Ferry_NH
$Ferry back in service
:(NORDHAVEN)
*04000000
@NH
The ferry is back after a week of storms.

   The first crossing left at dawn.


AAP AB
NNNN
"""
BARE = """ZCZC
PRI GEN NAT
.NORDHAVEN NH12
NH-FERRY
Ferry back in service
    Nordhaven, Apr 4 (PTI) The ferry is back, the harbour
office said.
    The first crossing left at dawn. PTI AB

NNNN
"""


def read(text: str) -> list[Version]:
    reading = formats.read(text.encode(), Hint(name="inbox/a"))
    assert reading.format == "zczc"
    return list(reading.versions)


def one(text: str) -> Version:
    (version,) = read(text)
    return version


def test_a_sign_before_each_field() -> None:
    found = one(SIGNED)
    assert (found.headline, found.slugline, found.provider) == ("Ferry back in service", "Ferry_NH", "AAP")


def test_a_place_in_brackets_is_the_dateline() -> None:
    assert one(SIGNED).dateline.place == "NORDHAVEN"


def test_eight_digits_are_a_subject_code_and_a_letter_the_category() -> None:
    assert set(one(SIGNED).subjects) >= {"subj:04000000", "zczc:a"}


def test_the_copy_is_without_the_desks_initials() -> None:
    assert one(SIGNED).body == (
        "<p>The ferry is back after a week of storms.</p>\n<p>The first crossing left at dawn.</p>"
    )


def test_a_service_without_a_number_names_no_telegram() -> None:
    assert one(SIGNED).alt_ids == ()


def test_a_line_by_itself_is_the_headline_where_the_title_names_the_sender() -> None:
    text = "ZCZC AAP\n$J\n:\n:Harbour Office\n*X\nMedia release: Ferry back\n\nThe ferry is back.\n\nNNNN\n"
    assert one(text).headline == "Media release: Ferry back"


def test_the_title_is_the_headline_where_the_copy_has_none() -> None:
    text = (
        "ZCZC FMG000\nYY RFG\n:POTTED :Nordhaven Thursday\n:SPORT - Nordhaven Thursday\nRace One\n  A horse ran.\nNNNN"
    )
    assert one(text).headline == "Nordhaven Thursday"


def test_a_name_of_two_letters_before_each_field() -> None:
    fields = "AN#42\nKN#Mpa Bites\nPD#06 June 2026 14:00:00\nBY#\nTI#Ferry back\nAB#It sails."
    text = f"zczc\n{fields}\nTX#\nThe ferry is back.\n"
    found = one(text)
    assert (found.uri, found.headline, found.summary) == ("urn:x-zczc:mpa-bites:42", "Ferry back", "It sails.")
    assert found.version_created == datetime(2026, 6, 6, 14, tzinfo=UTC)


def test_lines_in_capitals_above_a_headline_are_for_the_machines() -> None:
    found = one(BARE)
    assert (found.headline, found.slugline) == ("Ferry back in service", "NH-FERRY")
    assert (found.dateline.place, found.body.endswith("left at dawn.</p>")) == ("Nordhaven", True)


def test_several_telegrams_in_a_file() -> None:
    assert len(read(SIGNED + BARE)) == 2


def test_iptc_7901_without_its_control_characters() -> None:
    copy = "Ferry back =\n\nNordhaven (dpa) - It sails.\n\n221137 Nov 26"
    found = one(f"ZCZC\nmpe0101 4 i 9  dpa 0045\n\nShips/ferry/\n{copy}\nNNNN\n")
    assert (found.headline, found.slugline, found.urgency) == ("Ferry back", "Ships/ferry/", 4)
    assert (found.body, found.version_created) == ("<p>It sails.</p>", datetime(2026, 11, 22, 11, 37, tzinfo=UTC))


def test_nothing_between_start_and_end_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read("ZCZC AAP\n\nNNNN\n")
