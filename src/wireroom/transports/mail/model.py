"""What both ways of mail share: a mail as a delivery, with the pictures attached to it."""

from __future__ import annotations

from dataclasses import replace
from email.parser import BytesParser

from wireroom.formats.model import Hint
from wireroom.transports.beside import among, bare_picture
from wireroom.transports.model import Delivery
from wireroom.transports.names import shown

MEDIA_TYPE = "message/rfc822"
LARGEST = 64 * 1024 * 1024
KEPT_OF_TOO_LARGE = 1024 * 1024
TOO_LARGE = f"the mail is larger than {LARGEST >> 20} MB; only its beginning is kept here"
BATCH = 50
BATCH_BYTES = 64 * 1024 * 1024


def mail_delivery(key: str, data: bytes, hint: Hint, *, problem: str = "") -> Delivery:
    """The mail, whole; its attached pictures are found by their file names, or by `cid:` and their Content-ID."""
    name = shown(key)

    def find(wanted: str) -> bytes | None:
        return among(_pictures(data))(wanted) or _by_id(data, wanted)

    return Delivery(name, data, replace(hint, name=name, media_type=MEDIA_TYPE), find, problem)


def _pictures(data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in BytesParser().parsebytes(data).walk():
        bare = bare_picture(str(part.get_filename() or ""))
        content = part.get_payload(decode=True) if bare else None
        if isinstance(content, bytes):
            found.setdefault(bare, content)
    return found


def _by_id(data: bytes, wanted: str) -> bytes | None:
    """A picture named as `cid:…` (RFC 2392)."""
    if not wanted.lower().startswith("cid:"):
        return None
    for part in BytesParser().parsebytes(data).walk():
        if str(part.get("Content-ID", "")).strip(" <>") == wanted[4:] and part.get_content_maintype() == "image":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
    return None
