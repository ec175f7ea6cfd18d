from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wireroom import network, routing
from wireroom.network import keys
from wireroom.network.declared import Key, Table
from wireroom.network.samples import SAMPLES

ROOT = Path(__file__).parents[2]
TABLES = tuple(keys.NETWORK.all())
KEYS = [(table, key) for table in TABLES for key in table.keys]


def test_committed_page_of_the_network_file_is_what_the_keys_say() -> None:
    assert (ROOT / "docs/reference/network.md").read_text(encoding="utf-8") == network.reference()


def test_committed_page_of_rules_is_what_the_fields_say() -> None:
    assert (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8") == routing.reference()


@pytest.mark.parametrize(("table", "key"), KEYS, ids=lambda one: one.name if isinstance(one, Key) else one.title)
def test_every_key_is_explained_with_an_example_that_can_be_read(table: Table, key: Key) -> None:
    import tomllib

    assert key.help
    if key.kind is not None:
        key.kind.read(tomllib.loads(f"x = {key.example}")["x"], ZoneInfo("UTC"))
    else:
        assert key.inner or key.example


AROUND = """\
name = "Example Network"
[sites.orbit]
name = "Orbit Daily"
url = "https://orbit.example"
sections = { launch = "Launch Pad" }
[sites.shield]
name = "Shield"
url = "https://shield.example"
sections = { missiles = "Missiles" }
[licences.mpa]
provider = "MPA"
term = { from = 2026-01-01 }
sites = ["orbit", "shield"]
"""


@pytest.mark.parametrize("header", SAMPLES)
def test_every_piece_shown_can_be_pasted_into_a_network(header: str, tmp_path: Path) -> None:
    assert header in {table.header for table in TABLES}
    (tmp_path / "ads").mkdir()
    (tmp_path / "ads/top.html").write_text("<p>An umbrella</p>")
    (tmp_path / "network.toml").write_text(AROUND + SAMPLES[header], encoding="utf-8")
    made = network.load(tmp_path)
    assert network.file_problems(made, tmp_path) == []
    assert [one for one in routing.check(made) if "no rule places copy" not in one.what] == []


@pytest.mark.parametrize(
    "name", ["Example Network", 'A "quoted" \\ name', "Ünïcode & {braces}", "", "Science", "\n\t!"]
)
def test_scaffold_passes_check_whatever_the_name(name: str, tmp_path: Path) -> None:
    files = network.scaffold(name)
    made = network.parse(files["network.toml"])
    assert len(made.sites) == 2
    assert routing.check(made) == []
    assert network.warnings(made, tmp_path / "network.toml", {}) == []


def test_scaffold_keeps_the_name() -> None:
    assert network.parse(network.scaffold('A "quoted" \\ name')["network.toml"]).name == 'A "quoted" \\ name'


def test_scaffold_has_the_folder_that_its_source_names() -> None:
    files = network.scaffold("X")
    [source] = network.parse(files["network.toml"]).sources.values()
    assert any(path.startswith(source.address.removeprefix("folder:") + "/") for path in files)
    assert "/secrets/" in files[".gitignore"]
