"""The router: a network's rules compiled once, and asked for every story; the desk's orders come on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from wireroom.errors import NetworkFileError, WireroomError
from wireroom.network.model import Network, Rule
from wireroom.news import Pin, Place, Placement, Received, Remove, Status, Story
from wireroom.routing.facts import Facts
from wireroom.routing.fields import QueryError
from wireroom.routing.nodes import Node, Test, compiled, reason
from wireroom.routing.query import read


class Explained(NamedTuple):
    """What one rule says of a story."""

    rule: str
    matched: bool
    because: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    node: Node
    test: Test
    places: tuple[tuple[str, str], ...]


class Router:
    """Says where stories belong. Raises NetworkFileError when a rule cannot be read, with every such rule."""

    def __init__(self, network: Network) -> None:
        self._sections = {
            key: frozenset(section.key for section in site.sections) for key, site in network.sites.items()
        }
        problems: list[WireroomError] = []
        rules: list[_Compiled] = []
        for rule in network.rules:
            try:
                node = read(rule.when).node
            except QueryError as error:
                problems.append(_problem(rule, error))
            else:
                places = tuple((site, section) for site, _, section in (one.partition("/") for one in rule.places))
                rules.append(_Compiled(rule, node, compiled(node), places))
        if problems:
            raise NetworkFileError(tuple(problems))
        self._rules = tuple(rules)

    def place(self, story: Story) -> tuple[Placement, ...]:
        """Where the story belongs, in the order of the rules and then of the desk's orders; nothing twice.

        A status without copy (a kill, a hold) moves nothing: the newest copy that was meant for readers decides.
        A site's front alone is left out where a section of the site is named too, as that holds it already.
        """
        found: dict[tuple[str, str], str] = {}
        facts = _facts(story)
        if facts is not None:
            for one in self._rules:
                if one.test(facts):
                    for place in one.places:
                        found.setdefault(place, one.rule.name)
        for decided in story.decisions:
            self._obey(decided.decision, found)
        inside = {site for site, section in found if section}
        return tuple(
            Placement(story.uri, site, section, because)
            for (site, section), because in found.items()
            if section or site not in inside
        )

    def pins(self, story: Story) -> tuple[Pin, ...]:
        """The desk's pins that still stand, at most one a site, in the order they were given.

        Taking the story off a site ends its pin there. Whether a pin's time is over is the caller's to ask.
        """
        standing: dict[str, Pin] = {}
        for decided in story.decisions:
            match decided.decision:
                case Pin() as pin if pin.site in self._sections:
                    standing.pop(pin.site, None)
                    standing[pin.site] = pin
                case Remove() as removed:
                    standing.pop(removed.site, None)
                case _:
                    pass
        return tuple(standing.values())

    def explain(self, story: Story) -> list[Explained]:
        """For every rule, in order: whether it matches the story, and why or why not, in words."""
        facts = _facts(story)
        if facts is None:
            return [Explained(one.rule.name, False, "no copy has come yet") for one in self._rules]
        return [Explained(one.rule.name, *reason(one.node, facts)) for one in self._rules]

    def _obey(self, decision: object, found: dict[tuple[str, str], str]) -> None:
        match decision:
            case Place() as order if order.site in self._sections:
                # A section that the network no longer has leaves the story on the site's front.
                section = order.section if order.section in self._sections[order.site] else ""
                found.setdefault((order.site, section), f"placed by {order.by}")
            case Remove() as order:
                for place in [place for place in found if place[0] == order.site]:
                    del found[place]
            case _:
                pass


def _facts(story: Story) -> Facts | None:
    """The facts of the copy that routes: the newest that is no cancellation, as a kill's text is not the story's."""
    received = _routing(story)
    return None if received is None else Facts(received, story.owner)


def _routing(story: Story) -> Received | None:
    shown = story.shown
    if shown is None or shown.version.status is not Status.CANCELED:
        return shown
    meant = (one for one in reversed(story.versions) if one.version.has_copy)
    return next((one for one in meant if one.version.status is not Status.CANCELED), shown)


def _problem(rule: Rule, error: QueryError) -> WireroomError:
    """The error of a rule's condition, with its text and a mark below the place."""
    text = " ".join(rule.when.split("\n"))
    start, end = error.span or (len(text), len(text) + 1)
    first = max(0, start - 60)
    mark = " " * (start - first) + "^" * max(1, min(end - start, 40))
    what = f"rule {rule.name!r}: {error.what}\n    {text[first : start + 60]}\n    {mark}"
    return WireroomError(what, where=rule.line, todo=error.todo)
