"""What holds for every version whatever its format: no control characters, bounded fields, no empty headline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from hashlib import blake2b
from operator import attrgetter, is_
from typing import Any

from wireroom.formats.finish import embargo_in_copy, first_sentence
from wireroom.formats.markup import clean, from_text, of_line, paragraphs, plain, without_tags
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.subjects import retired, with_topics
from wireroom.formats.words import orders, restrictions
from wireroom.formats.words.orders import MOST_WORDS, hinted
from wireroom.news import TEXT_FORMATS, Association, Body, Dateline, Limit, Rights, Version

BODY_LIMIT = 1_048_576
"""Characters of a body."""
LONG_LIMIT = 20_000
"""Characters of a summary, a note to editors, a notice, one usage term or a caption."""
LINE_LIMIT = 2_000
"""Characters of a headline and of every other text of one line."""
LIST_LIMIT = 500
"""Members of a list."""
LARGEST_NUMBER = 2**63 - 1
"""The highest version number that the ledger can keep in order."""

# Control characters, lone surrogates, non-characters, and the signs that turn the direction of all text behind them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LONG = frozenset({"summary", "ed_note", "hold", "correction_note", "notice", "usage_terms", "caption", "alt"})
# Their readers look at the words themselves, for nothing else says what an item is.
_IN_WORDS = TEXT_FORMATS | {"email"}
_SHORT = 2500  # characters of a body that may consist of orders
_SURELY_COPY = MOST_WORDS * 6 // 5  # spaces in it: here and there two may stand side by side, one of them not breaking
# Characters: copy wrapped to a width stays under it.
_WRAPPED = 100

_TEXTS = tuple(f.name for f in fields(Version) if f.type == "str" and f.name not in ("uri", "kind", "format"))
_LISTS = tuple(f.name for f in fields(Version) if f.type == "tuple[str, ...]")
_texts_of = attrgetter(*_TEXTS)
_lists_of = attrgetter(*_LISTS)


def text(value: str) -> str:
    """One line of plain text, whatever markup, entities or control characters the wire put into it."""
    # Most fields are plain already; `plain` walks the text, this asks it.
    if value.isprintable() and "<" not in value and "&" not in value and "  " not in value:
        return value.strip()
    return plain(value)


def as_paragraphs(words: str) -> Body:
    """Plain text as a body: blank lines part paragraphs, and every line does where lines are not wrapped to a width."""
    words = words.strip()
    if (body := of_line(words)) is not None:
        return body
    if "\n\n" not in words and any(len(line) > _WRAPPED for line in words.split("\n")):
        words = words.replace("\n", "\n\n")
    return from_text(words)


def version_number(stated: str) -> int | None:
    """A provider's version number; None for what is no whole number, or too large to be kept: time orders those."""
    if stated.isascii() and stated.isdigit() and len(stated.lstrip("0")) < 20 and int(stated) <= LARGEST_NUMBER:
        return int(stated)
    return None


def weak_id(name: str) -> bool:
    """Whether an identifier cannot be unique in the world: a bare number, or fewer than eight characters."""
    return ":" not in name and (name.isdigit() or len(name) < 8)


def made_uri(*parts: str) -> str:
    """A uri for an entry that states none: a digest of what it does state, the same at every reading."""
    return "urn:wireroom:entry:" + blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def settle(reading: Reading, hint: Hint) -> Reading:
    """The reading with every version made fit for the ledger; what was changed beyond tidying is noted."""
    notes: list[Note] = []
    versions = tuple([_settle(version, reading.format, hint, notes) for version in reading.versions])
    if not notes and all(map(is_, versions, reading.versions)):
        return reading  # as nearly always
    return replace(reading, versions=versions, notes=reading.notes + tuple(notes) if notes else reading.notes)


def _settle(version: Version, format: str, hint: Hint, notes: list[Note]) -> Version:
    changes: dict[str, Any] = {}

    def noted(name: str, problem: str) -> None:
        notes.append(Note(f"{version.uri[:200]} {name}", problem))

    if version.format != format:
        changes["format"] = format
    if not version.provider and hint.provider:
        changes["provider"] = hint.provider
    if not version.language and hint.language:
        changes["language"] = hint.language
    if not _tidy(version):
        _settle_texts(version, changes, noted)
        _settle_parts(version, changes, noted)
    _settle_subjects(version.subjects, changes, noted)
    if version.headline and version.format not in _IN_WORDS:
        if not version.orders:
            _settle_orders(version, changes)
        if version.embargoed_until is None and not version.hold:
            found = embargo_in_copy(version.headline, version.body)
            changes |= {"embargoed_until": found.until, "hold": found.why} if found.until or found.why else {}
    if version.rights.usage_terms or version.ed_note:
        _settle_restrictions(version, changes, hint, noted)
    _settle_body(version, changes, noted)
    return replace(version, **changes) if changes else version


_Noted = Callable[[str, str], None]


def _tidy(version: Version) -> bool:
    """Whether no field but the body needs a look, as mostly: what holds for all texts joined holds for each."""
    rights = version.rights
    texts = [version.uri, *_texts_of(version), *_PARTS[Dateline][1](version.dateline), *_PARTS[Rights][1](rights)]
    texts += rights.usage_terms
    for one in version.associations:
        texts += _PARTS[Association][1](one)
    for members in _lists_of(version):
        texts += members
    return len(texts) <= LIST_LIMIT and _fine(texts)


def _settle_parts(version: Version, changes: dict[str, Any], noted: _Noted) -> None:
    for name in ("dateline", "rights"):
        before = getattr(version, name)
        after = _settle_part(before, noted)
        if after is not before:
            changes[name] = after
    associations = tuple(_settle_part(one, noted) for one in version.associations[:LIST_LIMIT])
    if associations != version.associations:
        changes["associations"] = associations


def _settle_texts(version: Version, changes: dict[str, Any], noted: _Noted) -> None:
    uri = _uri(version.uri)
    if uri != version.uri:
        changes["uri"] = uri
    texts = _texts_of(version)
    if not _fine(texts):
        for name, before in zip(_TEXTS, texts, strict=True):
            after = _bounded(name, before, noted)
            if after != before:
                changes[name] = after
    for name, members in zip(_LISTS, _lists_of(version), strict=True):
        if members and (len(members) > LIST_LIMIT or not _fine(members)):
            changes[name] = _settle_list(name, members, noted)


def _fine(texts: Sequence[str]) -> bool:
    """Whether texts need no look one by one, as nearly always: what holds for all of them joined holds for each."""
    joined = "".join(texts)
    return len(joined) <= LINE_LIMIT and joined.isprintable()


def _settle_orders(version: Version, changes: dict[str, Any]) -> None:
    """What an item orders about others in words; such an item is for editors (AP's kill banners are items like any)."""
    short = paragraphs(version.body) if _may_order(version.body) else []
    if found := orders(version.headline, short, version.ed_note, created=version.version_created):
        changes["orders"] = found
        if orders(version.headline, short) or not version.body:
            changes["kind"] = "advisory"


def _may_order(body: Body) -> bool:
    """Whether a body might consist of orders; told without parting its paragraphs, for most surely do not."""
    if len(body) >= _SHORT:
        return False
    alone = body.count("<") == 2 * body.count("<p>")
    # Between words of paragraphs alone stands one space: to count those is cheaper than to part the words.
    if alone and body.count(" ") - body.count("&") > _SURELY_COPY:
        return False
    words = (body if alone else without_tags(body)).lower().split()
    if len(words) - body.count("&") > MOST_WORDS:
        return False
    # Where a reference stands for a letter, or a tag for a space, only the paragraphs tell.
    return "&" in body or (not alone and ("<br/>" in body or "<table" in body)) or hinted(words)


def _settle_restrictions(version: Version, changes: dict[str, Any], hint: Hint, noted: _Noted) -> None:
    """What usage terms and notes to editors mean, for the gate; what is not understood is for the desk as well."""
    rights = changes.get("rights", version.rights)
    found = restrictions(*rights.usage_terms, notes=version.ed_note, zone=hint.zone)
    if found and found != rights.restrictions:
        changes["rights"] = replace(rights, restrictions=found)
    for one in found:
        if one.limit is Limit.UNKNOWN:
            noted("rights", f"a restriction that is not understood: “{one.text[:200]}”")


def _settle_subjects(sent: tuple[str, ...], changes: dict[str, Any], noted: _Noted) -> None:
    """Media Topics first, also for what came as old Subject Codes; a retired one is kept, and noted as such."""
    sent = changes.get("subjects", sent)
    if not sent:
        return
    complete = with_topics(sent)
    if complete != sent:
        changes["subjects"] = complete
    for topic, year in retired(sent):
        noted("subjects", f"{topic} was retired by IPTC in {year}")


def _settle_body(version: Version, changes: dict[str, Any], noted: _Noted) -> None:
    body = version.body
    if len(body) > BODY_LIMIT:
        end = body.rfind("</p>", 0, BODY_LIMIT)
        # Cleaned again, so that what the cut left open is closed.
        body = clean(body[: end + 4 if end > 0 else BODY_LIMIT])
        changes["body"] = body
        noted("body", f"longer than {BODY_LIMIT:,} characters: the rest was cut off")
    if not version.headline and body:
        headline = first_sentence(body)
        if headline:
            changes["headline"] = headline
            noted("headline", "empty: the first sentence of the body stands in for it")
        elif version.kind == "text":
            changes["kind"] = "picture"
            noted("body", "a picture without a word: no story")


def _settle_list(name: str, members: tuple[str, ...], noted: _Noted) -> tuple[str, ...]:
    if len(members) > LIST_LIMIT:
        noted(name, f"more than {LIST_LIMIT} members: the rest was left out")
        members = members[:LIST_LIMIT]
    bounded = [_bounded(name, one, noted) if len(one) > LINE_LIMIT or not one.isprintable() else one for one in members]
    return tuple(one for one in bounded if one)


_Part = Dateline | Rights | Association
_PARTS = {
    kind: (names, attrgetter(*names))
    for kind in (Dateline, Rights, Association)
    for names in (tuple(f.name for f in fields(kind) if f.type == "str"),)
}


def _settle_part(part: _Part, noted: _Noted) -> _Part:
    names, texts_of = _PARTS[type(part)]
    texts = texts_of(part)
    changes: dict[str, Any] = {}
    if not _fine(texts):
        for name, before in zip(names, texts, strict=True):
            after = _bounded(name, before, noted)
            if after != before:
                changes[name] = after
    if isinstance(part, Rights) and not _fine(part.usage_terms):
        changes["usage_terms"] = _settle_list("usage_terms", part.usage_terms, noted)
    return replace(part, **changes) if changes else part


def _bounded(name: str, value: str, noted: _Noted) -> str:
    value = _FORBIDDEN.sub("", value)
    limit = LONG_LIMIT if name in _LONG else LINE_LIMIT
    if len(value) <= limit:
        return value
    noted(name, f"longer than {limit:,} characters: the rest was cut off")
    return _cut(value, limit)


def _cut(value: str, limit: int) -> str:
    """The text up to a limit, between words where it has any."""
    if len(value) <= limit:
        return value
    head = value[: limit - 1]
    space = head.rfind(" ")
    return (head[:space] if space > limit // 2 else head).rstrip(" ,;:-–—") + "…"


def _uri(uri: str) -> str:
    """The uri without control characters; one too long to be kept gives way to its digest, never to its beginning."""
    if not uri.isprintable():
        uri = _FORBIDDEN.sub("", uri).strip()
    return uri if len(uri) <= LINE_LIMIT else made_uri(uri)
