"""The fields that rules can ask for, each declared once, and the questions that words and ranges put to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from wireroom.formats.mediatopics import vocabulary
from wireroom.network.nearest import did_you_mean
from wireroom.routing.folding import BREAK, name, padded
from wireroom.routing.nodes import Leaf, Test
from wireroom.routing.topics import codes_by_name, mapped_exactly


class QueryError(ValueError):
    """A condition that cannot be: what, what to do, and the span in its text (None: its end)."""

    def __init__(self, what: str, todo: str = "", span: tuple[int, int] | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo
        self.span = span


class Sort(Enum):
    """How the values of a field are compared."""

    WORDS = "words anywhere in it, phrases, wildcards"
    NAME = "the whole name or code, wildcards"
    TOPIC = "a Media Topic by code or name, with all below it; old Subject Codes; other codes as `scheme:code`"
    NUMBER = "a number, `[1 TO 3]`, `<4`, `>=5`"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in rules, how it is compared, and what it holds."""

    name: str
    sort: Sort
    help: str
    example: str


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("text", Sort.WORDS, "headline, summary and body; asked when no field is named", '"missile defense"'),
        Field("headline", Sort.WORDS, "the headline as the wire has it", "headline:summit"),
        Field("slugline", Sort.WORDS, "the slugline; hyphens part words", "slugline:missile*"),
        Field("keyword", Sort.WORDS, "the keywords", 'keyword:"solar power"'),
        Field("place", Sort.WORDS, "the places the copy names, and that of the dateline", "place:geneva"),
        Field("subject", Sort.TOPIC, "the subjects", "subject:20000053"),
        Field("provider", Sort.NAME, "whose copy it is", "provider:MPA"),
        Field("service", Sort.NAME, "the services the copy was sent on", "service:world"),
        Field("genre", Sort.NAME, "the genre; a code can stand without its scheme", "genre:analysis"),
        Field("language", Sort.NAME, "the language; `pt` is any kind of Portuguese", "language:pt"),
        Field("source", Sort.NAME, "the source in network.toml that it came by", "source:wire"),
        Field("urgency", Sort.NUMBER, "IPTC urgency, 1 (most urgent) to 9", "urgency:[1 TO 3]"),
    )
}


def field_named(wrong_or_right: str, span: tuple[int, int]) -> Field:
    """The field of this name, or the error that says which there are."""
    found = FIELDS.get(wrong_or_right.casefold())
    if found is None:
        near = did_you_mean(wrong_or_right, FIELDS, "")
        todo = near if near.startswith("did") else f"the fields are {', '.join(FIELDS)}"
        raise QueryError(f"there is no field {wrong_or_right!r}", todo, span)
    return found


EVERYTHING = Leaf("", "everything matches")


def leaf(field: Field, text: str, *, phrase: bool, span: tuple[int, int]) -> Leaf:
    """The question that one word or phrase (unescaped only in wildcards' favour) puts to the field."""
    if text == "*" and not phrase:
        return Leaf(field.name, f"{field.name} is there", "*", _there(field))
    if field.sort is Sort.WORDS:
        return _words(field, text, phrase, span)
    if field.sort is Sort.NUMBER:
        return between(field, _number(text, field, span), _number(text, field, span), f"is {text}")
    if field.sort is Sort.TOPIC:
        return _topic(field, text, phrase, span)
    return _name(field, text, phrase)


def _there(field: Field) -> Test:
    if field.sort is Sort.WORDS:
        return lambda facts: bool(facts[field.name].strip(f" {BREAK}"))
    if field.sort is Sort.NUMBER:
        return lambda facts: facts[field.name] is not None
    return lambda facts: bool(facts[field.name])


def _words(field: Field, text: str, phrase: bool, span: tuple[int, int]) -> Leaf:
    key, says = field.name, f'{field.name} has "{unescaped(text)}"'
    if not phrase and has_wildcard(text):
        beginning = padded(unescaped(text[:-1])).strip()
        if text.endswith("*") and beginning and not has_wildcard(text[:-1]):
            start = f" {beginning}"
            return Leaf(key, says, text, lambda facts: start in facts[key])
        pattern = _pattern(text, lambda part: padded(part).strip(), "[^ \x00]")
        search = re.compile(f" {pattern} ").search
        return Leaf(key, says, text, lambda facts: search(facts[key]) is not None)
    wanted = padded(unescaped(text))
    if not wanted.strip():
        raise QueryError(f"{text!r} holds no word to look for", "write letters or digits", span)
    words, phrase_of = f"{key} words", wanted.split()
    longest = max(phrase_of, key=len)
    if len(phrase_of) > 1:
        # Most copy lacks the longest word, and a look into the set of words is cheaper than one along the text.
        return Leaf(key, says, wanted.strip(), lambda facts: longest in facts[words] and wanted in facts[key])
    return Leaf(key, says, longest, lambda facts: longest in facts[words])


def _name(field: Field, text: str, phrase: bool) -> Leaf:
    key = field.name
    if not phrase and has_wildcard(text):
        match = re.compile(_pattern(text, name, ".")).fullmatch
        return Leaf(key, f"{key} is like {text}", text, lambda facts: any(match(one) for one in facts[key]))
    wanted = name(unescaped(text))
    if key == "language":
        wanted = wanted.replace("_", "-")
    return Leaf(key, f"{key} is {unescaped(text)}", wanted, lambda facts: wanted in facts[key])


def _topic(field: Field, text: str, phrase: bool, span: tuple[int, int]) -> Leaf:
    key = field.name
    if not phrase and has_wildcard(text):
        match = re.compile(_pattern(text, name, ".")).fullmatch
        says = f"a {key} is like {text}"
        return Leaf(
            key, says, text, lambda facts: any(match(one) or match(one.rpartition(":")[2]) for one in facts[key])
        )
    code = _code(unescaped(text), span)
    known = vocabulary().by_code.get(code.removeprefix("medtop:"))
    says = f"{key} {code}" + (f" ({known.name})" if known else "") + " or one below it"
    # A rule that still names an old Subject Code is meant for copy with its Media Topics too.
    codes = frozenset({code, *(f"medtop:{one}" for one in mapped_exactly(code))})
    if len(codes) == 1:
        return Leaf(key, says, code, lambda facts: code in facts[key])
    return Leaf(key, says, code, lambda facts: not codes.isdisjoint(facts[key]))


def _code(text: str, span: tuple[int, int]) -> str:
    """The subject as `scheme:code`: a bare code is a Media Topic, else an old Subject Code; else it is a name."""
    wanted, known = name(text), vocabulary()
    if ":" in wanted:
        return wanted
    if re.fullmatch(r"\d{8}", wanted):
        old = wanted not in known.by_code and wanted in known.by_subject_code
        return f"subj:{wanted}" if old else f"medtop:{wanted}"
    codes = codes_by_name().get(wanted, ())
    if len(codes) == 1:
        return f"medtop:{codes[0]}"
    if codes:
        raise QueryError(f"several Media Topics are called {text!r}", f"write one of {', '.join(codes)}", span)
    todo = did_you_mean(text, codes_by_name(), "write its code of eight digits, or scheme:code in quotes")
    raise QueryError(f"no Media Topic is called {text!r}", todo, span)


def between(
    field: Field,
    low: float | None,
    high: float | None,
    words: str,
    with_low: bool = True,
    with_high: bool = True,
) -> Leaf:
    """The question whether a number lies between two; None leaves that side open."""
    key = field.name

    def test(facts: object) -> bool:
        number = facts[key]  # type: ignore[index]
        if number is None:
            return False
        above = low is None or number > low or (with_low and number == low)
        return above and (high is None or number < high or (with_high and number == high))

    return Leaf(key, f"{key} {words}", words, test)


def number_in(text: str, field: Field, span: tuple[int, int]) -> float | None:
    """A bound of a range; None for `*`."""
    return None if text == "*" else _number(text, field, span)


def _number(text: str, field: Field, span: tuple[int, int]) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise QueryError(f"{text!r} is not a number", f"write {field.name}:3, or a range: {field.example}", span)
    return float(text)


_WILD = re.compile(r"(?<!\\)[*?]")


def has_wildcard(text: str) -> bool:
    """Whether it holds a `*` or `?` that is not escaped."""
    return _WILD.search(text) is not None


def unescaped(text: str) -> str:
    """The text as meant: a backslash stands for the character behind it."""
    return re.sub(r"\\(.)", r"\1", text)


def _pattern(text: str, folding: Callable[[str], str], anything: str) -> str:
    """A regular expression for text with wildcards, its parts folded as the field is."""
    parts = re.split(r"(?<!\\)([*?])", text)
    signs = {"*": f"{anything}*", "?": anything}
    return "".join(signs.get(part) or re.escape(folding(unescaped(part))) for part in parts)
