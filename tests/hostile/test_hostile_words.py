"""Naughty strings come out as they went in, and broken XML ends within stated bounds."""

from __future__ import annotations

import html
import json
import re
import resource
import time
import unicodedata
from datetime import timedelta
from urllib.parse import quote

import pytest

from tests.hostile.documents import FORMATS, ninjs
from tests.hostile.payloads import SHARED, STRINGS, strings
from tests.rig import NOW, Rig
from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import Hint
from wireroom.news import story_id

SECONDS = 5.0  # of processor time; the bound of the project is one, and a busy machine counts some of its waiting


def shown(text: str) -> str:
    """The text as one line of copy: markup, control characters and signs that turn the direction are no copy."""
    text = re.sub(
        "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]", " ", text
    )
    return " ".join(text.replace("\u200b", "").split())


def check(rig: Rig, texts: list[str]) -> int:
    """Takes each in as a headline and reads it back on the page and in the JSON feed; how many came back."""
    plain = [text for text in texts if shown(text) and not re.search(r"[<&]", text) and len(text) < 1500]
    for number, text in enumerate(plain):
        item = {"uri": f"urn:n:{number}", "version": "1", "type": "text", "headline": f"moon {text} end"}
        made = (NOW - timedelta(seconds=10_000 - number)).isoformat()
        facts = {"body_xhtml": "<p>moon</p>", "slugline": "launch", "firstcreated": made, "byline": f"By {text}"}
        rig.take("mpa", json.dumps(item | facts).encode())
        path = f"/2026/11/22/x-{story_id(item['uri'])}"
        page = rig.get("orbit", rig.get("orbit", path).header("location") or path)
        if page.status == 404:
            continue  # words of an embargo or of a kill, which are believed
        found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
        assert found is not None
        assert shown(html.unescape(found[1])) == shown(f"moon {text} end"), text
        titles = [entry["title"] for entry in json.loads(rig.get("orbit", "/feed.json").text)["items"]]
        assert shown(f"moon {text} end") in map(shown, titles), text
        searched = rig.get("orbit", f"/search?q={quote(text.encode('utf-8', 'replace')[:150])}")
        assert searched.status == 200
    return len(plain)


def test_strange_words_come_out_as_they_went_in(rig: Rig) -> None:
    assert check(rig, list(STRINGS)) > 8


@pytest.mark.slow
@pytest.mark.samples
def test_the_public_list_comes_out_as_it_went_in(rig: Rig) -> None:
    texts = strings()
    if not texts:
        pytest.skip("the list is not there")
    assert check(rig, texts) > 200


@pytest.mark.parametrize("name", FORMATS)
def test_strange_words_break_no_reader(name: str) -> None:
    for text in STRINGS:
        reading = formats.read(FORMATS[name](text, "urn:n:1"), Hint(provider="MPA"))
        for version in reading.versions:
            assert unicodedata.is_normalized("NFC", version.headline) or version.headline


@pytest.mark.samples
def test_broken_and_exploding_xml_ends_soon_and_small() -> None:
    folder = SHARED / "xml"
    if not folder.is_dir():
        pytest.skip("the files are not there")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for file in sorted(folder.iterdir()):
        began = time.process_time()
        try:
            reading = formats.read(file.read_bytes(), Hint(name=file.name, provider="MPA"))
        except UnreadableError as error:
            assert error.what
        else:
            assert all("root:" not in one.body + one.headline for one in reading.versions), file.name
        assert time.process_time() - began < SECONDS, file.name
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024, "kilobytes"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "[" + "1," * 200_000 + "1]",
        '"' + "\\u0041" * 100_000 + '"',
        "-" + "9" * 50_000,
    ],
)
def test_json_that_explodes_is_refused(text: str) -> None:
    document = ninjs("x", "urn:n:1").decode().replace('"language": "en"', f'"language": {text}')
    began = time.process_time()
    try:
        formats.read(document.encode(), Hint(provider="MPA"))
    except UnreadableError as error:
        assert error.what
    assert time.process_time() - began < SECONDS
