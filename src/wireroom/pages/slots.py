"""Places for advertising: the room that pages keep for each, and where between paragraphs one may stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from minijinja import safe

from wireroom.network.model import Site
from wireroom.pages.labels import Labels
from wireroom.pages.templates import Theme
from wireroom.pages.text import direction, plain

INLINE = "story-inline"
# Between two slots in a story, and before the first: characters of markup, about one and a half screens of a phone.
_BETWEEN, _FIRST, _LEFT = 2_400, 1_200, 600
_WIDTHS = ("", "38em", "62em")  # from which on a size holds, as `network.slots.WIDTHS`
# What ends a paragraph of the body, and what stands around paragraphs that are not its own.
_EDGE = re.compile(r"</p>|<(/?)(?:blockquote|ul|ol|table|figure)\b")
# What a frame may do: run scripts and open windows; not reach the page, the site's cookies or the address bar.
ALONE = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


def sizes_css(site: Site) -> str:
    """The room of each slot: a rule for every width at which it changes."""
    rules = []
    for slot in site.slots:
        before: tuple[int, int] | None = (0, 0)
        for width, size in zip(_WIDTHS, slot.sizes, strict=True):
            if size != before:
                rule = f".ad-{slot.key}{{{_room(size)}}}"
                rules.append(f"@media(min-width:{width}){{{rule}}}" if width else rule)
            before = size
    return "".join(rules)


def _room(size: tuple[int, int] | None) -> str:
    return f"--w:{size[0]}px;--h:{size[1]}px;display:block" if size else "display:none"


def rooms_of(site: Site, labels: Labels, theme: Theme, own: str) -> Mapping[str, tuple[str, ...]]:
    """The slots as HTML by where they stand (with `_` for `-`, for templates), each as often as there is one."""
    found: dict[str, tuple[str, ...]] = {}
    named: dict[str, int] = {}
    for slot in site.slots:
        label = slot.label or labels.advertisement
        named[label] = count = named.get(label, 0) + 1
        told = {
            "key": slot.key,
            "label": plain(label),
            "title": plain(label if count == 1 else f"{label} {count}"),  # no two frames of a page are called alike
            "src": safe(f"{own}/ad/{slot.key}") if slot.html else "",
            "size": next(size for size in slot.sizes if size),
            "sandbox": ALONE,
            "rail": slot.where == "rail",
            # Inside a story whose language may be another.
            "lang": safe(f' lang="{plain(site.language)}" dir="{direction(site.language)}"')
            if slot.where == INLINE
            else "",
        }
        where = slot.where.replace("-", "_")
        found[where] = (*found.get(where, ()), safe(theme.render("ad.html", ad=told)))
    return found


def framed(site: Site) -> bool:
    """Whether any slot has something in it, for which pages need a frame."""
    return any(one.html for one in site.slots)


def joined(rooms: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """The same, as templates print them."""
    return {where: safe("\n".join(slots)) for where, slots in rooms.items()}


def between(body: str, slots: Sequence[str]) -> str:
    """The body with the slots between its paragraphs, as many as it is long enough for; never within a quotation, a
    list or a table, nor right before the end."""
    parts, done, depth, due = [], 0, 0, _FIRST
    waiting = iter(slots)
    for found in _EDGE.finditer(body):
        if found[0] != "</p>":
            depth += -1 if found[1] else 1
        elif depth == 0 and found.end() >= due:
            slot = next(waiting, None) if len(body) - found.end() >= _LEFT else None
            if slot is None:
                break
            parts += [body[done : found.end()], slot]
            done, due = found.end(), found.end() + _BETWEEN
    return safe("".join((*parts, body[done:])))
