"""What is wrong or pointless in a network's rules: what cannot be read, what can never match, what nobody fills."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from wireroom.formats.mediatopics import vocabulary
from wireroom.network.model import Finding, Network, Rule
from wireroom.network.nearest import did_you_mean
from wireroom.routing.facts import language_names
from wireroom.routing.fields import has_wildcard
from wireroom.routing.folding import name
from wireroom.routing.nodes import Leaf, Node, leaves, possible
from wireroom.routing.query import read
from wireroom.routing.router import Router


def check(network: Network) -> list[Finding]:
    """All that is strange in the rules. Raises NetworkFileError with every condition that cannot be read."""
    Router(network)
    findings = [finding for rule in network.rules for finding in _of_rule(rule, network)]
    findings.extend(_empty(network))
    return findings


def _of_rule(rule: Rule, network: Network) -> Iterator[Finding]:
    condition = read(rule.when)
    for warning, todo in condition.warnings:
        yield Finding(f"rule {rule.name!r}: {warning}", rule.line, todo)
    strange = [finding for leaf in leaves(condition.node) if (finding := _strange(leaf, rule, network))]
    yield from strange
    # What the network does not have was said: the rule may match nothing for that reason alone.
    if not strange and not can_match(condition.node, network):
        what = f"rule {rule.name!r} can never match: no copy of this network meets all it asks at once"
        yield Finding(what, rule.line, "replace AND by OR, or take out what contradicts the rest")
    yield from _unlicensed(rule, network)


def _strange(leaf: Leaf, rule: Rule, network: Network) -> Finding | None:
    """The finding for a value that the network or the vocabulary does not know."""
    if leaf.value == "*" or has_wildcard(leaf.value):
        return None
    known = {"provider": {one.provider for one in network.sources.values()}, "source": set(network.sources)}
    if leaf.field in known and network.sources:
        if leaf.value in {name(one) for one in known[leaf.field]}:
            return None
        what = f"rule {rule.name!r}: no source has the {leaf.field} {leaf.value!r}"
        if leaf.field == "source":
            what = f"rule {rule.name!r}: there is no source {leaf.value!r}"
        return Finding(what, rule.line, did_you_mean(leaf.value, known[leaf.field]))
    return _strange_topic(leaf, rule) if leaf.field == "subject" else None


def _strange_topic(leaf: Leaf, rule: Rule) -> Finding | None:
    scheme, _, code = leaf.value.rpartition(":")
    known = vocabulary().by_code
    if scheme == "medtop" and code not in known:
        what = f"rule {rule.name!r}: {code} is no Media Topic of the 2023 vocabulary"
        return Finding(what, rule.line, "look it up at https://cv.iptc.org/newscodes/mediatopic/")
    if scheme == "medtop" and known[code].retired:
        topic = known[code]
        what = f"rule {rule.name!r}: Media Topic {code} ({topic.name}) was retired in {topic.retired}"
        return Finding(what, rule.line, f"add the topic above it: OR subject:{topic.parent}")
    return None


def can_match(node: Node, network: Network) -> bool:
    """Whether any copy that the network's sources can bring may meet the condition.

    Fields that hold one value are tried with every value; of all else anything is thought possible.
    """
    fields = {leaf.field for leaf in leaves(node)}
    inputs = [(one.key, one.provider) for one in network.sources.values()]
    choices: list[list[dict[str, Any]]] = []
    if fields & {"source", "provider"} and inputs:
        choices.append([{"source": {name(key)}, "provider": {name(whose)}} for key, whose in inputs])
    if "urgency" in fields:
        choices.append([{"urgency": number} for number in (None, *range(1, 10))])
    asked = {leaf.value for leaf in leaves(node) if leaf.field == "language"}
    if asked and not any(has_wildcard(one) for one in asked):
        choices.append([{"language": language_names(one)} for one in ("", "x-other", *sorted(asked))])
    known = ({key: value for part in parts for key, value in part.items()} for parts in product(*choices))
    return any(possible(node, facts) is not False for facts in known)


def _unlicensed(rule: Rule, network: Network) -> Iterator[Finding]:
    licensed = {site for licence in network.licences.values() for site in licence.sites}
    for site in dict.fromkeys(place.partition("/")[0] for place in rule.places):
        if site not in licensed:
            what = f"rule {rule.name!r} places copy on {site!r}, and no licence names that site: nothing shows there"
            yield Finding(what, rule.line, f'add "{site}" to the sites of a licence')


def _empty(network: Network) -> Iterator[Finding]:
    """Sections that no rule fills; a network without rules is filled by the desk, and says nothing."""
    filled = {place for rule in network.rules for place in rule.places}
    for site in network.sites.values() if network.rules else ():
        for section in site.sections:
            place = f"{site.key}/{section.key}"
            if place not in filled:
                what = f"no rule places copy in {place}: the section stays empty unless the desk fills it"
                yield Finding(what, section.line, f'add it to a rule: place = "{place}"')
