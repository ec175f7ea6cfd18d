"""A network file that is no TOML: each mistake is named in plain words, with its line and what to write instead."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom import network
from wireroom.errors import NetworkFileError
from wireroom.network.slips import slips

START = 'name = "Harbour"\nlanguage = "en"\n'


def told(text: str) -> list[str]:
    return [str(one) for one in slips(text, "network.toml")]


@pytest.mark.parametrize(
    ("line", "what", "todo"),
    [
        ("zone = Europe/Paris", "text has to stand in quotes", 'write zone = "Europe/Paris"'),
        ('zone = "Europe/Paris', "a quote is not closed", 'end the text with "'),
        ("zone = “Europe/Paris”", "these quotes are typographic", 'zone = "Europe/Paris"'),
        ('zone: "UTC"', "a colon stands where an equals sign belongs", 'write zone = "UTC"'),
        ('zone "UTC"', "the equals sign is missing", 'write zone = "UTC"'),
        ("zone =", "`zone` has no value", "write one behind the ="),
        ("length = True", "'True' is not understood", "write length = true"),
        ("until = 2027-13-31", "there is no date 2027-13-31", "year, month and day"),
        ("term = { from = 1.2.2026 }", "there is no date 1.2.2026", "year, month and day"),
        ('when = "text:"fish""', 'quotes " stand inside of quotes "', "'text:\"fish\"'"),
        ('from = "C:\\inbox"', "a backslash means something else", "from = '…'"),
        ('forms = { feed = "headline", }', "a comma stands before the closing }", "take it out"),
        ('forms = {\n  feed = "headline" }', "has to stand on one line", "[table]"),
        ("[sites.harbour", "a bracket is missing", "write [sites.harbour]"),
        ("[[rules]", "a bracket is missing", "write [[rules]]"),
        ("[sites.the harbour]", "cannot be the name of a table", "hyphens"),
        ('fish food = "Fish"', "'fish food' is more than one word", '"fish food" = …'),
        ('language = "de"', "`language` stands twice here, first in network.toml:2", "leave one of the two"),
        ("<<<<<<< HEAD", "two versions of this file were merged", "take out the marks"),
        ("here are my sites", "'here are my sites' is neither a table nor a key", "# before a remark"),
    ],
)
def test_a_slip_is_named_with_its_line(line: str, what: str, todo: str) -> None:
    [problem, *_] = told(f"{START}{line}\n[other]\n")
    assert problem.startswith("network.toml:3: ")
    assert what in problem.partition("\n")[0]
    assert todo in problem.partition("\n")[2]


def test_a_table_that_stands_twice_names_the_first() -> None:
    text = f'{START}[sites.a]\nname = "A"\n[sites.b]\nname = "B"\n[sites.a]\nurl = "https://a.example"\n'
    [problem] = told(text)
    assert problem.startswith("network.toml:7: [sites.a] stands twice, first in network.toml:3\n")


def test_one_of_several_is_written_with_two_brackets() -> None:
    [problem] = told(f'{START}[rules]\nname = "a"\n[[rules]]\nname = "b"\n')
    assert "[rules] and [[rules]] cannot both be; the other stands in network.toml:3" in problem


def test_what_was_left_open_is_looked_for_above() -> None:
    [problem] = told(f'{START}sites = ["a", "b"\ncredit = "C"\n')
    assert "something above this line is not closed" in problem


def test_lines_that_are_wrong_by_themselves_are_told_in_one_go() -> None:
    lines = [problem.partition(": ")[0] for problem in told('name = Harbour\nlanguage: "en"\nzone = “UTC”\n')]
    assert lines == ["network.toml:1", "network.toml:2", "network.toml:3"]


def test_of_many_lines_that_are_no_toml_the_first_are_told() -> None:
    assert len(told("This is a letter.\n" * 500)) == 20


def test_what_is_toml_has_no_slip() -> None:
    assert told(START) == []


def test_slips_are_problems_of_the_network_file() -> None:
    with pytest.raises(NetworkFileError) as caught:
        network.parse("name = Harbour\r\nzone = UTC\r\n")
    assert [problem.where for problem in caught.value.problems] == ["network.toml:1", "network.toml:2"]


PIECES = [
    'name = "A"',
    "name",
    "=",
    '"',
    "'",
    '"""',
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    "#",
    ":",
    "\\",
    "\n",
    "\r\n",
    " ",
]
PIECES += [
    "[sites.a]",
    "[[rules]]",
    "2027-13-31",
    "True",
    "“",
    "<<<<<<< HEAD",
    "a.b",
    "x = 3",
    "y = [1,",
    "z = { a = 1",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_is_no_toml_is_told_with_a_line_that_there_is(text: str) -> None:
    found = slips(text, "network.toml")
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        lines = [int(problem.where.removeprefix("network.toml:")) for problem in found]
        assert lines
        assert all(1 <= line <= text.count("\n") + 1 for line in lines)
        assert len(set(lines)) == len(lines), "no line is told twice"
        assert all(problem.what and problem.todo for problem in found)
    else:
        assert found == ()
