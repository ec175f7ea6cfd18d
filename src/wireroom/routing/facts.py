"""What rules can ask of a version: each fact is made when it is first asked for, and kept for the next rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wireroom.news import Received, Version
from wireroom.routing.folding import BREAK, name, plain, row, words
from wireroom.routing.topics import lineages


class Facts(dict[str, Any]):
    """The facts of one version, by field. A text field is a row of words, and `FIELD words` the set of them."""

    def __init__(self, received: Received, provider: str) -> None:
        super().__init__()
        self.received = received
        self.provider = provider

    def __missing__(self, key: str) -> Any:
        field, _, kind = key.partition(" ")
        if field not in TEXTS:
            value: Any = FACTS[field](self)
        elif kind == "list":
            value = TEXTS[field](self)
        else:
            # Few stories are asked for a phrase: the row of a long text is made only for them.
            value = frozenset(self[f"{field} list"]) if kind else row(self[f"{field} list"])
        self[key] = value
        return value


def language_names(tag: str) -> frozenset[str]:
    """A language tag, folded, with the shorter ones that it is a kind of: `pt-br` is `pt` too."""
    parts = name(tag).replace("_", "-").split("-")
    return frozenset("-".join(parts[:count]) for count in range(1, len(parts) + 1) if parts[0])


def _names(values: tuple[str, ...]) -> frozenset[str]:
    """Names or `scheme:code`, folded; a code can be asked for without its scheme."""
    whole = [name(value) for value in values if value]
    return frozenset(whole).union(value.rpartition(":")[2] for value in whole)


def _version(facts: Facts) -> Version:
    return facts.received.version


def _apart(texts: Iterable[str]) -> list[str]:
    """The words of several texts, kept apart."""
    found: list[str] = []
    for text in texts:
        if text:
            found += words(text)
            found.append(BREAK)
    return found


def _text(facts: Facts) -> list[str]:
    version = facts.received.version
    return _apart((version.headline, version.summary, plain(version.body)))


TEXTS: dict[str, Callable[[Facts], list[str]]] = {
    "text": _text,
    "headline": lambda facts: words(_version(facts).headline),
    "slugline": lambda facts: words(_version(facts).slugline),
    "keyword": lambda facts: _apart(_version(facts).keywords),
    "place": lambda facts: _apart((*_version(facts).places, _version(facts).dateline.place)),
}

FACTS: dict[str, Callable[[Facts], Any]] = {
    "subject": lambda facts: lineages(_version(facts).subjects),
    "provider": lambda facts: _names((facts.provider,)),
    "service": lambda facts: _names(_version(facts).services),
    "genre": lambda facts: _names(_version(facts).genre),
    "source": lambda facts: _names((facts.received.source,)),
    "language": lambda facts: language_names(_version(facts).language),
    "urgency": lambda facts: _version(facts).urgency,
}
