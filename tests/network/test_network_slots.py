"""Ad slots and fonts of the owner's own: what the network file may say of them, and what their files must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from wireroom import network
from wireroom.errors import NetworkFileError
from wireroom.network.licence import Licence
from wireroom.network.model import Face, Network, Slot
from wireroom.network.narrowest import narrowest

HEAD = """\
name = "Example Network"
[sites.orbit]
name = "Orbit Daily"
url = "https://orbit.example"
"""
WOFF2 = b"wOF2" + bytes(40)


def slots(text: str) -> dict[str, Slot]:
    return {one.key: one for one in network.parse(f"{HEAD}{text}").sites["orbit"].slots}


def refused(text: str) -> str:
    with pytest.raises(NetworkFileError) as caught:
        network.parse(f"{HEAD}{text}")
    return str(caught.value)


def written(folder: Path, text: str) -> Network:
    (folder / "network.toml").write_text(f"{HEAD}{text}")
    return network.load(folder)


def told(folder: Path, text: str) -> str:
    found = network.file_problems(written(folder, text), folder)
    return "\n".join(map(str, found))


def test_a_slot_has_a_size_for_each_width() -> None:
    text = 'slots.top = { where = "front-top", sizes = { phone = "320x100", desktop = "970x250" }, label = "Partner" }'
    assert slots(text)["top"].sizes == ((320, 100), (320, 100), (970, 250))
    assert slots(text)["top"].label == "Partner"


def test_one_size_is_that_of_all_widths_and_none_hides_the_slot_at_one() -> None:
    assert slots('slots.a = { where = "rail", sizes = "300x250" }')["a"].sizes == ((300, 250),) * 3
    hidden = slots('slots.a = { where = "rail", sizes = { phone = "none", tablet = "300x250" } }')["a"]
    assert hidden.sizes == (None, (300, 250), (300, 250))


def test_what_a_snippet_may_load_is_kept_by_kind() -> None:
    csp = 'csp.script = ["https://*.ads.example:8443"]'
    text = f'slots.a = {{ where = "rail", sizes = "300x250", snippet = "a.html", {csp} }}'
    assert slots(text)["a"].csp == (("script", ("https://*.ads.example:8443",)),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('slots.a = { where = "story-inlin", sizes = "300x250" }', 'did you mean "story-inline"?'),
        ('slots.a = { where = "rail", sizes = "300 x 250" }', "'300 x 250' is not a size"),
        ('slots.a = { where = "rail", sizes = "0x250" }', "'0x250' is not a size"),
        ('slots.a = { where = "rail", sizes = { phone = "none" } }', "this slot is shown nowhere"),
        ('slots.a = { where = "rail", sizes = { phon = "300x250" } }', 'did you mean "phone"?'),
        ('slots.a = { where = "rail" }', "lacks the key `sizes`"),
        ('slots.a = { where = "rail", sizes = "300x250", snipet = "a.html" }', 'did you mean "snippet"?'),
        ('slots.A_b = { where = "rail", sizes = "300x250" }', "'A_b' cannot be a key"),
        ('slots.a = { where = "rail", sizes = "300x250", csp.img = ["https://ads.example"] }', "for a snippet"),
        ('ad = "728x90"', "unknown key `ad`"),
    ],
)
def test_a_slot_that_cannot_be_is_refused_at_its_line(line: str, said: str) -> None:
    problem = refused(line)
    assert problem.startswith("network.toml:5: ")
    assert said in problem


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("https://ads.example/tag.js", 'did you mean "https://ads.example"?'),
        ("http://ads.example", 'did you mean "https://ads.example"?'),
        ("HTTPS://Ads.example", 'did you mean "https://ads.example"?'),
        *((one, "write scheme and host") for one in ("*", "https:", "'unsafe-eval'", "ads.example", "https://*")),
        *((one, "is not an origin") for one in ("https://a.example; sandbox", "https://a.example b", "data:")),
    ],
)
def test_only_origins_can_be_allowed(origin: str, said: str) -> None:
    line = f'slots.a = {{ where = "rail", sizes = "300x250", snippet = "a.html", csp.script = ["{origin}"] }}'
    assert said in refused(line)


def test_a_font_of_ones_own_is_named_by_its_family() -> None:
    face = '[[sites.orbit.faces]]\nfamily = "Orbit Serif"\nfile = "a.woff2"\nweight = "300 900"\n'
    text = f'fonts.text = "Orbit Serif"\n{face}'
    look = network.parse(HEAD + text).sites["orbit"].look
    assert look.fonts == (("text", "Orbit Serif"),)
    assert look.faces == (Face("Orbit Serif", "a.woff2", "300 900"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fonts.text = "Orbit Serf"', 'did you mean "Orbit Serif"?'),
        ('fonts.text = "humanis"', 'did you mean "humanist"?'),
        ('fonts.txt = "Orbit Serif"', 'did you mean "text"?'),
    ],
)
def test_a_font_that_there_is_not_is_refused(text: str, said: str) -> None:
    assert said in refused(f'{text}\n[[sites.orbit.faces]]\nfamily = "Orbit Serif"\nfile = "a.woff2"\n')


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('family = "a\\"b"\nfile = "a.woff2"', "is not the name of a family"),
        ('family = "slab"\nfile = "a.woff2"', "is the name of a shipped stack"),
        ('family = "A"\nfile = "a.svg"', "is not the name of a font file"),
        ('family = "A"\nfile = "a.woff2"\nweight = "bold"', "'bold' is not a weight"),
        ('family = "A"\nfile = "a.woff2"\ndisplay = "block"', "'block' is not one of optional and swap"),
    ],
)
def test_a_face_that_cannot_be_is_refused(line: str, said: str) -> None:
    assert said in refused(f"[[sites.orbit.faces]]\n{line}\n")


def test_the_files_are_read_with_the_network(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Buy</p>\n")
    (tmp_path / "a.woff2").write_bytes(WOFF2)
    text = (
        'slots.a = { where = "rail", sizes = "300x250", snippet = "a.html" }\n'
        '[[sites.orbit.faces]]\nfamily = "A"\nfile = "a.woff2"\n'
    )
    site = written(tmp_path, text).sites["orbit"]
    assert site.slots[0].html == "<p>Buy</p>"
    assert site.look.faces[0].data == WOFF2
    assert network.file_problems(network.load(tmp_path), tmp_path) == []


def test_a_missing_snippet_is_told_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "ads").mkdir()
    (tmp_path / "ads/billboard.html").write_text("x")
    text = '[sites.orbit.slots.a]\nwhere = "rail"\nsizes = "300x250"\nsnippet = "ads/bilboard.html"\n'
    said = told(tmp_path, text)
    assert said.startswith("network.toml:8: the snippet of slot 'a' is not there")
    assert 'did you mean "billboard.html"?' in said
    assert written(tmp_path, text).sites["orbit"].slots[0].html == ""  # and the news goes on without it


@pytest.mark.parametrize(("data", "said"), [(b"\xff\xfe", "is not UTF-8"), (b" \n", "is empty")])
def test_a_snippet_that_is_no_text_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.html").write_bytes(data)
    assert said in told(tmp_path, 'slots.a = { where = "rail", sizes = "300x250", snippet = "a.html" }')


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.woff2", b"<!doctype html>", "is no woff2 file: a.woff2\n  → name a woff2"),
        ("a.woff2", b"\x00\x01\x00\x00" + bytes(40), "is no woff2 file: a.woff2\n  → it is a ttf file"),
        ("a.ttf", WOFF2, "it is a woff2 file: call it so"),
        ("a.woff2", b"", "is no woff2 file"),
        ("a.woff2", WOFF2 + bytes(2 << 20), "is larger than 2 MB"),
    ],
)
def test_a_font_file_that_is_none_is_told_and_not_served(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    text = f'[[sites.orbit.faces]]\nfamily = "A"\nfile = "{name}"\n'
    assert said in told(tmp_path, text)
    assert told(tmp_path, text).startswith("network.toml:7: ")
    assert written(tmp_path, text).sites["orbit"].look.faces[0].data == b""


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.woff", b"wOFF12345"), ("a.ttf", b"\x00\x01\x00\x0012345"), ("a.otf", b"OTTO12345"), ("a.woff2", WOFF2)],
)
def test_every_kind_of_font_is_known_by_its_first_bytes(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert told(tmp_path, f'[[sites.orbit.faces]]\nfamily = "A"\nfile = "{name}"\n') == ""


def licences(text: str) -> dict[str, Licence]:
    terms = 'provider = "MPA"\nterm = { from = 2026-01-01, until = 2027-12-31 }\nsites = ["orbit"]\n'
    found = network.parse(f"{HEAD}[licences.a]\n{terms}{text}\n[licences.b]\n{terms}")
    return dict(found.licences)


def test_of_two_licences_one_that_forbids_advertising_is_enough() -> None:
    found = licences("ads = false")
    assert (found["a"].ads, found["b"].ads) == (False, True)
    assert not narrowest([found["a"], found["b"]]).ads
    assert not narrowest([found["b"], found["a"]]).ads
