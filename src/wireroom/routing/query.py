"""Reads a condition in Lucene query syntax (parsed by luqum) into our own tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from wireroom.routing.fields import (
    EVERYTHING,
    FIELDS,
    Field,
    QueryError,
    Sort,
    between,
    field_named,
    leaf,
    number_in,
)
from wireroom.routing.nodes import All, Leaf, Node, Not, Some


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was read, with what it says that is hardly meant: what, and what to do."""

    node: Node
    warnings: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def read(text: str) -> Condition:
    """The condition in this text. Raises QueryError with what is wrong and where in the text."""
    reading = _Reading()
    try:
        return Condition(reading.node(_tree(text), FIELDS["text"]), tuple(reading.warnings))
    except RecursionError:
        raise QueryError("it is nested too deeply", "split it into several rules", (0, 1)) from None


@cache
def _luqum() -> Any:
    """luqum's parser, imported when the first rule is read.

    PLY would write its tables beside luqum, and grumble, if they ever did not fit; it gets no chance to.
    """
    from ply import yacc  # type: ignore[import-untyped]

    making = yacc.yacc
    yacc.yacc = partial(making, write_tables=False, debug=False, errorlog=yacc.NullLogger())
    try:
        from luqum import parser, thread  # noqa: F401
    finally:
        yacc.yacc = making
    return thread


def _tree(text: str) -> Any:
    thread = _luqum()
    if not text.strip():
        raise QueryError("it is empty", "write * for everything", (0, 1))
    try:
        return thread.parse(text)
    except (ValueError, ArithmeticError) as error:
        raise _syntax(text, str(error)) from None


def _syntax(text: str, said: str) -> QueryError:
    found = re.search(r"at position (\d+)", said)
    if found is None:
        return QueryError("it ends too early", "a word, a quote or a closing parenthesis is missing")
    start = int(found.group(1))
    rest = text[start:]
    if rest.startswith('"'):
        return QueryError("a quote is not closed", 'add the closing "', (start, start + 1))
    word = (re.match(r"\w+|.", rest) or re.match("", rest)).group()  # type: ignore[union-attr]
    todo = f"if it is part of a word, put a backslash before it: \\{word}" if not word.isalnum() else ""
    return QueryError(f"{word!r} cannot stand there", todo, (start, start + len(word)))


class _Reading:
    """One walk over luqum's tree."""

    def __init__(self) -> None:
        self.warnings: list[tuple[str, str]] = []

    def node(self, item: Any, field: Field, named: bool = False) -> Node:
        """The item as our tree, asked of this field; `named` tells that the text names the field."""
        again = partial(self.node, field=field, named=named)
        match type(item).__name__:
            case "Group" | "FieldGroup" | "Plus":
                return again(item.expr if hasattr(item, "expr") else item.a)
            case "Not" | "Prohibit":
                return Not(again(item.a))
            case "AndOperation":
                return All(tuple(again(one) for one in item.operands))
            case "OrOperation" | "UnknownOperation":
                return self._either(item, field, named)
            case "SearchField":
                return self._field(item, field, named)
            case "Boost":
                what = f"the boost ^{item.force} has no effect: a rule matches or does not"
                self.warnings.append((what, "take it out"))
                return again(item.expr)
            case "Range" | "From" | "To":
                return _range(item, field)
            case "Word" | "Phrase":
                return _term(item, field)
            case kind:
                raise _unknown(kind, item)

    def _either(self, item: Any, field: Field, named: bool) -> Node:
        """Lucene's clauses: `+` must hold, `-` must not, of the rest one, unless something must hold anyway.

        Between words without an operator NOT is the same as `-`; behind OR it is a part like the others.
        """
        bare = type(item).__name__ == "UnknownOperation"
        must: list[Node] = []
        may: list[Node] = []
        required = False
        for one in item.operands:
            kind, part = type(one).__name__, self.node(one, field, named)
            if kind == "Word" and one.value in ("or", "and", "not"):
                what = f"{one.value!r} in small letters is a word to be looked for"
                self.warnings.append((what, f'write {one.value.upper()}, or "{one.value}" if the word is meant'))
            if kind == "Plus":
                required = True
                must.append(part)
            elif kind == "Prohibit" or (kind == "Not" and bare):
                must.append(part)
            else:
                may.append(part)
        if may and not required:
            must.append(Some(tuple(may)) if len(may) > 1 else may[0])
        return All(tuple(must)) if len(must) > 1 else must[0]

    def _field(self, item: Any, outer: Field, named: bool) -> Node:
        inner = item.expr
        if item.name == "*" and str(inner) == "*":
            return EVERYTHING
        if named:
            if outer.sort in (Sort.TOPIC, Sort.NAME) and type(inner).__name__ == "Word":
                return leaf(outer, f"{item.name}:{inner.value}", phrase=False, span=_span(item))
            what = f"the field {item.name!r} stands inside the field {outer.name!r}"
            raise QueryError(what, "take it out of the parentheses, or put a backslash before the colon", _span(item))
        field = field_named(item.name, (item.pos, item.pos + len(item.name)))
        return self.node(inner, field, named=True)


def _span(item: Any) -> tuple[int, int]:
    return (item.pos, item.pos + (item.size or 1))


def _term(item: Any, field: Field) -> Node:
    if type(item).__name__ == "Phrase":
        return leaf(field, item.value[1:-1], phrase=True, span=_span(item))
    words = {"&&": "AND", "||": "OR", "!": "NOT"}
    if item.value in words or item.value.startswith("!"):
        sign = item.value if item.value in words else "!"
        raise QueryError(f"{sign!r} is not understood", f"write {words[sign]}", _span(item))
    if item.value == "*" and field.name == "text":
        return EVERYTHING
    return leaf(field, item.value, phrase=False, span=_span(item))


def _range(item: Any, field: Field) -> Leaf:
    span = _span(item)
    if field.sort is not Sort.NUMBER:
        raise QueryError(f"{field.name} has no order to take a range of", "ranges are for urgency:[1 TO 3]", span)
    kind = type(item).__name__
    if kind == "Range":
        low, high = number_in(str(item.low).strip(), field, span), number_in(str(item.high).strip(), field, span)
        return between(field, low, high, f"in {str(item).strip()}", item.include_low, item.include_high)
    bound = number_in(str(item.a).strip(), field, span)
    words = f"is {str(item).strip()}"
    if kind == "From":
        return between(field, bound, None, words, with_low=item.include)
    return between(field, None, bound, words, with_high=item.include)


def _unknown(kind: str, item: Any) -> QueryError:
    shown = str(item).strip()
    todo = {
        "Fuzzy": "fuzzy words (~) are refused, as nobody could say why they match: write the spellings with OR, or *",
        "Proximity": 'nearness ("a b"~5) is not understood: write the phrase, or both words with AND',
        "Regex": "regular expressions are not understood: use * and ?, or put the text in quotes",
    }.get(kind, "write it otherwise")
    return QueryError(f"{shown!r} cannot be used in a rule", todo, _span(item))
