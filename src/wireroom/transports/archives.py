"""Opens what was sent packed: gzip and zip. Of other archives it says that they are not opened here."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from wireroom.errors import TransportError
from wireroom.transports.names import inside, is_picture, shown, unfinished
from wireroom.transports.unpack import Unpacker

LARGEST = 64 * 1024 * 1024  # bytes: of one file unpacked, and of all stories in one archive
MOST_MEMBERS = 10_000
MOST_PICTURE_BYTES = 256 * 1024 * 1024

_GZIP, _ZIP, _EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
_OTHERS = {
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xfd7zXZ\0": "an xz archive",
    b"BZh": "a bzip2 archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"\x1f\x9d": "a compress (.Z) archive",
}
_ADVICE = "is not opened here: have it sent plain, or packed with gzip or zip"
# Documents of office programs and e-books are zip files too, and no archives of copy.
_DOCUMENTS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was in it: files by name, pictures by bare name; `problem` says why it could not be opened.

    `cut` tells that the archive ends too early: it may still be being written.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    problem: str = ""
    cut: bool = False


def packed(data: bytes) -> bool:
    """Whether these bytes are an archive or packed file."""
    return data.startswith((_GZIP, _ZIP, _EMPTY_ZIP, *_OTHERS)) or data[257:262] == b"ustar"


def unpack(name: str, data: bytes) -> Unpacked:
    """What the archive holds; its `problem` when it cannot be opened, is locked, or would grow too large."""
    if data.startswith(_GZIP):
        return _gunzip(name, data)
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _unzip(name, data)
    kind = next((words for magic, words in _OTHERS.items() if data.startswith(magic)), "a tar archive")
    return Unpacked(problem=f"{kind} {_ADVICE}")


def _gunzip(name: str, data: bytes) -> Unpacked:
    unpacker = Unpacker("gzip", LARGEST, name)
    out: list[bytes] = []
    try:
        out.extend(unpacker.feed(data))
    except TransportError as error:
        return Unpacked(problem=error.what.replace("the answer", "the gzip file"))
    try:
        unpacker.finish()
    except TransportError:
        return Unpacked(problem="the gzip file ends in the middle: truncated", cut=True)
    inner = b"".join(out)
    if packed(inner):
        return Unpacked(problem=f"an archive inside a gzip file {_ADVICE}")
    return Unpacked(((name[:-3] if name.lower().endswith(".gz") else name, inner),))


def _unzip(name: str, data: bytes) -> Unpacked:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _DOCUMENTS & set(archive.namelist()):
                return Unpacked(((name, data),))
            return _members(archive)
    except zipfile.BadZipFile as error:
        cut = b"PK\x05\x06" not in data[-66_000:]
        words = (
            "the zip file ends before its list of contents: truncated" if cut else f"the zip file is broken: {error}"
        )
        return Unpacked(problem=words, cut=cut)
    except (RuntimeError, NotImplementedError, zlib.error, EOFError, OSError, ValueError) as error:
        return Unpacked(problem=f"the zip file cannot be opened: {error}")


def _members(archive: zipfile.ZipFile) -> Unpacked:
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > MOST_MEMBERS:
        return Unpacked(problem=f"the zip file holds more than {MOST_MEMBERS} files")
    files: list[tuple[str, bytes]] = []
    pictures: dict[str, bytes] = {}
    left, left_for_pictures = LARGEST, MOST_PICTURE_BYTES
    for member in members:
        path = inside(shown(member.filename))
        bare = path.rsplit("/", 1)[-1] if path else ""
        if not path or path.startswith("__MACOSX/") or unfinished(bare):
            continue
        if member.flag_bits & 1:
            return Unpacked(problem="the zip file is locked with a password")
        limit = left_for_pictures if is_picture(bare) else left
        with archive.open(member) as opened:
            content = opened.read(limit + 1)
        if len(content) > limit:
            return Unpacked(problem=f"what the zip file holds is larger than {limit >> 20} MB")
        if is_picture(bare):
            left_for_pictures -= len(content)
            pictures[bare] = content
        else:
            left -= len(content)
            files.append((path, content))
    return Unpacked(tuple(files), pictures)
