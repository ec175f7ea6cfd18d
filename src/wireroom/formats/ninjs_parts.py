"""The parts of a ninjs item: concepts, texts by role, rights, pictures; the spellings of all its generations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from wireroom.formats import subjects as codes
from wireroom.formats.bounds import text
from wireroom.formats.jsontext import is_object
from wireroom.formats.markup import plain
from wireroom.formats.model import Hint
from wireroom.formats.times import parse_time
from wireroom.news import Association, Rights

Noted: TypeAlias = Callable[[str, str], None]
Texts: TypeAlias = list[tuple[str, str]]
"""(role, words), the most useful role first."""

# The long names of two vocabularies, as some write them for the scheme.
_ALIASES = {"mediatopic": "medtop", "subjectcode": "subj"}
_EIGHT = re.compile(r"\d{7,8}")
# Wide enough for any page; a provider's largest rendition may be made for print.
_WIDEST = 2048
PICTURES = ("picture", "graphic")


def texts(item: dict[str, Any], key: str) -> Texts:
    """`descriptions`, `headlines`: 2.x and 3.x keep them in a list with roles, 1.x as `description_ROLE`."""
    found: Texts = []
    for one in _list(item.get(f"{key}s")):
        if is_object(one) and isinstance(one.get("value"), str):
            found.append((str(one.get("role") or "").lower(), one["value"]))
        elif isinstance(one, str):
            found.append(("", one))
    start = f"{key}_"
    found += [(k[len(start) :], v) for k, v in item.items() if k.startswith(start) and isinstance(v, str)]
    if len(found) > 1:
        found.sort(key=lambda one: one[0] not in ("main", "", "text"))
    return [one for one in found if one[1].strip()]


def summary(descriptions: Texts) -> str:
    """The description of the story: not a picture's caption, not the credit line."""
    for role, words in descriptions:
        if role not in ("caption", "creditline", "script"):
            return plain(words)
    return ""


def named(*groups: Any) -> tuple[str, ...]:
    """The names of concepts; the literal, code or uri where a concept has no name."""
    found: dict[str, None] = {}
    for group in groups:
        for one in _list(group):
            if isinstance(one, str):
                words = text(one)
            elif is_object(one):
                words = _first(one, "name", "literal", "code", "qcode", "uri")
            else:
                continue
            if words:
                found[words] = None
    return tuple(found)


def subjects(*groups: Any) -> tuple[str, ...]:
    """`scheme:code` of each subject; the bare name where the item gives it no code."""
    found: dict[str, None] = {}
    for group in groups:
        for one in _list(group):
            if is_object(one):
                code = _coded(one)
                if code:
                    found[code] = None
            elif isinstance(one, str) and one.strip():
                found[subject(text(one))] = None
    return tuple(found)


def _coded(concept: dict[str, Any]) -> str:
    uri = concept.get("uri") or concept.get("qcode")
    if isinstance(uri, str) and uri.strip():
        return subject(uri.strip())
    code = concept.get("code")
    if isinstance(code, int):
        code = str(code)
    if isinstance(code, str) and code.strip():
        scheme = concept.get("scheme")
        return subject(code.strip(), scheme.strip() if isinstance(scheme, str) else "")
    literal = concept.get("literal")
    if isinstance(literal, str) and _EIGHT.fullmatch(literal.strip()):
        return subject(literal.strip())
    return _first(concept, "name", "literal")


@lru_cache(maxsize=4096)
def subject(code: str, scheme: str = "") -> str:
    """One subject as `scheme:code`: IPTC's vocabularies by their short names, others as they came.

    Eight digits without a scheme are a Media Topic where only those have such numbers (20000000 and above), else one
    of the older Subject Codes.
    """
    if scheme.startswith("http"):
        code, scheme = f"{scheme.rstrip('/#')}/{code}", ""
    if "://" in code:
        return codes.code("", code)
    if scheme:
        return codes.code(f"{_ALIASES.get(scheme, scheme)}:{code}")
    if _EIGHT.fullmatch(code):
        return f"medtop:{code}" if len(code) == 8 and code >= "20000000" else codes.of_digits(code)
    return codes.code(code)


def signals(*groups: Any) -> list[str]:
    """The signals as sent: codes, or whole concepts."""
    found = [one for group in groups for one in _list(group)]
    words = [_first(one, "code", "qcode", "uri", "literal", "name") if is_object(one) else one for one in found]
    return [text(one) for one in words if isinstance(one, str) and one.strip()]


def rights(item: dict[str, Any], descriptions: Texts) -> Rights:
    """What the item says of its use; a rights policy is kept word for word, for nobody may overlook it."""
    terms = [text(one) for one in _list(item.get("usageterms")) if isinstance(one, str)]
    for stated in _list(item.get("rightsinfo")):
        if is_object(stated):
            policy = {key.lower(): value for key, value in stated.items()}
            terms += [
                f"rights policy: {text(policy[key])}"
                for key in ("linkedrights", "encodedrights")
                if isinstance(policy.get(key), str) and policy[key].strip()
            ]
    return Rights(
        holder=_first(item, "copyrightholder"),
        notice=_first(item, "copyrightnotice"),
        credit_line=_credit(item, descriptions),
        usage_terms=tuple(one for one in terms if one),
    )


def _credit(item: dict[str, Any], descriptions: Texts) -> str:
    stated = next((words for role, words in descriptions if role == "creditline"), "")
    return text(stated) if stated else _first(item, "creditline", "credit")


def alt_ids(item: dict[str, Any], uri: str) -> tuple[str, ...]:
    """Other names of the item: a list with roles (2.x, 3.x), an object (1.x), Superdesk's guid beside a uri."""
    stated = item.get("altids")
    values = list(stated.values()) if is_object(stated) else _list(stated)
    found = [one.get("value") if is_object(one) else one for one in values]
    found.append(item.get("guid"))
    return tuple(dict.fromkeys(text(str(one)) for one in found if isinstance(one, str | int) and one and one != uri))


def associations(stated: Any, hint: Hint, noted: Noted) -> tuple[Association, ...]:
    """What belongs to the item, by name (1.x) or in a list (2.x, 3.x). What may not be used is left out and noted."""
    if not stated:
        return ()
    found = []
    for key, one in _entries(stated):
        if not is_object(one):
            continue
        part = {k.lower(): v for k, v in one.items()}
        problem = _barred(part, hint)
        if problem:
            noted(f"associations.{key}", f"left out: {problem}")
            continue
        if part.get("usageterms") or part.get("ednote"):
            noted(f"associations.{key}", "carries terms of its own: " + (_first(part, "usageterms", "ednote")))
        found.append(_association(part, texts(part, "description"), key))
    return tuple(found)


def own_renditions(item: dict[str, Any], descriptions: Texts) -> tuple[Association, ...]:
    """The item's own files, where it is itself a picture or the like."""
    if not item.get("renditions"):
        return ()
    return (_association(item, descriptions, ""),)


def _association(part: dict[str, Any], descriptions: Texts, key: str) -> Association:
    rendition, name = _best(part.get("renditions"))
    caption = next((words for role, words in descriptions if role == "caption"), "") or summary(descriptions)
    if not caption:
        caption = _first(part, "headline") or next((words for _, words in texts(part, "headline")), "")
    return Association(
        kind=_first(part, "type") or "picture",
        href=_first(rendition, "href"),
        uri=_first(part, "uri", "guid"),
        caption=plain(caption),
        credit=_credit(part, descriptions) or _first(part, "byline", "by", "copyrightholder"),
        alt=_first(part, "alt_text", "alttext"),
        media_type=_first(rendition, "mimetype", "contenttype", "contentType") or _first(part, "mimetype"),
        rendition=key or name,
        width=_pixels(rendition.get("width")),
        height=_pixels(rendition.get("height")),
    )


def _barred(part: dict[str, Any], hint: Hint) -> str:
    """Why an association may not be used with the story: its own status and embargo can only narrow."""
    status = str(part.get("pubstatus") or "usable").strip().lower()
    if status != "usable":
        return f"its own status is {status}"
    embargo = part.get("embargoed") or part.get("embargoeduntil")
    if embargo:
        until = parse_time(embargo, hint.zone) if isinstance(embargo, str) else None
        return f"it has an embargo of its own: {until.isoformat() if until else embargo!r:.80}"
    return ""


def _best(stated: Any) -> tuple[dict[str, Any], str]:
    """The widest rendition that a page can use, else the narrowest there is, with its name."""
    best: tuple[tuple[bool, int], dict[str, Any], str] | None = None
    for key, one in _entries(stated):
        if not is_object(one) or not isinstance(one.get("href"), str):
            continue
        width = _pixels(one.get("width")) or 0
        rank = (width <= _WIDEST, width if width <= _WIDEST else -width)
        if best is None or rank > best[0]:
            best = (rank, one, key)
    return (best[1], best[2]) if best else ({}, "")


def _entries(stated: Any) -> Iterator[tuple[str, Any]]:
    """The members of an object by key, or of a list by the `name` each has."""
    if is_object(stated):
        yield from stated.items()
    for index, one in enumerate(_list(stated) if not is_object(stated) else ()):
        yield (str(one.get("name") or index) if is_object(one) else str(index)), one


def _pixels(stated: Any) -> int | None:
    if isinstance(stated, str):
        stated = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 7 else None
    return int(stated) if isinstance(stated, int | float) and 0 < stated < 1_000_000 else None


def _first(item: dict[str, Any], *keys: str) -> str:
    """The first of these keys that has words, as one line of plain text."""
    for key in keys:
        value = item.get(key)
        if isinstance(value, str):
            if found := text(value):
                return found
        elif isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _list(value: Any) -> list[Any]:
    """A list as it is, a single value as a list of one: providers write either."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
