"""JSON from the wire into values: fast when clean, mended with a note when not, refused when unsafe."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn, TypeGuard

import msgspec

from wireroom.errors import UnreadableError
from wireroom.formats.model import Note

_SURROGATES = re.compile("[\ud800-\udfff]")
_DECODER = msgspec.json.Decoder()
_ENCODE = msgspec.json.Encoder().encode
_BOM = b"\xef\xbb\xbf"


def begins(data: bytes, *signs: bytes) -> bool:
    """Whether the first thing in the text, behind marks and white space, is one of these signs."""
    return data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] in signs


def names_any(data: bytes, *keys: bytes) -> bool:
    """Whether one of these keys, in quotation marks, is in the text, in whichever Unicode encoding."""
    if b"\0" in data[:4]:
        data = data.replace(b"\0", b"")
    for key in keys:  # noqa: SIM110 - a generator would cost as much as the search
        if key in data:
            return True
    return False


def decode(data: bytes, guarded: tuple[bytes, ...] = ()) -> tuple[Any, tuple[Note, ...]]:
    """The value that the text states.

    `guarded` are keys, quoted and as sent, that no object may state twice: which of the two binds cannot be known.
    Raises UnreadableError with the place for what is no JSON (RFC 8259), for NaN and Infinity, for nesting too deep
    and for a guarded key twice in one object.
    """
    data = data.removeprefix(_BOM)
    try:
        value = _DECODER.decode(data)
    except RecursionError:
        raise UnreadableError("JSON nested too deeply to be news") from None
    except ValueError as error:
        return _mended(data, error, guarded)
    if guarded and not _each_key_once(data, value):
        _load(data.decode("utf-8"), guarded)
    return value, ()


def _each_key_once(data: bytes, value: object) -> bool:
    """Whether no object states a key twice: then the value has as many colons as the bytes, in keys and texts together.

    A colon in a text may be written as an escape; such bytes, and numbers that cannot be written again, take the slow
    look.
    """
    # One byte is looked for first: that costs a tenth of looking for five, and most copy has no backslash.
    if b"\\" in data and b"\\u003" in data:
        return False
    try:
        return data.count(b":") == _ENCODE(value).count(b":")
    except (msgspec.MsgspecError, OverflowError, ValueError):
        return False


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def _mended(data: bytes, error: ValueError, guarded: tuple[bytes, ...]) -> tuple[Any, tuple[Note, ...]]:
    """What people's exporters write and strict JSON forbids: raw line breaks in strings, old encodings, half pairs."""
    encoding = json.detect_encoding(data)
    notes = [Note("file", f"not clean JSON ({error}); read leniently")]
    try:
        words = data.decode(encoding)
    except UnicodeDecodeError:
        words = data.decode("cp1252", "replace")
        notes.append(Note("file", "not UTF-8, which JSON must be: read as Windows-1252"))
    try:
        return _whole(_load(words, guarded)), tuple(notes)
    except RecursionError:
        raise UnreadableError("JSON nested too deeply to be news") from None


def _load(words: str, guarded: tuple[bytes, ...]) -> Any:
    keys = frozenset(key.strip(b'"').decode() for key in guarded)

    def gather(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            stated = [key for key, _ in pairs]
            twice = sorted(key for key in keys.intersection(stated) if stated.count(key) > 1)
            if twice:
                raise UnreadableError(
                    f"the JSON states {', '.join(twice)} twice in one object: which one binds cannot be known",
                    todo="ask the provider to send it again",
                )
        return found

    try:
        return json.loads(words, object_pairs_hook=gather, parse_constant=_refuse, strict=False)
    except RecursionError:
        raise UnreadableError("JSON nested too deeply to be news") from None
    except ValueError as error:
        raise UnreadableError(f"not JSON: {error}", todo="it may be truncated: send it again") from error


def _refuse(constant: str) -> NoReturn:
    raise UnreadableError(f"the JSON holds {constant}, which is no JSON value (RFC 8259 §6)")


def _whole(value: Any) -> Any:
    """The value with half surrogate pairs replaced: they cannot be written as UTF-8."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_SURROGATES.sub("\ufffd", key): _whole(one) for key, one in value.items()}
    return value
