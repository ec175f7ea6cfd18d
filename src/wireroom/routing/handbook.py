"""Writes the reference page of rules from the declarations of their fields."""

from __future__ import annotations

from wireroom.routing.fields import FIELDS, Field

_HEAD = """\
# Rules: the condition `when`

<!-- Generated from src/wireroom/routing/fields.py; a test says that the two are equal. -->

Lucene query syntax over the fields below. `wireroom check` says what cannot be read or can never match, and
`wireroom why STORY` says for each rule why it matched or not.

| write | for |
|---|---|
| `missile` | a word in the text; case and accents do not matter |
| `"missile defense"` | words in a row |
| `missile*`, `m?ssile` | any letters, one letter |
| `slugline:space` | a word in one field |
| `slugline:(space OR launch)` | several words in one field |
| `a AND b`, `a OR b`, `NOT a` | both, either, not: in capitals, or they are words to be looked for |
| `a b` | either, as with OR |
| `+a -b c` | must, must not; what has no sign is then free |
| `(a OR b) AND c` | parentheses |
| `urgency:[1 TO 3]`, `urgency:{1 TO 3}` | a range with its ends, without them |
| `urgency:<4`, `urgency:>=5`, `urgency:[* TO 3]` | a range open on one side |
| `\\*`, `\\:` | a sign that would have a meaning, taken as it is |
| `*` or `*:*` | everything |
| `keyword:*` | copy that has any keyword |

Boosts (`^2`) have no effect. Fuzzy words (`~`), nearness (`"a b"~5`) and regular expressions are refused.

| field | holds | compared by | example |
|---|---|---|---|
"""

_TAIL = """
A Media Topic stands for everything below it: `subject:16000000` matches copy about a single act of war. Old Subject
Codes (`subj:11001000`) are taken as the Media Topics they are mapped to. The hierarchy is that of the IPTC Media
Topic NewsCodes of 2023-10-24, © IPTC, CC BY 4.0.
"""


def reference() -> str:
    """The text of docs/reference/rules.md."""
    return _HEAD + "".join(_row(field) for field in FIELDS.values()) + _TAIL


def _row(field: Field) -> str:
    return f"| `{field.name}` | {field.help} | {field.sort.value} | `{field.example}` |\n"
