"""Every readable sample of the JSON and feed formats is read, where the samples are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats.bounds import text
from wireroom.formats.times import parse_time

_SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not _SAMPLES.is_dir(), reason="the samples are not here"),
]
# Facts of the file and fields of the version that must be equal.
_SAME = {
    "uri": "uri",
    "language": "language",
    "headline": "headline",
    "slugline": "slugline",
    "byline": "byline",
    "urgency": "urgency",
    "type": "kind",
    "pubstatus": "status",
    "source": "provider",
}
_TIMES = {
    "embargoed": "embargoed_until",
    "expires": "expires",
    "firstcreated": "first_created",
    "versioncreated": "version_created",
}
_LISTS = ("places", "people", "organisations", "genre")


@pytest.mark.parametrize("folder", ["ninjs", "rss", "rss1", "atom", "jsonfeed", "feed-other", "wxr"])
def test_a_sample_is_read_or_refused_with_a_reason(folder: str) -> None:
    for path in sorted((_SAMPLES / folder).rglob("*")):
        if path.is_file():
            try:
                formats.read(path.read_bytes())
            except UnreadableError as error:
                assert error.what, path
                assert "defect" not in error.todo, path


def _expected() -> list[dict[str, Any]]:
    lines = (_SAMPLES / "EXPECTED.jsonl").read_text().splitlines() if _SAMPLES.is_dir() else []
    return [
        found for line in lines if (found := json.loads(line))["format"] == "ninjs" and "headline" in found["expect"]
    ]


@pytest.mark.parametrize("case", _expected(), ids=lambda case: case["path"])
def test_facts_of_ninjs(case: dict[str, Any]) -> None:
    version = formats.read((_SAMPLES / case["path"]).read_bytes()).versions[0]
    expect = case["expect"]
    for key, field in _SAME.items():
        if key in expect:
            assert getattr(version, field) == expect[key], key
    for key, field in _TIMES.items():
        if key in expect:
            assert getattr(version, field) == parse_time(expect[key]), key
    for key in _LISTS:
        if key in expect:
            assert list(getattr(version, key)) == expect[key], key
    if "version" in expect:
        assert version.number == int(expect["version"])
    if "ednote" in expect:
        assert version.ed_note == text(expect["ednote"])
    if "usageterms" in expect:
        assert version.rights.usage_terms == (text(expect["usageterms"]),)
    assert len(version.subjects) >= len(set(expect.get("subjects", ())))
