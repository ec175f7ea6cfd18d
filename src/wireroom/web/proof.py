"""Whether a sender is who the network file lets in: a shared token, or a signature of time and body."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

WINDOW = 300.0  # seconds that a signature's time may be off: a replay later than that is refused
_PREFIX = "whsec_"


def shows_token(auth: str, secret: str, headers: Mapping[str, str]) -> bool:
    """Whether the request carries the secret as `auth` says: `bearer` (RFC 6750 §2.1) or `header:NAME`."""
    if auth == "bearer":
        scheme, _, given = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and _same(given.strip(), secret)
    kind, _, name = auth.partition(":")
    return kind == "header" and bool(name) and _same(headers.get(name.lower(), ""), secret)


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether the request is signed as in Standard Webhooks 1.0, at a time near `now` (seconds since 1970).

    `webhook-signature` holds `v1,BASE64` once or several times, of HMAC-SHA-256 over id, timestamp and body joined
    by dots. A secret that begins with `whsec_` is base64 after that; any other is its own bytes.
    """
    sent, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent or not (at.isascii() and at.isdigit()) or len(at) > 12 or abs(now - int(at)) > WINDOW:
        return False
    content = f"{sent}.{at}.".encode("utf-8", "replace") + body
    made = base64.b64encode(hmac.new(_key(secret), content, hashlib.sha256).digest()).decode()
    given = (one.split(",", 1) for one in headers.get("webhook-signature", "")[:2000].split())
    # All are compared, so that the time tells nothing of which one is right.
    return any([_same(one[1], made) for one in given if one[0] == "v1" and len(one) == 2])  # noqa: C419


def _key(secret: str) -> bytes:
    if secret.startswith(_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            pass  # it only looks so: then it is its own bytes
    return secret.encode()


def _same(given: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
