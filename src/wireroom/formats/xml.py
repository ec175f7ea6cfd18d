"""XML from the wire, parsed without trust: no DTD, no entities, no network; encodings that lie; repair that says so."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple, cast

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import charsets
from wireroom.formats.model import Note

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TODO = "ask the provider to send it again; `wireroom replay` reads it anew after a reader is mended"

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
# Most files begin so; a prefix is cut off, for no name goes on behind a colon.
_PLAIN_ROOT = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_SUBSET_PIECE = re.compile(r"<!--|<\?|[\"']|\]\s*>")
_ENDS = {"<!--": "-->", "<?": "?>", '"': '"', "'": "'", "<![CDATA[": "]]>"}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[|>")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(r"&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};|(?:amp|lt|gt|quot|apos);)")
_TAGS = re.compile(r"<!\[CDATA\[|<[^<>]*>")
# Half a pair (U+D800 to U+DFFF) is no character either, and the forgiving parser would let its reference through.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|0*(?:55(?:29[6-9]|[3-9]\d\d)|56\d{3}|57(?:[0-2]\d\d|3(?:[0-3]\d|4[0-3]))));"
)
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


_STRICT = _parser(recover=False)
_FORGIVING = _parser(recover=True)


class Parsed(NamedTuple):
    """A parsed file. `repaired` tells that it was not well-formed and was mended; the notes say where and how."""

    root: etree._Element
    repaired: bool
    notes: tuple[Note, ...]


def parse(data: bytes) -> Parsed:
    """Parses a whole document.

    Entities are never expanded (a DTD is cut out unread; HTML's named characters are understood) and nothing is
    fetched. What is not well-formed is mended where the end of the document is there to prove that nothing is
    missing. Raises UnreadableError with the line for anything else, a truncated file above all.
    """
    try:
        # Most files need no mending. Those that declare something else than UTF-8, or a DTD, take the longer way.
        if b"<!DOCTYPE" not in data[:4096] and (data.isascii() or _is_utf8(data)):
            return Parsed(etree.fromstring(data.lstrip(), _STRICT), False, _lie(data))
    except etree.XMLSyntaxError:
        pass
    text, notes = decode(data)
    if not text.strip():
        raise UnreadableError("the file is empty", todo=_TODO)
    return _parse_text(_without_doctype(text.lstrip()), notes)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _lie(data: bytes) -> tuple[Note, ...]:
    """A note when UTF-8 is declared to be something else."""
    found = None if data.isascii() else _DECLARED.match(data[:200])
    if found is None or found[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        return ()
    return (Note("line 1", f"declares {found[1].decode('ascii')} and is UTF-8: read as UTF-8"),)


def decode(data: bytes) -> tuple[str, list[Note]]:
    """The text of an XML document, whatever its declaration says: valid UTF-8 with non-ASCII in it beats it.

    A byte order mark comes first, then escapes of ISO 2022; text that is not UTF-8 is read as declared, and as
    Windows-1252 when the declared encoding is UTF-8, unknown, or ISO-8859-1 (whose C1 controls nobody means). What is
    Chinese, Japanese or Korean in another set than declared is read as what it is. Raises UnreadableError when that
    cannot be told.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), []
    if data.startswith((b"<\x00", b"\x00<")):
        return data.decode("utf-16-le" if data[0] else "utf-16-be", "replace"), []
    if (switched := charsets.escaped(data)) is not None:
        return switched, []
    found = _DECLARED.match(data[:200])
    declared = found[1].decode("ascii").lower() if found else "utf-8"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return text, list(_lie(data))
    if (eastern := _eastern(data, declared)) is not None:
        return eastern
    latin = declared in ("iso-8859-1", "latin-1", "latin1")
    says_utf8 = declared in ("utf-8", "utf8", "us-ascii", "ascii")
    if latin or says_utf8:
        charsets.refuse_unknown(data)
    try:
        decoded = data.decode("cp1252" if latin or says_utf8 else declared)
        return decoded, [Note("line 1", f"declares {declared}: read as Windows-1252")] if says_utf8 else []
    except (LookupError, UnicodeDecodeError):
        note = Note("line 1", f"declares {declared}, which does not fit its bytes: read as Windows-1252")
        return data.decode("cp1252", "replace"), [note]


def _eastern(data: bytes, declared: str) -> tuple[str, list[Note]] | None:
    """Chinese, Japanese or Korean as text, with a note where another set is declared; None for what is none of them."""
    if (known := charsets.stated(data, declared)) is not None:
        return known, []
    found = charsets.guessed(data, eastern=charsets.is_eastern(declared))
    if found is None:
        return None
    return found, [Note("line 1", f"declares {declared}, which it is not: read as what its characters say")]


def _without_doctype(text: str) -> str:
    """The document without its DOCTYPE, line for line: nothing that a DTD can say is wanted from a wire."""
    start = _PROLOG.match(text)
    at = start.end() if start else 0
    if not text.startswith("<!DOCTYPE", at):
        return text
    end = at
    while found := _QUOTED.search(text, end):
        end = found.end()
        if found[0] == ">":
            break
        if found[0] == "[":
            while (piece := _SUBSET_PIECE.search(text, end)) and not piece[0].startswith("]"):
                end = _end_of(text, piece[0], piece.end())
            end = piece.end() if piece else len(text)
            break
    return text[:at] + "\n" * text.count("\n", at, end) + text[end:]


def _end_of(text: str, opening: str, at: int) -> int:
    """The end of what this opens; that of the text when nothing closes it.

    Patterns for it (`<!--.*?-->`) would look through the rest of the file once for each that is never closed.
    """
    closing = _ENDS[opening]
    found = text.find(closing, at)
    return found + len(closing) if found >= 0 else len(text)


def _apart(text: str, opening: str) -> Iterator[tuple[str, str]]:
    """The text in pairs: what stands before, and what is opened and closed by this."""
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = _end_of(text, opening, start + len(opening))
        yield text[at:start], text[start:end]
        at = end
    yield text[at:], ""


def _parse_text(text: str, notes: list[Note]) -> Parsed:
    if "&" in text:
        text = _NAMED.sub(_character, text)
    try:
        return Parsed(_from_text(text, _STRICT), False, tuple(notes))
    except etree.XMLSyntaxError as first:
        problem = first
    parts = _apart(_FORBIDDEN.sub("", text), "<![CDATA[")
    mended = "".join(_BARE.sub("&amp;", words) + section for words, section in parts)
    notes.append(Note(f"line {problem.lineno or 1}", f"not well-formed, mended: {_reason(problem)}"))
    try:
        return Parsed(_from_text(mended, _STRICT), True, tuple(notes))
    except etree.XMLSyntaxError as second:
        problem = second
    _refuse_truncated(mended, problem)
    root = _from_text(mended, _FORGIVING)
    if root is None:
        raise UnreadableError(f"not XML: {_reason(problem)}", where=f"line {problem.lineno or 1}", todo=_TODO)
    _refuse_lossy(mended, root, problem)
    return Parsed(root, True, tuple(notes))


def _refuse_lossy(text: str, root: etree._Element, problem: etree.XMLSyntaxError) -> None:
    """What the parser had to skip to go on must not be copy: one character in twenty at most."""
    words = "".join(before for before, _ in _apart(text, "<!--"))
    # Escaped markup is five characters where it stands, and one once it is read.
    written = len("".join(unescape(_TAGS.sub("", words)).replace("]]>", "").split()))
    if len("".join(all_text(root).split())) < 0.95 * written:
        raise UnreadableError(
            f"cannot be mended without losing text: {_reason(problem)}", where=f"line {problem.lineno or 1}", todo=_TODO
        )


def _from_text(text: str, parser: etree.XMLParser) -> etree._Element:
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _character(found: re.Match[str]) -> str:
    """HTML's named characters, which DTDs of the wire declare; XML's own five stay."""
    if found[1] in _PREDEFINED:
        return found[0]
    character = unescape(found[0])
    return found[0] if character == found[0] or character in "<&" else character


def _refuse_truncated(text: str, problem: etree.XMLSyntaxError) -> None:
    """Half a story must never pass for a whole one: what is mended must end with its root's end."""
    root = _ROOT.search(text, (_PROLOG.match(text) or re.compile("").match(text)).end())  # type: ignore[union-attr]
    if root is None:
        raise UnreadableError(f"not XML: {_reason(problem)}", where=f"line {problem.lineno or 1}", todo=_TODO)
    tail = text.rstrip()
    while tail.endswith("-->") and (comment := tail.rfind("<!--")) >= 0:
        tail = tail[:comment].rstrip()
    if not re.search(rf"</(?:[\w.-]+:)?{re.escape(root[1])}\s*>$", tail[-len(root[1]) - 200 :]):
        raise UnreadableError(
            f"the file ends before </{root[1]}>: truncated", where=f"line {text.count(chr(10)) + 1}", todo=_TODO
        )


def _reason(problem: etree.XMLSyntaxError) -> str:
    return re.sub(r", line \d+, column \d+.*", "", str(problem.msg or problem), flags=re.DOTALL)


def root_name(data: bytes) -> str:
    """The local name of the document element in lower case, from the first bytes alone; "" when they are no XML.

    Never raises.
    """
    if plain := _PLAIN_ROOT.match(data):
        return plain[1].decode("ascii").lower()
    head = data[:8192]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")):
        text = decode(head)[0]
    else:
        text = head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    text = _without_doctype(text.lstrip())
    prolog = _PROLOG.match(text)
    found = _ROOT.match(text, prolog.end() if prolog else 0)
    return found[1].lower() if found else ""


_AFTER_PREFIX = re.compile("[}:]")  # a prefix that nobody declared stays in the tag of a mended file


class _Locals(dict[str, str]):
    """Local names by tag in lower case, worked out once each; "" for what is no element."""

    def __missing__(self, tag: object) -> str:
        if not isinstance(tag, str):
            return ""
        name = _AFTER_PREFIX.split(tag)[-1].lower()
        if len(self) < 4096:  # the wire must not be able to fill the memory with names
            self[tag] = name
        return name


LOCALS = _Locals()
"""`local` as a dictionary, for the loops over all elements of a file."""


def local(element: etree._Element) -> str:
    """The element's name without its namespace, in lower case: agencies send the same format with, without and with
    odd ones, and some write `Headline` for `headline`. All functions here take names in lower case.
    """
    return LOCALS[element.tag]


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The child elements of these local names, in the order of the file; none of None."""
    for child in element if element is not None else ():
        if LOCALS[child.tag] in names:
            yield child


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down this path of local names; None when there is none."""
    for name in path:
        if element is None:
            return None
        for one in element:
            if LOCALS[one.tag] == name:
                break
        else:
            return None
        element = one
    return element


def descendants(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """All elements of these local names below this one, in the order of the file."""
    for one in element.iter():
        if LOCALS[one.tag] in names:
            yield one


def text(element: etree._Element | None) -> str:
    """All the text in an element, space folded; "" for None."""
    if element is None:
        return ""
    if len(element) == 0:
        words = element.text
        return " ".join(words.split()) if words else ""
    return " ".join(all_text(element).split())


def all_text(element: etree._Element) -> str:
    """All the text in an element, as it stands."""
    return "".join(cast("Iterator[str]", element.itertext()))


_PREFIX = re.compile(r"(</?)[A-Za-z_][\w.-]*:(?=[A-Za-z])")


def html_of(element: etree._Element) -> str:
    """The element as HTML with local names, for `markup.clean`."""
    html = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    if element.prefix or "xmlns:" in html:
        html = _PREFIX.sub(r"\1", html)
    # In a namespace libxml2 does not know that a break has no end; HTML would read that end as a second break.
    return html.replace("</br>", "")


def drop(element: etree._Element) -> None:
    """Takes an element out of its tree and leaves the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
