"""The stand that the judges look at, and how a judge that is not there is passed by."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from tools.exhibit import Exhibit
from tools.judge import missing


@dataclass(frozen=True, slots=True)
class Stand:
    """The exhibit and the address of the server that shows it."""

    exhibit: Exhibit
    url: str

    def pages(self, theme: str) -> dict[str, str]:
        """The address of each type of page in the theme, by its name."""
        return {one.name: self.url + one.path for one in self.exhibit.pages(theme)}

    def at_home(self, theme: str, name: str) -> str:
        """The address of the page on its site's own host, with a robots.txt of its own at its root."""
        site = self.exhibit.sites[theme]
        path = next(one.path for one in self.exhibit.pages(theme) if one.name == name)
        return f"{self.url.replace('//', f'//{site}.', 1)}{path.removeprefix(f'/@{site}')}"


def need(*commands: str) -> None:
    """Passes the test by, saying why, where a judge cannot be had; in CI it has to be there."""
    if absent := missing(*commands):
        if "CI" in os.environ:
            pytest.fail(f"the judge {absent}")
        pytest.skip(f"the judge {absent}")
