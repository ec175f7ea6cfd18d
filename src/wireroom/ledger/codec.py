"""How versions and decisions are written down: canonical MessagePack, the ground of fingerprints and of the chain."""

from __future__ import annotations

import hashlib
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from wireroom.errors import LedgerError
from wireroom.news import (
    Agree,
    Association,
    Dateline,
    Decision,
    Edit,
    End,
    Erase,
    Hold,
    Illustrate,
    Join,
    Kill,
    Pin,
    Place,
    Receipt,
    Reinstate,
    Release,
    Remove,
    Rights,
    Version,
)

_T = TypeVar("_T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ENCODE = msgspec.msgpack.Encoder().encode
_DECISIONS: dict[str, type[Decision]] = {
    kind.__name__: kind
    for kind in (
        *(Place, Pin, Remove, Hold, Release, Kill, Reinstate, Join, Edit, Illustrate, Agree),
        *(End, Erase, Receipt),
    )
}
_FIELD_NAMES = {kind: tuple(one.name for one in fields(kind)) for kind in (Version, *_DECISIONS.values())}
_DECODERS: dict[str, msgspec.msgpack.Decoder[Any]] = {
    name: msgspec.msgpack.Decoder(kind) for name, kind in {"Version": Version, **_DECISIONS}.items()
}


def micros(moment: datetime) -> int:
    """The moment as whole microseconds since 1970 UTC: exact, unlike a float."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(number: int) -> datetime:
    """The moment behind `micros`."""
    return _EPOCH + timedelta(microseconds=number)


def _stated(kind: type) -> tuple[tuple[str, object], ...]:
    """The fields of a noun by name, each with the default that is left out."""
    return tuple(
        sorted(
            (one.name, one.default_factory() if one.default_factory is not MISSING else one.default)
            for one in fields(kind)
        )
    )


_FIELDS = {kind: _stated(kind) for kind in (Version, Dateline, Rights, Association)}


def _said(noun: Any) -> dict[str, object]:
    """What the noun says beyond its defaults.

    Defaults are left out so that a field added later changes no fingerprint: a redelivery stays a duplicate.
    """
    return {name: value for name, default in _FIELDS[type(noun)] if (value := getattr(noun, name)) != default}


def kind_of(what: Version | Decision) -> str:
    """The name that tells a decoder what to make of the bytes."""
    return type(what).__name__


def _encode(what: Version | Decision) -> bytes:
    if not isinstance(what, Version):
        return _ENCODE(what)
    said = _said(what)
    for name in ("dateline", "rights"):
        if name in said:
            said[name] = _said(said[name])
    if what.associations:
        said["associations"] = [_said(one) for one in what.associations]
    return _ENCODE(said)


def _sound(value: _T) -> _T:
    """The same value with halves of surrogate pairs, which no encoding can carry, as replacement characters."""
    if isinstance(value, str) and not value.isascii():
        text = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return type(value)(text)
    if isinstance(value, tuple):
        return type(value)(_sound(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _sound(getattr(value, one.name)) for one in fields(value)})
    return value


def _check(what: Version | Decision) -> None:
    if not what.uri:
        raise LedgerError(
            f"a {kind_of(what).lower()} without a uri cannot be recorded: nothing could ever update or kill it",
            todo="let the reader derive the uri from the copy",
        )
    for name in _FIELD_NAMES[type(what)]:
        value = getattr(what, name)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise LedgerError(
                f"{name} {value.isoformat()} has no time zone",
                where=what.uri,
                todo="let the reader give it the zone of its source",
            )


def prepare(what: _T) -> tuple[_T, bytes]:
    """The version or decision as it will be recorded, and its canonical bytes.

    Raises LedgerError when it has no uri, a time without a zone, or a number beyond 64 bits.
    """
    assert isinstance(what, Version | Decision)
    _check(what)
    try:
        try:
            return what, _encode(what)
        except UnicodeEncodeError:
            sound = _sound(what)
            return sound, _encode(sound)
    except (OverflowError, msgspec.MsgspecError) as error:
        raise LedgerError(f"it cannot be written down: {error}", where=what.uri, todo="look at its numbers") from error


def decode(kind: str, data: bytes) -> Version | Decision:
    """The version or decision behind the bytes; fields they do not know take their defaults.

    Raises LedgerError when the bytes are damaged or of a kind this release does not know.
    """
    decoder = _DECODERS.get(kind)
    if decoder is None:
        raise LedgerError(f"an entry of unknown kind {kind!r}", todo="use the release of Wireroom that wrote it")
    try:
        what: Version | Decision = decoder.decode(data)
        return what
    except msgspec.MsgspecError as error:
        raise LedgerError(f"a damaged entry: {error}", todo="wireroom verify, then restore a backup") from error


def fingerprint_of(kind: str, data: bytes) -> bytes:
    """The digest of a version's (or decision's) content, from its canonical bytes."""
    return hashlib.blake2b(kind.encode() + b"\0" + data, digest_size=32).digest()


def link(previous: bytes, *row: object) -> bytes:
    """The next link of the hash chain: no line can change or vanish without breaking every link behind it."""
    return hashlib.blake2b(previous + _ENCODE(row), digest_size=32).digest()
