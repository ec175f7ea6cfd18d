"""The codes of countries: one list, which what reads names of countries in copy keeps to."""

from __future__ import annotations

import tomllib
from pathlib import Path

from wireroom import formats
from wireroom.network.countries import CODES, MEANT

NAMES = Path(formats.__file__).parent / "words" / "territories.toml"


def test_every_country_that_copy_can_name_has_a_code_that_licences_know() -> None:
    read = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    assert set(read["countries"]) - CODES == set()
    assert {code for codes in read["regions"].values() for code in codes} - CODES == set()


def test_what_people_write_in_its_stead_is_no_code_and_leads_to_one() -> None:
    assert set(MEANT) & CODES == set()
    assert set(MEANT.values()) <= CODES
