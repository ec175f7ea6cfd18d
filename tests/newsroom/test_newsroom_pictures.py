"""What comes as a picture, measured and made fit for readers: whatever is in the file, and whatever it is."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.images import written
from wireroom.newsroom.pictures import decode, measure, render
from wireroom.pages.renditions import Cut, Rendition

RED, BLUE, WHITE = (200, 30, 30), (20, 40, 190), (255, 255, 255)
SECRET = b"canary-of-the-photographer"


def halves(width: int = 64, height: int = 32) -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (width // 2, 0, width, height))
    return made


def shown(data: bytes, width: int = 32, height: int = 16, ending: str = "jpg", cut: Cut | None = None) -> Image.Image:
    picture = decode(data, 1600)
    assert picture is not None
    return Image.open(io.BytesIO(render(picture, Rendition("ab.jpg", ending, width, height, cut))))


def near(seen: object, colour: tuple[int, int, int], off: int = 24) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= off for a, b in zip(seen, colour, strict=True))


def at(picture: Image.Image, across: float, down: float = 0.5) -> object:
    return picture.convert("RGB").getpixel((int(picture.width * across), int(picture.height * down)))


@pytest.mark.parametrize(("ending", "kind"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_a_rendition_is_of_its_format_and_size(ending: str, kind: str) -> None:
    made = shown(written(halves()), ending=ending)
    assert (made.format, made.size) == (kind, (32, 16))
    assert near(at(made, 0.2), RED) and near(at(made, 0.8), BLUE)


@pytest.mark.parametrize("ending", ["avif", "webp", "jpg"])
def test_nothing_is_left_of_metadata(ending: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = exif[0x8298] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    told: dict[str, Any] = {"exif": exif, "comment": SECRET, "icc_profile": profile, "xmp": b"<x>" + SECRET + b"</x>"}
    data = written(halves(), **told)
    assert data.count(SECRET) >= 3
    picture = decode(data, 1600)
    assert picture is not None
    body = render(picture, Rendition("ab.jpg", ending, 32, 16))
    assert SECRET not in body and b"Exif" not in body and b"ICC_PROFILE" not in body
    made = Image.open(io.BytesIO(body))
    assert not made.getexif()
    assert not {"icc_profile", "comment", "xmp"} & made.info.keys()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize(("orientation", "upright"), [(3, (64, 32)), (6, (32, 64)), (8, (32, 64))])
def test_a_picture_stands_upright(orientation: int, upright: tuple[int, int], kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = written(halves(), kind, exif=exif)
    found = measure(data)
    assert found is not None
    assert found[1:] == upright
    made = shown(data, *upright)
    first, second = (at(made, 0.2), at(made, 0.8)) if orientation == 3 else (at(made, 0.5, 0.2), at(made, 0.5, 0.8))
    if orientation == 6:
        first, second = second, first
    assert near(first, BLUE) and near(second, RED)


def test_a_cut_shows_that_part() -> None:
    data = written(halves())
    assert near(at(shown(data, 10, 10, cut=Cut(0, 0, 30, 30)), 0.9), RED)
    assert near(at(shown(data, 10, 10, cut=Cut(34, 2, 30, 30)), 0.1), BLUE)


def test_a_large_jpeg_is_decoded_smaller_and_shows_the_same() -> None:
    data = written(halves(4000, 2000))
    picture = decode(data, 1600)
    assert picture is not None
    assert picture.image.size == (2000, 1000)
    assert (picture.width, picture.height) == (4000, 2000)
    made = shown(data, 100, 100, cut=Cut(1900, 0, 200, 200))
    assert near(at(made, 0.2), RED) and near(at(made, 0.8), BLUE)


def test_what_is_printed_in_four_colours_is_seen_in_three() -> None:
    made = shown(written(halves().convert("CMYK")))
    assert made.mode == "RGB"
    assert near(at(made, 0.2), RED) and near(at(made, 0.8), BLUE)


def test_colours_of_another_space_are_brought_into_that_of_browsers() -> None:
    # The same bytes mean another colour with a profile that says so: here the channels' curve is a straight line.
    grey = Image.new("RGB", (32, 16), (128, 128, 128))
    with_profile = shown(written(grey, quality=95, icc_profile=_linear_profile()))
    without = shown(written(grey, quality=95))
    assert near(at(without, 0.5), (128, 128, 128), 4)
    assert near(at(with_profile, 0.5), (188, 188, 188), 8)


def test_a_profile_that_is_none_is_passed_over() -> None:
    assert near(at(shown(written(halves(), icc_profile=b"no profile" * 30)), 0.2), RED)


def test_sixteen_bits_a_channel_are_reduced_and_not_cut_off() -> None:
    data = written(Image.new("I;16", (32, 16), 0x6000), "PNG")
    assert near(at(shown(data), 0.5), (0x60, 0x60, 0x60), 4)


def test_a_palette_with_a_hole_in_it_is_seen_on_white() -> None:
    made = halves().quantize(4)
    hole = made.getpixel((0, 0))
    data = written(made, "PNG", transparency=hole)
    seen = shown(data)
    assert near(at(seen, 0.2), WHITE) and near(at(seen, 0.8), BLUE)


def test_what_can_be_seen_through_is_seen_on_white() -> None:
    made = halves().convert("RGBA")
    made.putalpha(Image.new("L", made.size, 0))
    assert near(at(shown(written(made, "PNG")), 0.2), WHITE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "F"])
def test_every_way_to_write_pixels_becomes_a_picture(mode: str) -> None:
    picture = halves().convert(mode) if mode != "I;16" else Image.new(mode, (64, 32), 3000)
    data = written(picture, "TIFF")
    assert measure(data) == ("tif", 64, 32)
    assert shown(data).size == (32, 16)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_is_shown(kind: str) -> None:
    other = Image.new("RGB", (64, 32), BLUE)
    data = written(Image.new("RGB", (64, 32), RED), kind, save_all=True, append_images=[other, other], duration=50)
    assert measure(data) is not None
    for ending in ("avif", "webp", "jpg"):
        made = shown(data, ending=ending)
        assert getattr(made, "n_frames", 1) == 1
        assert near(at(made, 0.5), RED)


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (3, 2)])
@pytest.mark.parametrize("ending", ["avif", "webp", "jpg"])
def test_a_tiny_picture_is_a_picture(size: tuple[int, int], ending: str) -> None:
    data = written(Image.new("RGB", size, RED), "PNG")
    assert measure(data) == ("png", *size)
    assert shown(data, *size, ending=ending).size == size


def test_a_bomb_is_not_even_decoded() -> None:
    """A PNG of a few dozen bytes that says it has 90,000 by 90,000 pixels."""
    head = struct.pack(">IIBBBBB", 90_000, 90_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )
    assert measure(data) is None
    assert decode(data, 1600) is None


def test_more_pixels_than_any_page_needs_are_refused() -> None:
    data = written(Image.new("1", (10_000, 6_100)), "PNG")
    assert len(data) < 20_000
    assert measure(data) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_what_was_cut_short_is_no_picture(kind: str, share: float) -> None:
    noise = Image.merge("RGB", [Image.effect_noise((120, 90), 90)] * 3)
    data = written(noise, kind)
    assert measure(data) is not None
    assert measure(data[: int(len(data) * share)]) is None


def test_what_a_program_wrote_behind_a_picture_does_no_harm() -> None:
    data = written(halves()) + b"\0" * 40 + b"maker's notes"
    assert measure(data) == ("jpg", 64, 32)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"<html><img src=x></html>",
        b"\xff\xd8\xff\xe0" + b"\0" * 200 + b"\xff\xd9",
        b"BM" + b"\0" * 80,
    ],
    ids=["nothing", "svg", "eps", "html", "a head alone", "bmp"],
)
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert measure(data) is None
    assert decode(data, 1600) is None


@given(
    st.sampled_from(["JPEG", "PNG", "GIF", "TIFF", "WEBP", "AVIF"]),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6),
)
def test_no_damage_does_more_than_cost_a_picture(kind: str, damage: list[tuple[int, int]]) -> None:
    data = bytearray(_WHOLE[kind])
    for place, byte in damage:
        data[place % len(data)] = byte
    found, picture = measure(bytes(data)), decode(bytes(data), 1600)
    if found is not None and picture is not None:
        assert render(picture, Rendition("ab.jpg", "jpg", 8, 8))


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = written(halves())
    for ending in ("avif", "webp", "jpg"):
        first, second = decode(data, 1600), decode(data, 1600)
        assert first is not None and second is not None
        wanted = Rendition("ab.jpg", ending, 32, 16)
        assert render(first, wanted) == render(second, wanted)


def _linear_profile() -> bytes:
    """sRGB's profile with straight lines in place of its curves (ICC.1:2022 §10.6, a curve without entries)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for index in range(int.from_bytes(data[128:132], "big")):
        name, offset, _ = struct.unpack_from(">4sII", data, 132 + 12 * index)
        if name in (b"rTRC", b"gTRC", b"bTRC"):
            struct.pack_into(">4sII", data, offset, b"curv", 0, 0)
            struct.pack_into(">I", data, 132 + 12 * index + 8, 12)
    return bytes(data)


_WHOLE = {kind: written(halves(), kind) for kind in ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "AVIF")}
