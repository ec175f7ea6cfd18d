"""The parts of a ninjs item: concepts, texts by role, rights, pictures; the spellings of all its generations."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from wireroom.formats import beyond, focus
from wireroom.formats import subjects as codes
from wireroom.formats.bounds import text
from wireroom.formats.finish import picture_limit
from wireroom.formats.jsontext import is_object
from wireroom.formats.jsonvalues import Noted, Object, entries, first, line, listed, objects, pixels
from wireroom.formats.markup import plain
from wireroom.formats.model import Hint
from wireroom.formats.times import parse_time
from wireroom.news import Association, Rights

Texts: TypeAlias = list[tuple[str, str]]
"""(role, words), the most useful role first."""

_EIGHT = re.compile(r"\d{7,8}")
# Wide enough for any page; a provider's largest rendition may be made for print.
_WIDEST = 2048
_NO_SUMMARY = frozenset({"caption", "creditline", "script", "dateline", beyond.ROLE})


def texts(item: Object, key: str) -> Texts:
    """`descriptions`, `headlines`: 2.x and 3.x keep them in a list with roles, 1.x as `description_ROLE`."""
    found: Texts = []
    for one in listed(item.get(f"{key}s")):
        if type(one) is dict:
            words = one.get("value")
            if isinstance(words, str) and words.strip():
                found.append((str(one.get("role") or "").lower(), words))
        elif isinstance(one, str) and one.strip():
            found.append(("", one))
    start = f"{key}_"
    if start in "\n".join(item):
        for name, words in item.items():
            if name.startswith(start) and isinstance(words, str) and words.strip():
                found.append((name[len(start) :], words))
    if len(found) > 1:
        found.sort(key=lambda one: one[0] not in ("main", "", "text", "summary"))
    return found


def summary(descriptions: Texts) -> str:
    """The description of the story: not a picture's caption, not the credit line."""
    for role, words in descriptions:
        if role not in _NO_SUMMARY:
            return plain(words)
    return ""


def provider(sources: Any) -> str:
    """Who sent it, of the sources that a 2.x or 3.x item names with their roles."""
    for one in objects(sources):
        if line(one.get("role")).lower().rpartition(":")[2].rpartition("/")[2] in ("provider", "distributor"):
            return first(one, "name", "literal")
    return ""


def subjects(*groups: Any) -> tuple[str, ...]:
    """`scheme:code` of each subject; the bare name where the item gives it no code."""
    found: dict[str, None] = {}
    for group in groups:
        for one in listed(group) if group else ():
            if is_object(one):
                if code := _coded(one):
                    found[code] = None
                    if meant := codes.iptc_of(code):
                        found[meant] = None
            elif isinstance(one, str) and one.strip():
                found[codes.of_code(text(one))] = None
    return tuple(found)


def _coded(concept: Object) -> str:
    uri = concept.get("uri") or concept.get("qcode")
    if isinstance(uri, str) and uri.strip():
        return codes.of_code(uri.strip())
    code = concept.get("code")
    if type(code) is int:
        code = str(code)
    if isinstance(code, str) and code.strip():
        scheme = concept.get("scheme")
        return codes.of_code(code.strip(), scheme.strip() if isinstance(scheme, str) else "")
    literal = concept.get("literal")
    if isinstance(literal, str) and _EIGHT.fullmatch(literal.strip()):
        return codes.of_code(literal.strip())
    return first(concept, "name", "literal")


def signals(*groups: Any) -> list[str]:
    """The signals as sent: codes, or whole concepts."""
    found = [one for group in groups if group for one in listed(group)]
    # `updatetype`: TT's object of what it says beside the story.
    keys = ("code", "qcode", "uri", "literal", "name", "updatetype")
    words = [first(one, *keys) if is_object(one) else one for one in found]
    return [text(one) for one in words if isinstance(one, str) and one.strip()]


def rights(item: Object, descriptions: Texts) -> Rights:
    """What the item says of its use; a rights policy is kept word for word, for nobody may overlook it."""
    stated = item.get("usageterms")
    terms = [text(one) for one in listed(stated) if isinstance(one, str)] if stated else []
    for one in objects(item["rightsinfo"]) if "rightsinfo" in item else ():
        policy = {key.lower(): value for key, value in one.items()}
        terms += [
            f"rights policy: {text(policy[key])}"
            for key in ("linkedrights", "encodedrights")
            if isinstance(policy.get(key), str) and policy[key].strip()
        ]
    return Rights(
        holder=first(item, "copyrightholder"),
        notice=first(item, "copyrightnotice"),
        credit_line=credit(item, descriptions),
        usage_terms=tuple(one for one in terms if one),
    )


def credit(item: Object, descriptions: Texts) -> str:
    """The credit line: 3.x has no field for it, and AP's example puts it among the descriptions."""
    for role, words in descriptions:
        if role == "creditline":
            return text(words)
    return first(item, "creditline", "credit")


def alt_ids(item: Object, uri: str) -> tuple[str, ...]:
    """Other names of the item: a list with roles (2.x, 3.x), an object (1.x), Superdesk's guid beside a uri."""
    stated = item.get("altids")
    if stated is None and "guid" not in item:
        return ()
    values = list(stated.values()) if is_object(stated) else listed(stated)
    found = [one.get("value") if is_object(one) else one for one in values]
    found.append(item.get("guid"))
    return tuple(dict.fromkeys(text(str(one)) for one in found if isinstance(one, str | int) and one and one != uri))


def associations(stated: Any, hint: Hint, noted: Noted) -> tuple[Association, ...]:
    """What belongs to the item, by name (1.x) or in a list (2.x, 3.x). What may not be used is left out and noted."""
    if not stated:
        return ()
    found = []
    for key, one in entries(stated):
        if not is_object(one):
            continue
        part = {k.lower(): v for k, v in one.items()}
        problem = _barred(part, hint)
        if problem:
            noted(f"associations.{key}", f"left out: {problem}")
            continue
        if part.get("usageterms") or part.get("ednote"):
            noted(f"associations.{key}", "carries terms of its own: " + (first(part, "usageterms", "ednote")))
        found.append(association(part, texts(part, "description"), key))
    return tuple(found)


def own_renditions(item: Object, descriptions: Texts) -> tuple[Association, ...]:
    """The item's own files, where it is itself a picture or the like."""
    if not item.get("renditions"):
        return ()
    return (association(item, descriptions, ""),)


def association(part: Object, descriptions: Texts, key: str) -> Association:
    """A picture or the like (its keys in lower case), with the rendition that suits a page."""
    rendition, name = best(part.get("renditions"))
    caption = next((words for role, words in descriptions if role == "caption"), "") or summary(descriptions)
    if not caption:
        caption = first(part, "headline") or next((words for _, words in texts(part, "headline")), "")
    return Association(
        kind=first(part, "type") or "picture",
        href=first(rendition, "href", "url"),
        uri=first(part, "uri", "guid"),
        caption=plain(caption),
        credit=credit(part, descriptions) or first(part, "byline", "by", "copyrightholder"),
        alt=first(part, "alt_text", "alttext")
        or next((text(words) for role, words in descriptions if role == "alt"), ""),
        media_type=first(rendition, "mimetype", "contenttype", "contentType") or first(part, "mimetype"),
        rendition=key or name,
        width=pixels(rendition.get("width")),
        height=pixels(rendition.get("height")),
        focus=_focus(rendition, part.get("renditions")),
    )


def _focus(rendition: Object, stated: Any) -> tuple[int, int] | None:
    """The point of interest (`poi`, ninjs 2.0 and 3.0, Superdesk before) of the rendition, or of one of its shape.

    One that lies outside its rendition is in the pixels of another, nobody says which (Superdesk's crops do so).
    """
    width, height = pixels(rendition.get("width")), pixels(rendition.get("height"))
    for one in (rendition, *(one for _, one in entries(stated) if is_object(one))) if rendition else ():
        poi, wide, high = one.get("poi"), pixels(one.get("width")), pixels(one.get("height"))
        if is_object(poi) and focus.is_alike(width, height, wide, high):
            found = focus.point(poi.get("x"), poi.get("y"), wide, high)
            if found:
                return found
    return None


def _barred(part: Object, hint: Hint) -> str:
    """Why an association may not be used with the story: its own status and embargo can only narrow."""
    status = str(part.get("pubstatus") or "usable").strip().lower()
    if status != "usable":
        return f"its own status is {status:.80}"
    embargo = part.get("embargoed") or part.get("embargoeduntil")
    if embargo:
        until = parse_time(embargo, hint.zone) if isinstance(embargo, str) else None
        return f"it has an embargo of its own: {until.isoformat() if until else embargo!r:.80}"
    return terms_against(part)


def terms_against(part: Object) -> str:
    """Why a picture is left out by its own terms of use, or by what its note to editors says of them; "" if not."""
    terms = (text(one) for one in listed(part.get("usageterms")) if isinstance(one, str))
    limit = picture_limit(*terms, notes=first(part, "ednote"))
    return f"its own terms: “{limit:.80}”" if limit else ""


def best(stated: Any) -> tuple[Object, str]:
    """The widest rendition that a page can use, else the narrowest there is, with its name.

    Words about the picture (AP's caption as NITF) are no rendition of it.
    """
    found: tuple[tuple[bool, bool, int], Object, str] | None = None
    for key, one in entries(stated) if stated else ():
        if not is_object(one):
            continue
        href = one.get("href") or one.get("url")
        if not isinstance(href, str):
            continue
        width = pixels(one.get("width")) or 0
        words = str(one.get("mimetype") or one.get("contentType") or one.get("contenttype") or "").startswith("text/")
        rank = (not words, width <= _WIDEST, width if width <= _WIDEST else -width)
        if found is None or rank > found[0]:
            found = (rank, one, key)
    return (found[1], found[2]) if found else ({}, "")
