"""A rule's condition as a tree: compiled to closures for speed, walked for reasons, weighed for contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, TypeAlias

Test: TypeAlias = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One question about one field. `says` is the question in words; two leaves that say the same are the same."""

    field: str
    says: str
    value: str = ""
    test: Test = made(default=lambda facts: True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part must hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: Node


Node: TypeAlias = Leaf | All | Some | Not


def compiled(node: Node) -> Test:
    """The tree as one function of the facts."""
    match node:
        case Leaf():
            return node.test
        case Not():
            inner = compiled(node.part)
            return lambda facts: not inner(facts)
        case All():
            return _all(tuple(compiled(part) for part in node.parts))
        case Some():
            return _some(tuple(compiled(part) for part in node.parts))


def _all(tests: tuple[Test, ...]) -> Test:
    def test(facts: Mapping[str, Any]) -> bool:
        # A plain loop: a generator would cost more than most tests.
        for one in tests:  # noqa: SIM110
            if not one(facts):
                return False
        return True

    return test


def _some(tests: tuple[Test, ...]) -> Test:
    def test(facts: Mapping[str, Any]) -> bool:
        for one in tests:  # noqa: SIM110
            if one(facts):
                return True
        return False

    return test


def leaves(node: Node) -> Iterator[Leaf]:
    """Every question of the tree."""
    match node:
        case Leaf():
            yield node
        case Not():
            yield from leaves(node.part)
        case All() | Some():
            for part in node.parts:
                yield from leaves(part)


def reason(node: Node, facts: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether the condition holds, and in words what made it so."""
    match node:
        case Leaf():
            holds = node.test(facts)
            return holds, node.says if holds else f"not: {node.says}"
        case Not():
            holds, words = reason(node.part, facts)
            return not holds, f"yet {words}" if holds else words
        case All():
            parts = [reason(part, facts) for part in node.parts]
            failed = [words for holds, words in parts if not holds]
            return not failed, "; ".join(failed or [words for _, words in parts])
        case Some():
            parts = [reason(part, facts) for part in node.parts]
            held = [words for holds, words in parts if holds]
            return bool(held), "; ".join(held or [words for _, words in parts])


def possible(node: Node, known: Mapping[str, Any]) -> bool | None:
    """Whether the condition holds when only these facts are known (Kleene's logic): None means that it may."""
    match node:
        case Leaf():
            return node.test(known) if node.field in known or not node.field else None
        case Not():
            inner = possible(node.part, known)
            return None if inner is None else not inner
        case All():
            answers = {possible(part, known) for part in node.parts}
            if False in answers or any(Not(part) in node.parts for part in node.parts):
                return False
            return None if None in answers else True
        case Some():
            answers = {possible(part, known) for part in node.parts}
            return True if True in answers else None if None in answers else False
