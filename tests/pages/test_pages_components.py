"""Components: each template that a page is put together of is shown with examples, in every theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from minijinja import Environment

from tests.pages.pages_helper import parsed
from wireroom.cli.components import components
from wireroom.network.look_keys import THEMES
from wireroom.pages import components as registry
from wireroom.pages.components import COMPONENTS, SCHEMES, Component, gallery, shown
from wireroom.pages.templates import shipped

# What stands in a page's head, or is a bare part of others.
_NOT_SEEN = {"alternates", "card", "sizes"}
_LANGUAGE = {"loop"}


def is_page(text: str) -> bool:
    return "{% extends" in text or "<!doctype" in text


def test_every_part_of_a_page_is_a_component() -> None:
    parts = {name.removesuffix(".html") for name, text in shipped("base").items() if not is_page(text)}
    parts = {name for name in parts if not name.endswith(".css")}
    assert {one.name for one in COMPONENTS} == parts - _NOT_SEEN


def test_a_theme_overrides_nothing_that_is_not_there() -> None:
    for theme in THEMES:
        assert set(shipped(theme)) - {"theme.css"} <= set(shipped("base"))


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one.name)
@pytest.mark.parametrize("theme", THEMES)
def test_an_example_names_all_that_its_template_reads(component: Component, theme: str) -> None:
    setting = registry._setting(theme, "#0b5394")
    source = setting.theme.sources[f"{component.name}.html"]
    read = Environment(templates={"one": source}).undeclared_variables_in_str(source)
    for example in component.examples:
        assert set(read) - _LANGUAGE <= {*setting.shared, *example}


@pytest.mark.parametrize("theme", THEMES)
def test_an_example_shows_something(theme: str) -> None:
    setting = registry._setting(theme, "#0b5394")
    for component in COMPONENTS:
        assert all(shown(setting, component, example).strip() for example in component.examples), component.name


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("theme", THEMES)
def test_the_gallery_has_every_component_once(theme: str, scheme: str) -> None:
    headings = parsed(gallery(theme, scheme)).xpath("//main/section/h2[@class='label'][1]/text()")
    assert headings == [one.name for one in COMPONENTS]


def test_the_dark_gallery_is_dark_for_every_reader() -> None:
    assert "prefers-color-scheme" not in gallery("wire", "dark") and "color-scheme:dark" in gallery("wire", "dark")


def test_the_command_writes_a_page_for_each_theme_and_scheme(tmp_path: Path) -> None:
    told = CliRunner().invoke(components, [str(tmp_path)])
    assert told.exit_code == 0 and "index.html" in told.output
    assert len(list(tmp_path.glob("*.html"))) == 1 + len(THEMES) * len(SCHEMES)
