"""Fonts of the owner's own: which file is which letter, and whether its bytes are a font at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from wireroom.network.nearest import did_you_mean, listed

# By the ending of the file: what its first bytes are (WOFF2 §4.1, WOFF §3, OpenType "Organization of an OpenType
# font"), and its media type (RFC 8081).
KINDS: Mapping[str, tuple[tuple[bytes, ...], str]] = {
    "woff2": ((b"wOF2",), "font/woff2"),
    "woff": ((b"wOFF",), "font/woff"),
    "ttf": ((b"\x00\x01\x00\x00", b"true"), "font/ttf"),
    "otf": ((b"OTTO", b"\x00\x01\x00\x00"), "font/otf"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """One file of a family. `weight` is one or two numbers, `data` its bytes: none while there is no such font."""

    family: str
    file: str
    weight: str = "400"
    italic: bool = False
    display: str = "optional"
    data: bytes = field(default=b"", repr=False)
    line: str = field(default="", compare=False, repr=False)

    @property
    def ending(self) -> str:
        """The kind of file, a key of KINDS."""
        return self.file.rpartition(".")[2].lower()

    @property
    def name(self) -> str:
        """What the file is called where readers' browsers fetch it: by its content, so that it never changes."""
        return f"{blake2b(self.data, digest_size=12).hexdigest()}.{self.ending}"


def face_of(one: Mapping[str, Any], line: str) -> Face:
    """The face that these values, read by the declarations of its keys, make."""
    return Face(one["family"], one["file"], one["weight"], one["italic"], one["display"], line=line)


def is_font(ending: str, data: bytes) -> bool:
    """Whether the bytes begin as a font file with this ending does."""
    return data.startswith(KINDS[ending][0])


def problems(
    fonts: Mapping[str, str | None], faces: list[dict[str, Any]], stacks: tuple[str, ...]
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """What is wrong between the letters that are chosen and those that there are, `stacks` being the shipped ones: the
    place, what, what to do."""
    families = [one["family"] for one in faces if one["family"]]
    for number, one in enumerate(faces):
        if one["family"] in stacks:
            yield (
                ("faces", number, "family"),
                f"{one['family']!r} is the name of a shipped stack",
                "choose another name",
            )
    known = (*families, *stacks)
    for use, name in fonts.items():
        if name and name not in known:
            what = f"`{use}`: there is no font {name!r} here"
            yield ("fonts", use), what, did_you_mean(name, known, f"there is {listed(known)}")
