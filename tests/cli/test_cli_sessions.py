"""Sessions of the command line, each a text file: `$` a command, then what it prints, `?` its exit code when not 0.

`…` inside a line stands for any text, alone on a line for any lines. The folder holds the test network and a few wire
files (see `wire_files`).
"""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests import oldpages
from tests.formats.test_formats_newsml_1_update import NEW_HEAD
from tests.rig import NETWORK
from tests.wires import g2, ninjs
from wireroom.cli import group

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.session"))
URI = "urn:newsml:mpa.example:20261122:9001"


POLICY = b"""{"@context": "http://www.w3.org/ns/odrl.jsonld", "@type": "Set", "uid": "urn:x", "permission": [{
"target": "urn:x:news", "assigner": "MPA", "action": "distribute", "duty": [{"action": "compensate"}], "constraint": [
{"leftOperand": "dateTime", "operator": "gteq", "rightOperand": "2026-01-01"},
{"leftOperand": "spatial", "operator": "isNoneOf", "rightOperand": ["TR"]}]}]}"""


def wire_files(folder: Path) -> None:
    made = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    files = {
        "v1.xml": g2(URI, 1, "Rocket leaves the pad", created=made),
        "v2.xml": g2(URI, 2, "Rocket reaches orbit", created=made + timedelta(minutes=1)),
        "kill.xml": g2(URI, 3, "", paragraphs=(), status="canceled", created=made + timedelta(minutes=2)),
        "broken.xml": b'<?xml version="1.0"?><newsItem guid="urn:x" version="1"><itemMeta><<<',
        "update.xml": NEW_HEAD,
        "noise.bin": bytes(range(256)),
        "policy.json": POLICY,
        "item.json": ninjs("https://mpa.example/1", 1, "A grid repaired", slugline="grid", versioncreated=made),
    }
    files |= {
        "old/www.orbit.example/reports/watch.html": oldpages.page(),
        "old/capture.txt": oldpages.CAPTURE.replace("watch station", "lighthouse").encode(),
        "old/www.orbit.example/style.css": b"p { color: red }",
        "old/www.orbit.example/missing.html": b"<html><body><p>There is no such page.</p></body></html>",
        "ads/billboard.html": b"<p>Umbrellas</p>",
        "wrong.toml": b'["orbit.example"]\nheadlin = "h1"\n',
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "network.toml").write_text(NETWORK, encoding="utf-8")
    desk = NETWORK + '[sources.desk]\nprovider = "MPA"\nfrom = "push:"\nlicence = "mpa"\n'
    slot = 'slots.top = { where = "story-top", sizes = "300x250", snippet = "ads/bilboard.html" }\n'
    (folder / "slots.toml").write_text(NETWORK.replace("[sites.orbit.sections]", slot + "[sites.orbit.sections]"))
    near = NETWORK.replace('credit = "MPA"\n', 'credit = "MPA"\nterritory = { allow = ["AT", "DE"] }\n')
    far = NETWORK.replace('credit = "MPA"\n', 'credit = "MPA"\nterritory = { deny = ["TR"], unknown = "allow" }\n')
    odd = NETWORK.replace('licence = "mpa"\n', 'licence = "mpa"\nformat = "newsml-g3"\n', 1)
    odd = odd.replace("slugline:launch* OR headline", "slugline:launch* or headline")
    (folder / "odd.toml").write_text(odd, encoding="utf-8")
    (folder / "slips.toml").write_text('name = Harbour\nlanguage: "en"\nzone = "UTC"\n', encoding="utf-8")
    (folder / "near.toml").write_text(near, encoding="utf-8")
    (folder / "far.toml").write_text(far, encoding="utf-8")
    (folder / "open.toml").write_text(desk, encoding="utf-8")
    (folder / "closed.toml").write_text(desk + 'auth = "hmac"\npassword_file = "secrets/desk"\n', encoding="utf-8")


@pytest.mark.parametrize("session", SESSIONS, ids=lambda path: path.stem)
def test_session(session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wire_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    for command, expected, code in commands(session.read_text(encoding="utf-8")):
        words = shlex.split(command)
        assert words[0] == "wireroom"
        result = CliRunner().invoke(group, words[1:], prog_name="wireroom")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, f"{command}\n{result.output}"
        output = result.output if result.output.endswith("\n") or not result.output else result.output + "\n"
        pattern = "".join(
            r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n" for line in expected
        )
        assert re.fullmatch(pattern, output), f"{command}\n{result.output}\n-- expected --\n" + "\n".join(expected)


def commands(text: str) -> list[tuple[str, list[str], int]]:
    found: list[tuple[str, list[str], int]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], [], 0))
        elif line.startswith("? "):
            found[-1] = (found[-1][0], found[-1][1], int(line[2:]))
        elif line.startswith("#"):
            continue
        else:
            found[-1][1].append(line)
    # A blank line ends a command's output.
    return [(command, lines[:-1] if lines and not lines[-1] else lines, code) for command, lines, code in found]


def test_there_are_sessions() -> None:
    assert len(SESSIONS) >= 5


def test_every_heading_of_the_help_stands_above_a_command() -> None:
    from wireroom.cli import COMMANDS, HEADINGS

    assert [name for name in HEADINGS if name not in COMMANDS] == []
    assert next(iter(HEADINGS)) == next(iter(COMMANDS)), "no command stands above the first heading"


@pytest.mark.parametrize("page", ["README.md", "docs/reference/proof.md", "docs/reference/import-rules.md"])
def test_every_command_and_option_in_the_docs_exists(page: str) -> None:
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    unknown = []
    for found in re.finditer(r"wireroom ((?:licence )?[a-z-]+)([^`\n]*)", text):
        words = found[1].split()
        command = group.get_command(click.Context(group), words[0])
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words[-1])
        known = {name for one in command.params for name in one.opts} if command else set()
        options = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", found[2].partition("#")[0]))
        if command is None or options - known - {"--help"}:
            unknown.append(found[0])
    assert unknown == []


def test_every_command_is_in_the_readme() -> None:
    from wireroom.cli import COMMANDS

    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"wireroom {name}" not in readme] == []
