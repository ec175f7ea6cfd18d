import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.network.lines import Path, line_index

TRICKY = '''# a comment with [brackets] and "quotes
"quoted key".b = 1
plain = """
[not.a.table]
x = 1 \\""" still
"""
raw = \'\'\'
[nor.this]
it\'s\'\'\'
empty = []
list = [ 1, # one
  [2,
   3], { a = 1, b = { c = "}" } },
]

[ spaced . "table.name" ]
date = 1979-05-27 07:32:00
[[array]]
one = 1
[[array.inner]]
two = 2
[[array.inner]]
three = 3
[[array]]
[array.sub]
four = 4
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("quoted key", "b"), 2),
        (("plain",), 3),
        (("raw",), 7),
        (("empty",), 10),
        (("list", 0), 11),
        (("list", 1, 0), 12),
        (("list", 1, 1), 13),
        (("list", 2, "a"), 13),
        (("list", 2, "b", "c"), 13),
        (("spaced",), 16),
        (("spaced", "table.name", "date"), 17),
        (("array",), 18),
        (("array", 0, "one"), 19),
        (("array", 0, "inner", 0, "two"), 21),
        (("array", 0, "inner", 1, "three"), 23),
        (("array", 1, "sub", "four"), 26),
    ],
)
def test_line(path: Path, line: int) -> None:
    assert line_index(TRICKY)[path] == line


def paths(value: Any, path: Path = ()) -> set[Path]:
    """Every path that the parser finds: what the index must hold, no more and no less."""
    found = {path} if path else set()
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        found |= paths(inner, (*path, key))
    return found


def test_index_holds_what_the_parser_finds() -> None:
    assert set(line_index(TRICKY)) == paths(tomllib.loads(TRICKY))


_KEYS = st.sampled_from(["a", "b-c", '"d e"', "'f.g'", "9"])
_SCALARS = st.sampled_from(
    ["1", "-2.5", "true", '"x # y"', "'[z]'", '"\\""', "1979-05-27", '"""a\n[b]\n"""', "'''\n= \" \n'''", '""', "''"]
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda them: "[" + ",\n # no\n ".join(them) + "]"),
        st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda them: "{" + ", ".join(f"{key} = {one}" for key, one in them.items()) + "}"
        ),
    ),
    max_leaves=6,
)
_PAIRS = st.dictionaries(_KEYS, _VALUES, max_size=3).map(
    lambda them: "".join(f"{key} = {value} # end\n" for key, value in them.items())
)
_TABLES = st.lists(st.tuples(st.sampled_from(["[[t.u]]", "[[v]]"]), _PAIRS), max_size=4).map(
    lambda them: "".join(f"{header}\r\n{pairs}" for header, pairs in them)
)


@given(_PAIRS, _TABLES)
def test_index_and_parser_agree_on_any_text(head: str, tables: str) -> None:
    text = head + tables
    index = line_index(text)
    assert set(index) == paths(tomllib.loads(text))
    assert all(1 <= line <= text.count("\n") + 1 for line in index.values())
