"""Reads the files that a network file names for its sites' pages: the snippets of ad slots and the owner's fonts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from wireroom.errors import WireroomError
from wireroom.network.faces import KINDS, Face, is_font
from wireroom.network.model import Network, Site
from wireroom.network.nearest import did_you_mean
from wireroom.network.slots import Slot

MOST = 2 << 20  # bytes: more than any one font that a page should wait for


def with_files(network: Network, folder: Path) -> Network:
    """The network with what these files (from `folder`) hold. One that cannot be used is as if it were not named:
    a missing advertisement stops no news and no kill; `file_problems` tells of it."""
    return replace(network, sites={key: _filled(site, folder) for key, site in network.sites.items()})


def file_problems(network: Network, folder: Path) -> list[WireroomError]:
    """What is wrong with the files: each with the line that names it, and what to do."""
    found = (problem for site in network.sites.values() for problem in _problems(site, folder))
    return list(found)


def _filled(site: Site, folder: Path) -> Site:
    if not site.slots and not site.look.faces:
        return site
    slots = tuple(replace(one, html=_snippet(one, folder) or "") for one in site.slots)
    faces = tuple(replace(one, data=_font(one, folder)) for one in site.look.faces)
    return replace(site, slots=slots, look=replace(site.look, faces=faces))


def _snippet(slot: Slot, folder: Path) -> str | None:
    """The snippet's text; None where the file cannot be read or is not UTF-8."""
    try:
        return (folder / slot.snippet).read_bytes().decode("utf-8").strip() if slot.snippet else ""
    except (OSError, UnicodeDecodeError):
        return None


def _font(face: Face, folder: Path) -> bytes:
    data = _bytes(folder / face.file)
    return data if data is not None and len(data) <= MOST and is_font(face.ending, data) else b""


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _problems(site: Site, folder: Path) -> Iterator[WireroomError]:
    for slot in site.slots:
        text = _snippet(slot, folder)
        what = f"the snippet of slot {slot.key!r}"
        if text is None and _bytes(folder / slot.snippet) is not None:
            yield WireroomError(f"{what} is not UTF-8: {slot.snippet}", where=slot.line, todo="save it as UTF-8")
        elif text is None:
            yield _missing(what, slot.snippet, folder, slot.line)
        elif slot.snippet and not text:
            yield WireroomError(f"{what} is empty: {slot.snippet}", where=slot.line, todo="write the HTML into it")
    for face in site.look.faces:
        data, what = _bytes(folder / face.file), f"the font {face.family!r}"
        if data is None:
            yield _missing(what, face.file, folder, face.line)
        elif len(data) > MOST:
            todo = "leave out the letters that the site does not need, as with pyftsubset"
            yield WireroomError(f"{what} is larger than {MOST >> 20} MB: {face.file}", where=face.line, todo=todo)
        elif not is_font(face.ending, data):
            yield WireroomError(f"{what} is no {face.ending} file: {face.file}", where=face.line, todo=_kind_of(data))


def _missing(what: str, name: str, folder: Path, line: str) -> WireroomError:
    place = (folder / name).parent
    near = [one.name for one in place.iterdir() if one.is_file()] if place.is_dir() else []
    todo = did_you_mean(Path(name).name, near, "put it there") if near else "put it there"
    return WireroomError(f"{what} is not there: no file {folder / name}", where=line, todo=todo)


def _kind_of(data: bytes) -> str:
    """What to do with bytes that are not what the file's ending says."""
    found = next((ending for ending in KINDS if is_font(ending, data)), "")
    return f"it is a {found} file: call it so" if found else "name a woff2, woff, ttf or otf file"
