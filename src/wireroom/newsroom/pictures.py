"""Pictures from the wire: measured when they come, decoded and encoded again when somebody wants to see them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

    from wireroom.pages.renditions import Rendition

MOST_PIXELS = 60_000_000
# The name that a stored picture of this format ends in. Only raster formats: an SVG is text that can act.
_ENDINGS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "TIFF": "tif", "AVIF": "avif"}
_FORMATS = tuple(one for one in _ENDINGS if one != "MPO")  # a JPEG with further ones behind it (CIPA DC-007)
# What a whole file has in its second half, whatever some programs add behind it: one cut short would be half grey.
_ENDS = {"JPEG": b"\xff\xd9", "MPO": b"\xff\xd9", "PNG": b"IEND"}
# How each format is written: the sizes and times that led to this are in docs/why/0027-pictures.md.
_WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 58, "speed": 8, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 76, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
}
_STEPS = 1  # to be counted up when anything else changes in how renditions are made
_LARGEST_PROFILE = 4 << 20  # bytes
_TURNED = (5, 6, 7, 8)  # EXIF orientations (Exif 2.32, tag 0x0112) of pictures that lie on a side


class Measured(NamedTuple):
    """What a picture is before anything of it is decoded: the ending of its name, and its pixels when upright."""

    ending: str
    width: int
    height: int


def measure(data: bytes) -> Measured | None:
    """What its header says; None when it is no picture, too large to be decoded, or cut short. Nothing is decoded."""
    try:
        with _opened(data) as picture:
            kind = picture.format or ""
            if kind in _ENDS and data.rfind(_ENDS[kind], len(data) // 2) < 0:
                return None
            if kind == "WEBP" and len(data) < 8 + int.from_bytes(data[4:8], "little"):
                return None
            return Measured(_ENDINGS[kind], *_upright_size(picture))
    except Exception:  # whatever a decoder says of bytes from outside: it is no picture that can be shown
        return None


class Decoded(NamedTuple):
    """A picture in memory: upright and opaque, maybe smaller than it is; width and height are its own, in pixels."""

    image: Image
    profile: bytes
    width: int
    height: int


def decode(data: bytes, large: int) -> Decoded | None:
    """The stored picture, of an animation its first frame; None when it cannot be decoded.

    A JPEG is decoded to the smallest of its sizes that is not below `large` pixels in width: that takes a fraction of
    the time. `large` is the same for all renditions, so that none depends on which others are made of the picture.
    """
    try:
        with _opened(data) as picture:
            width, height = _upright_size(picture)
            scale = large / width
            picture.draft(None, (round(picture.width * scale), round(picture.height * scale)))
            profile = picture.info.get("icc_profile") or b""
            return Decoded(_turn(_opaque(picture), _orientation(picture)), profile, width, height)
    except Exception:
        return None


def render(picture: Decoded, wanted: Rendition) -> bytes:
    """The rendition: in sRGB and without any metadata; the same bytes for the same picture at any time."""
    from PIL.Image import Resampling  # only where pictures are made

    left, top, wide, high = wanted.cut or (0, 0, picture.width, picture.height)
    across, down = picture.image.width / picture.width, picture.image.height / picture.height
    box = (left * across, top * down, (left + wide) * across, (top + high) * down)
    reduced = picture.image.resize((wanted.width, wanted.height), Resampling.LANCZOS, box, reducing_gap=3.0)
    made = _in_srgb(reduced, picture.profile)
    made.info = {}  # what was in the file besides the picture; some encoders would pass it on
    out = io.BytesIO()
    name, how = _WRITTEN[wanted.ending]
    made.save(out, name, **how)
    return out.getvalue()


def way() -> str:
    """What the bytes of renditions depend on besides the picture, as a few letters."""
    import PIL

    return blake2b(repr((PIL.__version__, _WRITTEN, _STEPS)).encode(), digest_size=4).hexdigest()


@contextmanager
def _opened(data: bytes) -> Iterator[Image]:
    """The picture, of which only the header was read. Raises ValueError when decoding it would take too much."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("more pixels than any page needs")
        yield picture


def _orientation(picture: Image) -> int:
    """EXIF's orientation; where it stands behind the pixels it is not looked for, so that measuring decodes nothing."""
    if picture.format == "TIFF" or (picture.format == "PNG" and "exif" not in picture.info):
        return 1  # Pillow turns a TIFF by itself
    return int(picture.getexif().get(0x0112, 1))


def _upright_size(picture: Image) -> tuple[int, int]:
    width, height = picture.size
    return (height, width) if _orientation(picture) in _TURNED else (width, height)


def _turn(picture: Image, orientation: int) -> Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return picture.transpose(turns[orientation]) if orientation in turns else picture


def _opaque(picture: Image) -> Image:
    """The decoded picture with 8 bits a channel, in RGB, CMYK or grey, on white where one can see through it."""
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits a channel, which Pillow would cut off instead of reducing
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return picture.copy() if picture.mode in ("RGB", "CMYK", "L") else picture.convert("RGB")


def _in_srgb(picture: Image, profile: bytes) -> Image:
    """The picture in the colours that browsers take for granted where nothing is said."""
    from PIL import ImageCms

    if 0 < len(profile) <= _LARGEST_PROFILE:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if made is not None:
                return made
    return picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
