"""Pictures as agencies might send them, drawn by the tests."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def written(picture: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    """The picture as a file of this kind."""
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def plain(width: int, height: int, kind: str = "JPEG", colour: str = "teal", **how: Any) -> bytes:
    """A picture of one colour."""
    return written(Image.new("RGB", (width, height), colour), kind, **how)
