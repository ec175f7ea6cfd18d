"""Fonts of the owner's own: which letters they are, where they stand, and that nothing of them is there undeclared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.pages.pages_helper import NOW, Newsroom, network, parsed
from wireroom.network.model import Face, Look, Network
from wireroom.pages import Links, Request

REGULAR = Face("Orbit Serif", "fonts/orbit.woff2", data=b"wOF2regular")
HEAVY = Face("Orbit Serif", "fonts/heavy.woff2", weight="600 900", display="swap", data=b"wOF2heavy")
SLANTED = Face("Orbit Serif", "fonts/slanted.ttf", italic=True, data=b"\x00\x01\x00\x00slanted")


def with_faces(*faces: Face, **fonts: str) -> Network:
    base = network()
    look = Look(fonts=tuple(fonts.items()), faces=faces)
    return replace(base, sites={**base.sites, "orbit": replace(base.sites["orbit"], look=look)})


def css(of: Network) -> str:
    text: str = parsed(Newsroom(of).text("/")).xpath("string(//style)")
    return text


def policy(of: Network) -> str:
    return dict(Newsroom(of).page("/").headers)["content-security-policy"]


def preloads(of: Network) -> list[Any]:
    return [dict(one.attrib) for one in parsed(Newsroom(of).text("/")).xpath("//link[@rel='preload']")]


def path(face: Face) -> str:
    return f"/assets/{face.name}"


def test_a_face_is_named_with_its_file_weight_and_slant() -> None:
    text = css(with_faces(REGULAR, HEAVY, SLANTED, text="Orbit Serif"))
    assert (
        f'@font-face{{font-family:"Orbit Serif";src:url({path(REGULAR)})format("woff2");'
        "font-weight:400;font-style:normal;font-display:optional}"
    ) in text
    assert f'url({path(HEAVY)})format("woff2");font-weight:600 900;font-style:normal;font-display:swap' in text
    assert f'url({path(SLANTED)})format("truetype");font-weight:400;font-style:italic' in text


def test_the_stack_of_the_type_stands_in_for_it() -> None:
    text = css(with_faces(REGULAR, text="Orbit Serif", head="slab"))
    assert '--text:"Orbit Serif",Charter,' in text
    assert "--head:Rockwell," in text


def test_the_font_that_is_read_is_asked_for_at_once() -> None:
    wanted = {"rel": "preload", "href": path(REGULAR), "as": "font", "type": "font/woff2", "crossorigin": ""}
    assert preloads(with_faces(SLANTED, HEAVY, REGULAR, text="Orbit Serif")) == [wanted]
    assert preloads(with_faces(REGULAR, head="Orbit Serif")) == []


@pytest.mark.parametrize(
    "of",
    [
        network(),
        with_faces(REGULAR, text="slab"),  # declared, and used for nothing
        with_faces(replace(REGULAR, data=b""), text="Orbit Serif"),  # its file is not there
    ],
)
def test_without_a_font_to_use_nothing_of_it_is_there(of: Network) -> None:
    assert "@font-face" not in css(of)
    assert "font-src" not in policy(of)
    assert preloads(of) == []
    assert Newsroom(of).page(path(REGULAR)).status == 404


def test_pages_may_load_fonts_of_their_own_site_alone() -> None:
    assert "; font-src 'self';" in policy(with_faces(REGULAR, text="Orbit Serif"))


def test_the_file_stands_under_the_name_of_its_content() -> None:
    room = Newsroom(with_faces(REGULAR, SLANTED, text="Orbit Serif"))
    for face, kind in ((REGULAR, "font/woff2"), (SLANTED, "font/ttf")):
        page = room.page(path(face))
        assert (page.status, page.media_type, page.body) == (200, kind, face.data)
    assert path(REGULAR) != path(replace(REGULAR, data=b"wOF2other"))
    assert path(REGULAR) == path(replace(REGULAR, file="elsewhere/b.woff2"))
    assert room.page("/assets/none.woff2").status == 404
    assert room.page(path(REGULAR), site="shield").status == 404


def test_under_a_prefix_the_file_is_asked_for_there() -> None:
    of = with_faces(REGULAR, text="Orbit Serif")
    room = Newsroom(of)
    with room.ledger.snapshot(NOW) as snapshot:
        frame = room.pages.frame(snapshot, Request(of.sites["orbit"], "/", {}, Links.prefixed(of, "orbit")))
    text = b"".join(one for one in frame.parts if isinstance(one, bytes)).decode()
    assert f"url(/@orbit{path(REGULAR)})" in text and f'href="/@orbit{path(REGULAR)}"' in text
