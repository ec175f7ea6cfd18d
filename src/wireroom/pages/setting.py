"""What all pages of one site share, made once: style, masthead, footer, and where the rails' holes are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from minijinja import safe

from wireroom.network.model import Network, Site
from wireroom.pages.fonts import preloaded, used
from wireroom.pages.labels import Labels, labels_for
from wireroom.pages.looks import logo_of, mark_of, squeezed, style_sheet, theme_colours
from wireroom.pages.memo import Memo
from wireroom.pages.model import Hole, Links
from wireroom.pages.safety import SECURITY_HEADERS, page_policy
from wireroom.pages.slots import framed, joined, rooms_of
from wireroom.pages.templates import FRAME, Theme
from wireroom.pages.text import HOLE, direction, fit, plain
from wireroom.rights import Remembered

HTML = "text/html; charset=utf-8"
MOST_MADE = 512  # rows of a kind; a front has fewer than a hundred


@dataclass(frozen=True, slots=True)
class Setting:
    """One site as seen through one way of writing links. `shared` is what every template can read."""

    network: Network
    site: Site
    links: Links
    labels: Labels
    theme: Theme
    headers: tuple[tuple[str, str], ...]
    shared: Mapping[str, Any]
    bare: Mapping[str, Any]  # the same with marks in place of what frames are made of, where the theme lets them be
    frame: Mapping[str, bytes]  # and what comes there
    footer: str
    mastheads: dict[str, str]
    cleared: Remembered
    rows: Memo[dict[str, Any]]  # what templates print of headlines
    written: Memo[str]  # and those rows as components write them
    entries: Memo[Any]  # what feeds say of headlines
    rooms: Mapping[str, tuple[str, ...]]  # the slots for advertising, by where they stand
    slots: Mapping[str, str]  # and those as templates print them, where a page may have any

    @staticmethod
    def of(network: Network, site: Site, links: Links, theme: Theme) -> Setting:
        """Everything constant about this site's pages."""
        labels = labels_for(site.language)
        css, text_css = style_sheet(site, theme.sources, links.own), squeezed(theme.sources["text.css"])
        light, dark = theme_colours(site)
        shared: dict[str, Any] = {
            "site": {
                "name": plain(site.name),
                "tagline": plain(site.tagline),
                "language": plain(site.language),
                "direction": direction(site.language),
                "url": safe(site.url),
                "mark": plain(mark_of(site)),
                "logo": safe(logo_of(site, theme.sources)),
                "sections": [{"key": one.key, "name": plain(one.name)} for one in site.sections],
            },
            "own": safe(links.own),
            "t": labels,
            "css": safe(css),
            "text_css": safe(text_css),
            "paper_light": light,
            "paper_dark": dark,
            "preload": preloaded(site, links.own),
            "holes": safe("\n".join(f"{HOLE}{number}{HOLE}" for number in range(len(site.rails)))),
            "network": plain(network.name),
            "sisters": [
                {"name": plain(other.name), "url": safe(links.to(other.key, "/", here=site.key))}
                for other in network.sites.values()
                if other.key != site.key
            ],
        }
        footer = safe(theme.render("footer.html", **shared))
        # One policy for both editions, so that a web server need not tell their pages apart.
        own = [kind for kind, there in (("font-src", used(site)), ("frame-src", framed(site))) if there]
        headers = (page_policy(css, text_css, own=own), *SECURITY_HEADERS)
        rooms = rooms_of(site, labels, theme, links.own)
        cleared = Remembered(network, site.key)
        return Setting(
            network,
            site,
            links,
            labels,
            theme,
            headers,
            shared,
            {**shared, **{name: safe(f"{HOLE}{name}{HOLE}") for name in FRAME}} if theme.is_framed else {},
            {"css": _bytes(css), "footer": _bytes(footer)},
            footer,
            {},
            cleared,
            Memo(MOST_MADE),
            Memo(MOST_MADE),
            Memo(MOST_MADE),
            rooms,
            joined(rooms),
        )

    def masthead(self, current: str, *, heading: bool = False) -> str:
        """The masthead with `current` (a section's key, or "") marked; `heading` makes the name the page's h1."""
        key = f"{current}#" if heading else current
        made = self.mastheads.get(key)
        if made is None:
            made = safe(self.theme.render("masthead.html", **self.shared, current=current, heading=heading))
            self.mastheads[key] = made
        return made

    def html(self, template: str, current: str, **values: Any) -> tuple[bytes | Hole, ...]:
        """The rendered template, cut at the rails' holes."""
        masthead = self.masthead(current, heading=template == "front.html")
        if self.bare:
            return cut(self.theme.render(template, **self.bare, **values), {**self.frame, "masthead": _bytes(masthead)})
        return cut(self.theme.render(template, **self.shared, masthead=masthead, footer=self.footer, **values))

    def component(self, template: str, **values: Any) -> str:
        """A part of a page, rendered by itself."""
        return safe(self.theme.render(template, t=self.labels, **values))

    def own(self, path: str) -> str:
        """A link to a path of this site."""
        return safe(self.links.own + path)

    def absolute(self, path: str) -> str:
        """A path's address on the open web, however this server is reached."""
        return self.site.url + path


def cut(text: str, frame: Mapping[str, bytes] = MappingProxyType({})) -> tuple[bytes | Hole, ...]:
    """The text as bytes, with holes where their marks were, and what is in the frame where that is marked.

    No copy can hold a mark: `text.fit` takes NUL out.
    """
    parts: list[bytes | Hole] = []
    run: list[bytes] = []
    for at, piece in enumerate(text.split(HOLE)):
        if at % 2 == 0:
            run.append(_bytes(piece))
        elif piece in frame:
            run.append(frame[piece])
        else:
            parts += b"".join(run), Hole(int(piece))
            run.clear()
    return (*parts, b"".join(run))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def whole(text: str) -> tuple[bytes]:
    """Text without holes as a frame's only part."""
    return (fit(text).encode(),)
