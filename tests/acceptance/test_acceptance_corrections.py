"""Acceptance: corrections are told where the story is, links that come late, and words to editors nowhere."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.newsroom.publishing_helper import Published
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2

URI = "urn:newsml:mpa.example:20261122:8701"
NOTE = "Corrects height. Call Jo Vesterby on 555 0199 before 1800."
OPEN = NETWORK.replace('json-ld = "headline"', 'json-ld = "full"')


def corrected(rig: Rig) -> str:
    """A story and its correction half an hour later; the story's address."""
    first = NOW - timedelta(hours=1)
    rig.take("mpa", g2(URI, 1, "Rocket climbs to 130 km", created=first))
    later = first + timedelta(minutes=30)
    rig.take(
        "mpa", g2(URI, 2, "Rocket climbs to 310 km", created=later, first=first, signal="correction", ed_note=NOTE)
    )
    return rig.url(URI, "orbit")


def data(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    told: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return next(one for one in told if one["@type"] == "NewsArticle")


def test_case_09_a_correction_is_conspicuous_at_the_story_and_dated(rig: Rig) -> None:
    text = rig.get("orbit", corrected(rig)).text
    notice = re.search(r'Correction, <time datetime="2026-11-22T11:30:00Z">', text)
    assert notice
    assert text.index("</h1>") < notice.start() < text.index('<div class="body"')


def test_case_09_machines_are_told_of_it_too(tmp_path: Path) -> None:
    rig = Rig(tmp_path, OPEN)
    told = data(rig.get("orbit", corrected(rig)).text)
    rig.close()
    assert (told["datePublished"], told["dateModified"]) == ("2026-11-22T11:00:00Z", "2026-11-22T11:30:00Z")
    assert told["correction"][0]["@type"] == "CorrectionComment"
    assert told["correction"][0]["datePublished"] == "2026-11-22T11:30:00Z"


def test_case_09_an_update_is_no_correction(rig: Rig) -> None:
    rig.take("mpa", g2(URI, 1, "Rocket climbs", created=NOW - timedelta(hours=1)))
    rig.take("mpa", g2(URI, 2, "Rocket climbs", created=NOW, first=NOW - timedelta(hours=1), signal="update"))
    assert "Correction, <time" not in rig.get("orbit", rig.url(URI, "orbit")).text


def test_case_09_no_word_to_editors_is_in_any_public_byte(rig: Rig) -> None:
    corrected(rig)
    for words in ("Vesterby", "0199", "before 1800"):
        assert rig.showing(words) == []


def test_case_09_nor_in_any_file_of_an_export(rig: Rig) -> None:
    corrected(rig)
    published = Published(rig)
    published.publish()
    files = published.files()
    assert any(b"310 km" in data for data in files.values())
    assert [name for name, data in files.items() if b"Vesterby" in data or b"0199" in data] == []


def test_case_10_a_link_to_a_story_that_comes_later_appears_when_it_comes(rig: Rig) -> None:
    earlier = "urn:newsml:mpa.example:20261121:8702"
    link = f'<link rel="irel:evolvedFrom" residref="{earlier}"/></itemMeta>'.encode()
    made = g2(URI, 1, "Moon base opens", created=NOW, slugline="launch").replace(b"</itemMeta>", link)
    rig.take("mpa", made)
    page = rig.url(URI, "orbit")
    assert "Harvest fair closes" not in rig.get("orbit", page).text
    rig.take(
        "mpa", g2(earlier, 1, "Harvest fair closes", created=NOW - timedelta(hours=20), paragraphs=("It rained.",))
    )
    text = rig.get("orbit", page).text
    assert f'href="{rig.url(earlier, "orbit")}"' in text[text.index("</h1>") :]
