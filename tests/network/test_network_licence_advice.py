from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.network.test_network_file import GOOD, changed
from wireroom import network

AT = datetime(2026, 6, 1, tzinfo=UTC)
CACHE = 'cache_max = "50 s"\n'


def findings(text: str, at: datetime = AT) -> list[str]:
    return [str(one) for one in network.warnings(network.parse(text), Path("network.toml"), {"MPA_PASSWORD": "x"}, at)]


def with_lines(*lines: str) -> str:
    return GOOD.replace(CACHE, "".join(f"{line}\n" for line in lines), 1)


def test_a_sound_licence_is_not_warned_of() -> None:
    assert findings(with_lines()) == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (('retain = "10 days"',), "`display` can never matter: the bytes are erased before it is over"),
        (('territory = { allow = ["IT"] }',), "nothing tells where readers are: it is refused to everybody"),
        (('territory = { deny = ["IT"], unknown = "allow" }',), "it is shown to everybody"),
        (('territory = { allow = ["IT"] }',), "`forms` on list and feed can never matter"),
        (('territory = { allow = ["IT"], deny = ["IT"] }',), "nobody may read it"),
        (('territory = { allow = ["IT"], deny = ["TR"] }',), "`deny` of TR can never matter"),
        (('territory = { unknown = "allow" }',), "`unknown` can never matter"),
        (("alter = { shorten = false }",), "its summaries may not be cut: on list longer ones are left out"),
        (('tdm = { reserve = false, policy = "https://x.example/" }',), "its `policy` can never matter"),
        (('cache_max = "90 s"',), "`cache_max` is longer than a kill may take"),
        (('cache_max = "90 s"', 'kill = { deadline = "2 minutes" }'), "`cache_max` can never matter"),
        (('match = { kinds = ["picture"] }',), "no licence of its sources covers text"),
    ],
)
def test_terms_that_contradict_or_can_never_matter(lines: tuple[str, ...], says: str) -> None:
    assert any(says in one for one in findings(with_lines(*lines))), findings(with_lines(*lines))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("until = 2026-12-31", "until = 2026-05-01", "its term ended on 2026-05-01"),
        ("from = 2026-01-01", "from = 2026-07-01", "its term begins on 2026-06-30"),
        ('display = "30 days"', 'display = "400 days"', "`display` can never matter: it is longer than the whole term"),
        ('display = "30 days"', 'after = "headline"', "`after` can never matter: there is no `display` time"),
        ('feed = "headline"', 'page = "none"', "headlines must lead to the story, and the story has no page"),
        ("until = 2026-12-31", 'wind_down = "9 days"', "`wind_down` can never matter: the term has no end"),
        ('credit = "MPA"', 'credit = { text = "MPA", places = ["page", "api"] }', "`places` api can never matter"),
        ('text = "All rights reserved.", link', "link", "its `link` can never matter: the notice has no text"),
    ],
)
def test_terms_that_are_there_already(old: str, new: str, says: str) -> None:
    text = changed(old, new).replace(CACHE, "")
    assert any(says in one for one in findings(text)), findings(text)


def test_a_warning_names_the_line_of_its_key() -> None:
    text = with_lines('retain = "10 days"')
    line = text[: text.index('display = "30 days"')].count("\n") + 1
    assert any(one.startswith(f"network.toml:{line}: ") or f"network.toml:{line}" in one for one in findings(text))


def test_two_licences_for_the_same_product() -> None:
    twin = """
[licences.one]
provider = "MPA"
match = { services = ["sport"] }
term = { from = 2026-01-01 }
sites = ["orbit"]
[licences.two]
provider = "MPA"
match = { services = ["sport"] }
term = { from = 2026-01-01 }
sites = ["orbit"]
"""
    (found,) = findings(with_lines() + twin)
    assert "licence 'two': it covers the same copy as 'one'" in found


def test_a_missing_database_of_countries() -> None:
    (found,) = findings('countries = "nowhere/country.mmdb"\n' + with_lines())
    assert "the database of countries is not there" in found
