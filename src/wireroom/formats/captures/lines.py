"""A plain-text capture as blocks: wrapped lines joined, bullets and link marks taken off, headings found."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from wireroom.formats.captures.model import Block
from wireroom.formats.captures.stamps import is_byline, is_dateline, is_stamp

LONGEST = 2_000_000
"""Characters of a capture that are looked at; a page has a few thousand."""
_WIDEST = 132  # columns: what is longer was not wrapped to a width
_NARROWEST = 38

_LINK_MARK = re.compile(r"\[\d{1,4}\](?=\S|$)|(?<=\S)\[\d{1,4}\]")
_MARKDOWN_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\]){0,400})\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_PICTURE = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|\[(?:IMG|INLINE|LINK|EMBED|IMAGE|BUTTON|USEMAP|ISMAP|logo|image)[^\]]{0,80}\]|"
    r"\[[\w%+.-]{1,60}\.(?:gif|jpe?g|png|svg|webp|ico)\]",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[*+•·▪▫◦●○■□►▶▸‣⁃›»→✓–—-]|o(?=\s{1,3}[A-ZÀ-ÞЀ-Я])|\d{1,2}[.)])\s+(?=\S)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE_LINE = re.compile(r"^[\s_=*~#.·•+—–|-]{4,}$")
_UNDERLINE = re.compile(r"^(?:=+|-+|~+)$")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*\*|__|\*|_)(?=\S)(.{1,400}?)(?<=\S)\1(?![\w*_])")
_CELLS = re.compile(r" {2,}|\u3000|(?<=\])\s*(?=\[)|\s\|\s|\s+(?=\[\d{1,4}\])")
_ENDS = frozenset('.!?:؟。！？…۔"”»’')
_HYPHENATED = re.compile(r"[^\W_]-$|\u00ad$")
_REFERENCES = re.compile(r"^\s*(?:References|Links|Visible links|Hidden links)\s*:?\s*$", re.IGNORECASE)
_NUMBERED_URL = re.compile(r"^\s*\[?\d{1,4}[\].]\s*(?:https?|ftp|mailto|file|javascript|about)[:\S]*", re.IGNORECASE)
_BARE_URL = re.compile(r"^<?(?:https?://|www\.)\S+>?$")


@dataclass(slots=True)
class _Line:
    text: str
    number: int
    indent: int
    length: int  # columns up to its end, as it stands in the file


def blocks_of(text: str) -> tuple[list[Block], list[Block]]:
    """The blocks of a capture in order, and the lines of the list of addresses at its end (as browsers' dumps do)."""
    lines = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").expandtabs(4).split("\n")
    lines, addresses = _without_addresses(lines)
    width = _width(lines)
    found: list[Block] = []
    parts: list[list[_Line]] = []
    gap = 0
    open_line: _Line | None = None
    for number, raw in enumerate(lines, 1):
        stripped = raw.replace("\u00a0", " ").rstrip()
        if not stripped.strip() or _RULE_LINE.match(stripped):
            if found and open_line is not None and gap == 0 and _underlines(stripped.strip(), open_line.text):
                found[-1].level = found[-1].level or (1 if stripped.strip().startswith("=") else 2)
            gap += 1 if not stripped.strip() else 2
            open_line = None
            continue
        indent = len(stripped) - len(stripped.lstrip())
        line = _Line(stripped.strip(), number, indent, len(stripped))
        if open_line is not None and _goes_on(open_line, line, width, found[-1]):
            joint = "" if _HYPHENATED.search(found[-1].text[-2:]) else " "
            found[-1].text = found[-1].text.rstrip("\u00ad") + joint + line.text
            parts[-1].append(line)
        else:
            found.append(Block(line.text, number, gap=gap))
            parts.append([line])
        gap = 0
        open_line = line
    found = [one for block, lines_of in zip(found, parts, strict=True) for one in _apart(block, lines_of)]
    return [block for block in map(_tidied, found) if block.text], addresses


def _apart(block: Block, lines: list[_Line]) -> list[Block]:
    """The block, or its lines one by one when it is a list of headlines that happen to fill their lines.

    Prose breaks off in the middle of sentences, so that some line goes on with a small letter or ends a sentence.
    """
    if len(lines) < 3 or any(line.text[:1].islower() for line in lines[1:]):
        return [block]
    if any(line.text[-1:] in ".!?,;:؟۔。" for line in lines) or not any(char.isupper() for char in block.text):
        return [block]
    return [Block(line.text, line.number, block.level, gap=block.gap if line is lines[0] else 0) for line in lines]


def _underlines(rule: str, text: str) -> bool:
    """Whether a rule under a line makes it a heading: it is about as long, and the line is no sentence."""
    return (
        _UNDERLINE.match(rule) is not None and text[-1:] not in ".!…" and 0.6 * len(text) < len(rule) <= len(text) + 9
    )


def _without_addresses(lines: list[str]) -> tuple[list[str], list[Block]]:
    """The lines without the list of link addresses that text browsers put at the end, and that list."""
    for at in range(len(lines) - 1, max(0, len(lines) - 3000), -1):
        if _REFERENCES.match(lines[at]):
            rest = [line for line in lines[at + 1 :] if line.strip()]
            if rest and sum(1 for line in rest if _NUMBERED_URL.match(line)) >= 0.6 * len(rest):
                listed = [(number, line.strip()) for number, line in enumerate(lines[at:], at + 1) if line.strip()]
                return lines[:at], [Block(line, number, zone="footer", words=1) for number, line in listed]
    return lines, []


def _width(lines: list[str]) -> int:
    """The column at which the capture was wrapped; 0 when it was not.

    Where text is wrapped, many lines end within a long word of the same column and none goes far beyond it.
    """
    lengths = Counter(len(line.rstrip()) for line in lines if line.strip() and not _RULE_LINE.match(line))
    long = sum(count for length, count in lengths.items() if length > _WIDEST)
    if not lengths or long > 0.02 * sum(lengths.values()) + 1:
        return 0
    best, most = 0, 0
    for edge in range(_NARROWEST, _WIDEST + 1):
        near = sum(lengths[length] for length in range(edge - 9, edge + 1))
        beyond = sum(count for length, count in lengths.items() if length > edge)
        if near - 2 * beyond > most and lengths[edge]:
            best, most = edge, near - 2 * beyond
    if most < 4:
        return 0
    # Wrapped lines break off in the middle of sentences; paragraphs of one line each end with theirs.
    full = [text for line in lines if len(text := line.rstrip()) > best - 10]
    return best if sum(1 for text in full if text[-1] not in _ENDS) > 0.35 * len(full) else 0


def _goes_on(before: _Line, line: _Line, width: int, block: Block) -> bool:
    """Whether this line goes on with the paragraph of the line before it: there was no room for its first word."""
    if _is_cut(before.text, line.text):
        return not (is_byline(before.text) or is_byline(line.text) or is_stamp(before.text) or is_dateline(before.text))
    if not width or _HEADING.match(line.text) or _begins_item(line.text):
        return False
    bulleted = _BULLET.match(block.text) is not None
    hanging = line.indent - before.indent
    if _centred(before, width) and _centred(line, width):
        return before.length - before.indent > 0.5 * width
    if not (0 if bulleted else -12) <= hanging <= (6 if bulleted else 4):
        return False
    first = line.text.split(None, 1)[0]
    full = before.length + 1 + len(first) > width
    # Narrower than the page is wide, as beside a picture: a line that breaks off goes on with a small letter.
    narrow = before.length > 0.6 * width and line.text[:1].islower() and before.text[-1:] not in '.!?:;…"”»'
    return (full or narrow) and not (is_byline(line.text) or is_dateline(line.text) or is_stamp(line.text))


def _is_cut(before: str, text: str) -> bool:
    """Whether a long line goes on with a small letter: copying breaks paragraphs off at links, far from any edge."""
    return text[0].islower() and len(text) > _NARROWEST and before[-1] not in _ENDS and not _begins_item(text)


def _begins_item(text: str) -> bool:
    found = _BULLET.match(text)
    return found is not None and not found[0][0].isdigit()


def _centred(line: _Line, width: int) -> bool:
    """Whether a line stands in the middle, as text browsers put headings: as far from the left as from the right."""
    return line.indent >= 5 and abs(line.indent - (width - line.length)) <= 4


def _tidied(block: Block) -> Block:
    """The block without marks of links, pictures, bullets and emphasis; what they told is kept beside the text."""
    text = _PICTURE.sub(" ", block.text)
    block.row = _is_row(text)
    plain_length = len(text)
    linked = 0
    for found in _MARKDOWN_LINK.finditer(text):
        linked += len(found[1])
    text = _MARKDOWN_LINK.sub(r"\1", text)
    marks = len(_LINK_MARK.findall(text))
    text = _LINK_MARK.sub("", text)
    heading = _HEADING.match(text.strip())
    if heading:
        block.level, text = len(heading[1]), heading[2]
    bullet = _BULLET.match(text.strip())
    if bullet and not _says_more(text.strip(), bullet[0]):
        block.bullet, text = not bullet[0][0].isdigit(), text.strip()[bullet.end() :]
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\2", text)
    if marks and plain_length:
        linked = max(linked, min(len(text), 40 * marks) if len(text) > 90 else len(text))
    block.text = " ".join(text.split())
    if _BARE_URL.match(block.text):
        linked = len(block.text)
    block.linked = min(1.0, linked / max(1, len(block.text)))
    block.words = words_in(block.text)
    return block


def _is_row(text: str) -> bool:
    """Whether these are short texts side by side: three or more, with wide space or brackets between them."""
    cells = [one for one in _CELLS.split(text.strip()) if one.strip()]
    return len(cells) >= 3 and all(
        len(one.split()) <= 4 and not one.rstrip().endswith((".", ":", "?")) for one in cells
    )


def _says_more(text: str, bullet: str) -> bool:
    """Whether what looks like a bullet is a dash before speech, or the number of a sentence."""
    return bullet[0] in "–—-" and len(text) > 140


_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def words_in(text: str) -> int:
    """How many words the text has; of scripts without spaces, two signs count as one."""
    signs = len(_CJK.findall(text))
    return len(text.split()) + signs // 2
