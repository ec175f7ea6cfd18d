"""What a file's name says of it: still being written, a picture, hidden; and how a name is told to people."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

# Senders write under such names first and rename when they are done.
UNFINISHED = (
    *(".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".upload", ".uploading"),
    *(".inprogress", ".writing", ".incomplete", ".lock", ".lck", ".swp", ".swx", ".bak", "~"),
)
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".avif")
_TEMPORARY = re.compile(r"(?:\.|~\$|#.*#$|tmp\.|temp\.|\.nfs|ftptemp)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def unfinished(name: str) -> bool:
    """Whether the name is one that senders and programs use for a file that is not done: hidden ones too."""
    return name.lower().endswith(UNFINISHED) or _TEMPORARY.match(name) is not None


def is_picture(name: str) -> bool:
    """Whether the name ends as a picture's does."""
    return name.lower().endswith(PICTURES)


def wanted(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether the path (with `/`) matches one of the owner's patterns, whole or by its last part; none means all."""
    if not patterns:
        return True
    name = path.rsplit("/", 1)[-1]
    return any(fnmatchcase(path if "/" in pattern else name, pattern) for pattern in patterns)


def shown(name: str) -> str:
    """The name as people and logs can take it: bytes that are no UTF-8 and control characters written as escapes."""
    if name.isprintable():
        return name
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def inside(path: str) -> str | None:
    """A path told by a server as a relative one with `/`, or None when it would lead out of its folder."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or any("\0" in part for part in parts) or re.match(r"[A-Za-z]:$", parts[0]):
        return None
    return "/".join(parts)
