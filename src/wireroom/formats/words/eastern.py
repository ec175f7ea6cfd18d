"""What Chinese, Japanese and Korean wires put before or behind a headline: "【訂正】…", "更正：…", "…(종합2보)"."""

from __future__ import annotations

import re
from typing import NamedTuple

_SIGNS = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_ANY = re.compile(f"[{_SIGNS}]")
_OPEN, _CLOSE = "【［〔《≪〈＜<\\[(（＝=", "】］〕》≫〉＞>\\])）＝="
_LONGEST = 24  # characters of a mark
_BRACKETS = re.compile(
    rf"\s*[{_OPEN}]\s*(?P<word>[^{_OPEN}{_CLOSE}\n]{{1,{_LONGEST}}}?)\s*[{_CLOSE}]\s*(?P<rest>.*)", re.DOTALL
)
_LABEL = re.compile(rf"\s*(?P<word>[{_SIGNS}][{_SIGNS} ]{{1,15}}?)\s*[:：]\s*(?P<rest>.*)", re.DOTALL)
_BEHIND = re.compile(rf"(?P<rest>.*?)\s*[(（]\s*(?P<word>[^()（）\n]{{1,{_LONGEST}}})\s*[)）]\s*", re.DOTALL)
QUOTED = re.compile("「([^「」\n]{2,250})」|『([^『』\n]{2,250})』|《([^《》\n]{2,250})》|〈([^〈〉\n]{2,250})〉")
"""What stands in quotation marks of these languages: a headline that is named, or somebody's words."""


class Sign(NamedTuple):
    """A mark, whether it stands in brackets, and what the line says besides."""

    word: str
    bracketed: bool
    rest: str


def written(text: str) -> bool:
    """Whether there is a character of these languages in it."""
    return not text.isascii() and _ANY.search(text) is not None


def length(text: str) -> int:
    """How many words a text has, about; without spaces between them, two characters are one."""
    if text.isascii():
        return len(text.split())
    signs = len(_ANY.findall(text))
    return max(len(text.split()), signs // 2)


def before(line: str) -> Sign | None:
    """The mark that a line begins with, or is: in brackets, or with a colon behind it."""
    if not written(line):
        return None
    found = _BRACKETS.match(line) or _LABEL.match(line)
    if found is None or not _ANY.search(found["word"]):
        return None
    return Sign(found["word"], found.re is _BRACKETS, found["rest"].strip())


def behind(line: str) -> Sign | None:
    """The mark in brackets that a headline ends with."""
    found = _BEHIND.fullmatch(line) if written(line) and line.rstrip()[-1:] in ")）" else None
    return Sign(found["word"], True, found["rest"]) if found and _ANY.search(found["word"]) else None
