"""The Nu HTML checker over every type of page in each theme, over their style sheets, and over the components."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.judges.judges_helper import need
from tools.exhibit import Exhibit
from wireroom.network.look_keys import THEMES
from wireroom.pages.components import SCHEMES, gallery

pytestmark = pytest.mark.slow


def complaints(modules: Path, folder: Path, *options: str) -> list[str]:
    """What the checker says of the files in the folder, all in one process."""
    need("java")
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = sorted(str(one) for one in folder.iterdir())
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only", *options, *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    told = json.loads(done.stderr)["messages"]
    return [f"{Path(one.get('url', '')).name}: {one['message']}: {one.get('extract', '')}" for one in told]


@pytest.fixture(scope="module")
def pages(exhibit: Exhibit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each page of the exhibit as a file."""
    folder = tmp_path_factory.mktemp("html")
    for theme in exhibit.sites:
        for page in exhibit.pages(theme):
            answer = exhibit.read(page.path)
            assert answer.status == page.status, page
            (folder / f"{theme}-{page.name}.html").write_bytes(answer.body)
    for theme in THEMES:
        for scheme in SCHEMES:
            (folder / f"components-{theme}-{scheme}.html").write_text(gallery(theme, scheme), encoding="utf-8")
    return folder


def test_no_page_has_an_error(modules: Path, pages: Path) -> None:
    found = complaints(modules, pages)
    assert not found, "\n".join(found)


def test_no_style_sheet_has_an_error(modules: Path, pages: Path, tmp_path: Path) -> None:
    for page in pages.glob("*.html"):
        for number, style in enumerate(re.findall(r"(?s)<style>(.*?)</style>", page.read_text(encoding="utf-8"))):
            (tmp_path / f"{page.stem}-{number}.css").write_text(style, encoding="utf-8")
    found = complaints(modules, tmp_path, "--css")
    assert not found, "\n".join(found)


def test_the_checker_bites(modules: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><title>A</title><p><div></p><img src=a>")
    assert len(complaints(modules, tmp_path)) >= 2
