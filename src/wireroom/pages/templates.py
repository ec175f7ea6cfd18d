"""A theme's templates: shared ones, the theme's own, the network's in their place, one site's; compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from minijinja import Environment

FRAME = frozenset({"css", "masthead", "footer"})
"""What is the same on all pages of a section, and most of each."""

_LAYOUT = "layout.html"


@cache
def shipped(theme: str) -> Mapping[str, str]:
    """A theme's own templates, by file name; `base` is what all of them share."""
    folder = resources.files("wireroom.pages") / "themes" / theme
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith((".html", ".css"))
    }


class Theme:
    """Templates by name, ready to render. Values are escaped unless they say that they are not to be.

    Layers stand for what is below them file by file: what themes share, the theme's own, then the owner's `layers`.
    """

    def __init__(self, name: str, *layers: Mapping[str, str]) -> None:
        self.sources: dict[str, str] = {}
        for layer in (shipped("base"), shipped(name), *layers):
            self.sources.update(layer)
        self._environment = Environment(
            templates=self.sources,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined_behavior="chainable",
            auto_escape_callback=_escaping,
        )
        self.render = self._environment.render_template
        self.is_framed = self._is_framed()

    def _is_framed(self) -> bool:
        """Whether what FRAME names comes into pages as it is and nowhere but in the shipped layout, outside of all
        blocks: then a page can be rendered without it, and it is put in as bytes (`setting.cut`)."""
        asked = self._environment.undeclared_variables_in_template
        others = (name for name in self.sources if name.endswith(".html") and name != _LAYOUT)
        return self.sources[_LAYOUT] == shipped("base")[_LAYOUT] and not any(FRAME & asked(name) for name in others)


def _escaping(name: str) -> str:
    """Everything is HTML here, whatever a template's file is called."""
    return "html"
