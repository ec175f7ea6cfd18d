"""Reads what FTP servers list: MLSD facts, and the listings of Unix and Windows that came before them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One name in one folder. `kept` is False for what is neither file nor folder: a link, a device, the folder."""

    name: str
    size: int | None
    changed: str
    folder: bool = False
    kept: bool = True


_UNIX = re.compile(
    r"(?P<type>[-dlbcpsD])[-rwxsStTlL]{9}[@+.]?\s+\d+\s+\S+\s+(?:\S+\s+)?(?P<size>\d+)\s+"
    r"(?P<changed>[^\s\d]+\s+\d{1,2}\s+(?:\d{1,2}:\d\d|\d{4})|\d{4}-\d\d-\d\d\s+\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:\s+[-+]\d{4})?"
    r"|\d{1,2}\s+[^\s\d]+\s+(?:\d{1,2}:\d\d|\d{4}))\s(?P<name>.+)"
)
_WINDOWS = re.compile(
    r"(?P<changed>\d\d[-/]\d\d[-/]\d{2,4}\s+\d\d:\d\d\s*(?:[AP]M)?)\s+(?:(?P<folder><DIR>|<JUNCTION>)|(?P<size>[\d,.]+))\s+"
    r"(?P<name>.+)"
)


def parse_mlsd(line: str) -> Line | None:
    """A line of MLSD (RFC 3659 §7.2): facts, a blank, the name; None for what is neither file nor folder."""
    facts_text, blank, name = line.partition(" ")
    if not blank or not name:
        return None
    facts = {key.lower(): value for key, _, value in (fact.partition("=") for fact in facts_text.split(";") if fact)}
    kind = facts.get("type", "file").lower()
    if kind not in ("file", "dir"):
        return None  # the folder itself, the one above it, links
    size = facts.get("size", "")
    changed = facts.get("modify", "") + ("." + facts["unique"] if "unique" in facts else "")
    return Line(name, int(size) if size.isdigit() else None, changed, kind == "dir")


def parse_line(line: str) -> Line | None:
    """A line of LIST as Unix or Windows servers write it; None when it is neither.

    The time is taken as it is written: it serves to see that it changes, and its zone is nobody's knowledge.
    """
    unix = _UNIX.fullmatch(line)
    if unix:
        kind, name = unix["type"], unix["name"]
        return Line(
            name,
            int(unix["size"]),
            " ".join(unix["changed"].split()),
            kind == "d",
            kind in "-d" and name not in (".", ".."),
        )
    windows = _WINDOWS.fullmatch(line)
    if windows:
        size = re.sub(r"[,.]", "", windows["size"] or "")
        return Line(windows["name"], int(size) if size else None, windows["changed"], windows["folder"] == "<DIR>")
    return None
