"""Finds the pictures that came within a mail, whichever way it came: by mailbox, as a file, from quarantine."""

from __future__ import annotations

import dataclasses
from functools import cache

from wireroom.formats import Reading, mail, mail_pictures
from wireroom.transports import Delivery
from wireroom.transports.beside import among


def with_enclosed(delivery: Delivery, reading: Reading) -> Delivery:
    """The delivery with its `beside` looking into the mail first, if it is one; the mail is opened when that is asked.

    A story from the mail's text calls its pictures by `href`, a wire file in the mail by `cid:` or the file's name.
    """
    if reading.format != mail.name:
        return delivery
    beside = delivery.beside

    @cache
    def pictures() -> dict[str, bytes]:
        return mail_pictures.enclosed(delivery.data)

    def find(name: str) -> bytes | None:
        return pictures().get(name) or among(pictures())(name) or beside(name)

    return dataclasses.replace(delivery, beside=find)
