"""The theme's templates: shipped ones, what the network puts in their place, what one site does; compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from minijinja import Environment


@cache
def shipped(theme: str = "default") -> Mapping[str, str]:
    """The templates that come with Wireroom, by file name."""
    folder = resources.files("wireroom.pages") / "themes" / theme
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith((".html", ".css"))
    }


class Theme:
    """Templates by name, ready to render. Values are escaped unless they say that they are not to be."""

    def __init__(self, *layers: Mapping[str, str]) -> None:
        self.sources: dict[str, str] = dict(shipped())
        for layer in layers:
            self.sources.update(layer)
        self._environment = Environment(
            templates=self.sources,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined_behavior="chainable",
            auto_escape_callback=_escaping,
        )
        self.render = self._environment.render_template


def _escaping(name: str) -> str:
    """Everything is HTML here, whatever a template's file is called."""
    return "html"
