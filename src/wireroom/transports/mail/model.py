"""What both ways of mail share: a mail as a delivery."""

from __future__ import annotations

from dataclasses import replace

from wireroom.formats.model import Hint
from wireroom.transports.model import Delivery
from wireroom.transports.names import shown

MEDIA_TYPE = "message/rfc822"
LARGEST = 64 * 1024 * 1024
KEPT_OF_TOO_LARGE = 1024 * 1024
TOO_LARGE = f"the mail is larger than {LARGEST >> 20} MB; only its beginning is kept here"
BATCH = 50
BATCH_BYTES = 64 * 1024 * 1024


def mail_delivery(key: str, data: bytes, hint: Hint, *, problem: str = "") -> Delivery:
    """The mail, whole. Its pictures are found within it, as those of a mail that comes in any other way."""
    name = shown(key)
    return Delivery(name, data, replace(hint, name=name, media_type=MEDIA_TYPE), problem=problem)
