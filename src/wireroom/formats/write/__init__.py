"""Versions back to bytes: ninjs 3.1 and NewsML-G2 2.35, which say all that a version says and pass their schemas."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import cast

from wireroom.errors import UnknownFormatError
from wireroom.formats import beyond
from wireroom.formats.model import Hint
from wireroom.formats.registry import read
from wireroom.formats.write.model import WritableFormat
from wireroom.news import Version

_MODULES = {"ninjs": "ninjs", "newsml-g2": "newsml_g2"}


def names() -> tuple[str, ...]:
    """The formats that can be written, by the names that `--as` uses."""
    return tuple(_MODULES)


def write(version: Version, format: str, *, editors: bool = False) -> bytes:
    """The version as one document of this format.

    What the desk alone may know (notes to editors, orders about other stories) is left out unless `editors`. What the
    format has no field for goes into the extension that `formats.beyond` states. Raises UnknownFormatError for a
    format that cannot be written.
    """
    module = _module(format)
    sent = beyond.for_partners(version, editors=editors)
    return module.document(sent, _beyond(module, sent))


def write_all(versions: Sequence[Version], format: str, *, editors: bool = False) -> bytes:
    """The versions as one document, in their order: a list of ninjs items, or a NewsML-G2 message.

    One version is written as by `write`. Raises UnknownFormatError as that does.
    """
    if len(versions) == 1:
        return write(versions[0], format, editors=editors)
    module = _module(format)
    sent = [beyond.for_partners(version, editors=editors) for version in versions]
    return module.documents([(version, _beyond(module, version)) for version in sent])


def _beyond(module: WritableFormat, version: Version) -> beyond.Facts:
    """What the format itself does not carry, found by reading back what was written: no list of fields can be wrong."""

    def back(facts: beyond.Facts) -> Version:
        return read(module.document(version, facts), Hint(), format=module.name).versions[0]

    plainly = back({})
    if plainly.body == version.body and not beyond.lacking(version, plainly):
        return {}
    facts = beyond.marked()
    return facts | beyond.lacking(version, back(facts))


def _module(format: str) -> WritableFormat:
    if format not in _MODULES:
        raise UnknownFormatError(f"there is no writer for '{format}'", todo=f"formats: {', '.join(_MODULES)}")
    return cast(WritableFormat, import_module(f"wireroom.formats.write.{_MODULES[format]}"))
