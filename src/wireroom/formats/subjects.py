"""Codes as `scheme:code`, whichever way a format writes them: as a qcode, as a URI, or as bare digits."""

from __future__ import annotations

import re

# The vocabularies whose codes are eight digits; some agencies drop the leading nought.
_EIGHT = frozenset({"subj", "medtop"})
_IPTC = re.compile(r"https?://cv\.iptc\.org/newscodes/([a-z0-9-]+)/(\w+)/?")
_SCHEMES = {
    "mediatopic": "medtop",
    "subjectcode": "subj",
    "pubstatusg2": "stat",
    "ninature": "ninat",
    "signal": "sig",
    "newsprovider": "nprov",
    "genre": "genre",
    "cpnature": "cpnat",
}


def code(qcode: str, uri: str = "") -> str:
    """A concept's name as `scheme:code`; a URI that no scheme is known for stays as it is; "" for neither.

    Codes of IPTC's Subject Codes (`subj:`) and Media Topics (`medtop:`) are filled up to their eight digits.
    """
    name = qcode.strip()
    if not name and uri:
        found = _IPTC.fullmatch(uri.strip())
        name = f"{_SCHEMES.get(found[1], found[1])}:{found[2]}" if found else uri.strip()
    scheme, colon, value = name.partition(":")
    if colon and scheme in _EIGHT and value.isdigit() and len(value) < 8:
        return f"{scheme}:{value:0>8}"
    return name


def of_digits(refnum: str, scheme: str = "") -> str:
    """An old subject code (`subj:NNNNNNNN`) from its digits; another vocabulary's code under `scheme`; "" for none.

    IPTC's "00000000" means that there is no subject.
    """
    value = refnum.strip()
    if value.isdigit() and 6 < len(value) <= 8:
        return "" if not int(value) else f"subj:{value:0>8}"
    return f"{scheme}:{value}" if value and scheme else ""


def distinct(values: list[str]) -> tuple[str, ...]:
    """The values once each, in their order, without the empty."""
    return tuple(dict.fromkeys(value for value in values if value))
