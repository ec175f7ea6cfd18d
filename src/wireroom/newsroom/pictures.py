"""Pictures from the wire, decoded and encoded again: what readers get was made here, whatever came in."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

WIDEST = 1280  # pixels
MOST_PIXELS = 60_000_000
QUALITY = 80


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture fit to be served."""

    data: bytes
    ending: str
    width: int
    height: int


def encode(data: bytes) -> Picture | None:
    """The picture as WebP, at most 1,280 pixels wide, upright and without metadata; None when it is no picture.

    Only raster formats are decoded, within a stated number of pixels; an SVG is text that can act, and is refused.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # only where pictures come

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return None
                opened.draft("RGB", (WIDEST * 2, WIDEST * 2))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
        return None
    if upright.width > WIDEST:
        size = (WIDEST, max(1, round(upright.height * WIDEST / upright.width)))
        upright = upright.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    upright.save(out, "WEBP", quality=QUALITY, method=2)
    return Picture(out.getvalue(), ".webp", upright.width, upright.height)
