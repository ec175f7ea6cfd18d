"""The parts that pages are put together of, each with its parameters and examples, and a page that shows them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from minijinja import safe

from wireroom.network.model import Look, Network, Rail, Section, Site, Slot
from wireroom.pages.model import Links
from wireroom.pages.setting import Setting
from wireroom.pages.templates import Theme

SCHEMES = ("light", "dark")
_ID = re.compile(r'(\b(?:id|aria-labelledby)="[\w-]+)"')
_DARK = "@media (prefers-color-scheme:dark)"

Example = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Component:
    """A template with what it prints: `examples` are its parameters, beside those that every template can read.

    `around` is the element that its pages have around it, as `ul class="lines"`.
    """

    name: str
    says: str
    examples: tuple[Example, ...] = ({},)
    around: str = ""


def _row(text: str, **changes: Any) -> Example:
    row = {
        "url": "#",
        "text": text,
        "summary": "The bridge opened at dawn, two years late and a metre too short.",
        "lang": "",
        "iso": "2026-11-22T10:00:00Z",
        "when": "22 Nov 10:00",
        "credit": "Meridian Press Agency",
        "corrected": False,
        "picture": None,
        "thumb": None,
        "also": [],
    }
    return {**row, **changes}


_PIXEL = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2016%209'%3E%3Cpath%20fill='%23789'"
_DRAWN = f"{_PIXEL}%20d='M0%200h16v9H0z'/%3E%3C/svg%3E"
_PICTURE: Example = {
    "src": _DRAWN,
    "avif": f"{_DRAWN} 1600w",
    "webp": f"{_DRAWN} 1600w",
    "width": 1600,
    "height": 900,
    "shape": "",
    "alt": "A bridge in the morning",
    "caption": "The bridge, seen from the longer bank",
    "credit": "MPA/Lena Holm",
}
_MOMENT: Example = {"iso": "2026-11-22T10:00:00Z", "text": "22 November 2026, 10:00 UTC"}
_PLAIN = _row("A bridge meets its other half")
_PICTURED = _row("Harbour town votes to keep its fog", picture=_PICTURE, thumb=_PICTURE)
_CHANGED = _row("Ferry finds the pier", corrected=True, also=[{"url": "#", "text": "Also from Nordlicht"}])
_TURNED = _row("الجسر يفتح عند الفجر", lang=safe(' lang="ar" dir="rtl"'), summary="")
_LINK: Example = {"url": "#", "text": "Bridges"}
_ROWS = ({"row": _PLAIN}, {"row": _PICTURED}, {"row": _CHANGED}, {"row": _TURNED})
_STORY: Example = {
    "lang": "",
    "section": {"key": "land", "name": "On Land"},
    "corrections": [{**_MOMENT, "note": "The bridge is a metre too short, not too long."}],
    "subjects": {"topics": [_LINK], "places": [_LINK], "authors": [], "agency": _LINK},
}
_NOTICES = {
    "notices": [{"text": "© Meridian Press Agency", "link": "https://mpa.example/terms"}, {"text": "Credited."}]
}
_AD: Example = {"key": "foot", "label": "Advertisement", "title": "Advertisement", "size": (300, 250)}
_RELATED: Example = {"chained": safe('<li><a href="#">What came before</a></li>'), "others": ""}

COMPONENTS = (
    Component("masthead", "The site's name and its sections.", ({"current": "land", "heading": False},)),
    Component(
        "lead", "The story at the head of a front.", ({"lead": _PICTURED}, {"lead": _PLAIN}), "section class=lead"
    ),
    Component("teaser", "A story with its summary, and its picture where there is one.", _ROWS),
    Component("second", "A teaser beside the lead.", ({"row": _PICTURED},), "div class=seconds"),
    Component("line", "A story in one line of a list.", _ROWS, "ul class=lines"),
    Component("archive", "A list that is leafed through.", ({"rows": [_PLAIN, _PICTURED, _CHANGED, _TURNED]},)),
    Component("rail-line", "A headline in a rail.", ({"row": _PLAIN}, {"row": _CHANGED}), "ul"),
    Component(
        "rail",
        "A box of live headlines from elsewhere in the network.",
        ({"id": "rail", "url": "#", "title": "At sea", "lines": safe('<li><a href="#">Calm</a></li>'), **_NOTICES},),
    ),
    Component("when", "When a headline came, whose it is, and who has it too.", ({"row": _PLAIN}, {"row": _CHANGED})),
    Component("picture", "A picture that keeps its room.", ({"picture": _PICTURE, "place": "figure", "lazy": False},)),
    Component("figure", "A picture with caption and credit.", ({"picture": _PICTURE, "story": _STORY},)),
    Component("correction", "What the agency corrected, before the story.", ({"story": _STORY},)),
    Component("crumbs", "Where a story stands.", ({"story": _STORY},)),
    Component("trailed", "Where a list stands.", ({"crumbs": [_LINK]},)),
    Component("subjects", "What a story is about.", ({"story": _STORY},)),
    Component("related", "The story's own chain, and others near it.", ({"related": _RELATED},)),
    Component("notices", "What the licences want said.", (_NOTICES,)),
    Component("pager", "To older stories and back.", ({"older": "#", "first": False, "path": "/land"},)),
    Component("beside", "To the days before and after.", ({"earlier": _LINK, "later": _LINK},)),
    Component("ad", "A place for advertising, whose room is kept.", ({"ad": _AD},)),
    Component("footer", "The network, the site's own pages, and how to follow it without a script."),
)


def gallery(theme: str, scheme: str, accent: str = "#0b5394") -> str:
    """A page with every component and its examples in one theme and one scheme (`light` or `dark`), in one file."""
    setting = _setting(theme, accent)
    css = str(setting.shared["css"])
    # The scheme of this page is not the reader's to choose.
    css = css.replace(_DARK, "@media all" if scheme == "dark" else "@media not all")
    css = css.replace("color-scheme:light dark", f"color-scheme:{scheme}")
    parts = [
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{theme}, {scheme}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<style>{css}</style></head>\n<body><main class="sheet"><h1 class="heading">{theme}, {scheme}</h1>',
    ]
    for component in COMPONENTS:
        parts.append(f'<section><h2 class="label">{component.name}</h2>\n<p class="hint">{component.says}</p>')
        parts += [_apart(shown(setting, component, one), number) for number, one in enumerate(component.examples)]
        parts.append("</section>")
    return "\n".join((*parts, "</main></body></html>\n"))


def shown(setting: Setting, component: Component, example: Example) -> str:
    """One example of a component as HTML, in the element that stands around it."""
    text = setting.theme.render(f"{component.name}.html", **{**setting.shared, **example})
    tag = component.around.partition(" ")[0]
    return f"<{component.around}>{text}</{tag}>" if tag else text


def _apart(text: str, number: int) -> str:
    """A further example of the same part: a page has each id once."""
    return _ID.sub(rf'\1-{number}"', text) if number else text


def _setting(theme: str, accent: str) -> Setting:
    """A made-up site that the components are shown on."""
    utc = ZoneInfo("UTC")
    sections = (Section("land", "On Land"), Section("sea", "At Sea"))
    look = Look(theme=theme, accent=accent)
    rails = (Rail("At sea", "shore/sea", 3),)
    site = Site(
        "shore",
        "The Shore",
        "What the tide leaves",
        "https://shore.example",
        "en",
        utc,
        sections,
        rails,
        look,
        slots=(Slot("foot", "story-end", ((300, 250),) * 3),),
    )
    sister = Site("hill", "The Hill", "", "https://hill.example", "en", utc, (), ())
    network = Network("The Coast", {"shore": site, "hill": sister}, {}, {}, ())
    return Setting.of(network, site, Links.public(network), Theme(theme))
