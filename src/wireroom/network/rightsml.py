"""Licences as RightsML 2.0 (IPTC's profile of ODRL 2.2, in JSON-LD) and back.

ODRL says who may do what, where, when and with which duties; what it has no word for stands beside it in an extension
of ours, which others may pass over. Where both speak, the narrower counts: a partner may have narrowed the ODRL alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from wireroom.errors import UnreadableError
from wireroom.network.licence import DEFAULT_FORMS, Extent, Licence
from wireroom.network.written import read_licence, span_text, table_of

CONTEXT = ["http://www.w3.org/ns/odrl.jsonld", "https://iptc.org/std/RightsML/odrl-profile/rightsml.jsonld"]
PROFILE = "https://iptc.org/std/RightsML/odrl-profile/"
EXTENSION = "urn:wireroom:terms"
_COUNTRY = "http://cvx.iptc.org/iso3166-1a2/"
_URN = "urn:wireroom:{}:{}"  # of what has a name and no address: sites, providers, surfaces, licences
_NAMED = re.compile(r"urn:wireroom:(site|provider|surface|licence|copy):(.+)", re.DOTALL)
_PUBLISHING = ("distribute", "display", "present", "reproduce", "use")
# What may be done to copy ↔ the key of `alter` that says so.
_ALTERING = {"modify": "headline", "extract": "shorten", "translate": "translate", "aggregate": "combine"}
_NO_CONCERN = ("print", "sell", "play", "install", "execute", "lend", "give", "transfer")
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
# Keys of the network file that ODRL says in full; the others stand in the extension.
_IN_ODRL = ("provider", "sites", "display", "retain", "alter")


@dataclass(slots=True)
class Imported:
    """A licence that was read, and in words what of the policy is left to people."""

    licence: Licence
    notes: list[str] = field(default_factory=list)


def export(licence: Licence) -> dict[str, Any]:
    """The licence as an agreement: one permission to distribute with its limits and duties, and what is forbidden."""
    target = _URN.format("copy", licence.provider)
    rest = {key: one for key, one in table_of(licence).items() if key not in _IN_ODRL}
    permission = {
        "target": target,
        "action": "distribute",
        "assigner": _URN.format("provider", licence.provider),
        "assignee": [_URN.format("site", site) for site in sorted(licence.sites)],
        "constraint": list(_limits(licence)),
        "duty": list(_duties(licence)),
    }
    allowed = {action: getattr(licence.alter, key) for action, key in _ALTERING.items()}
    return {
        "@context": CONTEXT,
        "@type": "Agreement",
        "uid": _URN.format("licence", licence.name),
        "profile": PROFILE,
        "permission": [permission, *({"target": target, "action": one} for one, may in allowed.items() if may)],
        "prohibition": [{"target": target, "action": one} for one, may in allowed.items() if not may],
        EXTENSION: _plain(rest),
    }


def _limits(licence: Licence) -> Iterator[dict[str, Any]]:
    yield _limit("dateTime", "gteq", _typed(licence.term_from.astimezone(UTC).isoformat(), "xsd:dateTime"))
    if licence.term_until is not None:
        yield _limit("dateTime", "lt", _typed(licence.term_until.astimezone(UTC).isoformat(), "xsd:dateTime"))
    if licence.display is not None:
        yield _limit("elapsedTime", "lteq", _typed(_xsd(licence.display), "xsd:duration"))
    if licence.territory.allow is not None:
        yield _limit("spatial", "isAnyOf", [_COUNTRY + code for code in sorted(licence.territory.allow)])
    if licence.territory.deny:
        yield _limit("spatial", "isNoneOf", [_COUNTRY + code for code in sorted(licence.territory.deny)])
    granted = sorted(str(one) for one, form in licence.forms.items() if form.extent is not Extent.NONE)
    yield _limit("deliveryChannel", "isAnyOf", [_URN.format("surface", one) for one in granted])


def _duties(licence: Licence) -> Iterator[dict[str, Any]]:
    party = {"uid": _URN.format("provider", licence.provider)}
    label = {"label": licence.credit.text} if licence.credit.text else {}
    yield {"action": "attribute", "attributedParty": party | label}
    if licence.retain is not None:
        limit = _limit("elapsedTime", "lteq", _typed(_xsd(licence.retain), "xsd:duration"))
        yield {"action": "delete", "constraint": [limit]}


def _limit(left: str, operator: str, right: object) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _typed(value: str, type: str) -> dict[str, str]:
    return {"@value": value, "@type": type}


def read(policy: Mapping[str, Any], key: str, sites: Sequence[str] = ()) -> Imported:
    """The licence `key` that a policy states; `sites` are those it is for when the policy does not name ours.

    Raises UnreadableError when a limit or prohibition is not understood, as the licence would then be wider than the
    policy, and NetworkFileError when what it says makes no licence. Duties that no program can keep are noted.
    """
    reading = _Reading(policy, key)
    table = reading.table()
    if sites:
        table["sites"] = list(sites)
    return Imported(read_licence(key, table), reading.notes)


class _Reading:
    """One policy on its way into the values of a licence's table."""

    def __init__(self, policy: Mapping[str, Any], key: str) -> None:
        self._policy = policy
        self._key = key
        self.notes: list[str] = []
        extension = policy.get(EXTENSION, {})
        self._table: dict[str, Any] = _moments(dict(extension)) if isinstance(extension, Mapping) else {}

    def table(self) -> dict[str, Any]:
        """The values of the licence's table."""
        table = self._table
        table["alter"] = dict.fromkeys(_ALTERING.values(), False)
        published = False
        for one in _several(self._policy.get("permission")):
            action = _word(one.get("action"))
            if action in _PUBLISHING and not published:
                published = True
                self._permission(one)
            elif action in _ALTERING and not one.get("constraint"):
                table["alter"][_ALTERING[action]] = True
            else:
                self.notes.append(f"a permission to {action} was left out")
        if not published:
            raise self._unreadable("it permits no publishing")
        for one in _several(self._policy.get("prohibition")):
            self._prohibition(one)
        for duty in _several(self._policy.get("obligation")):
            self._duty(duty)
        return table

    def _permission(self, one: Mapping[str, Any]) -> None:
        table = self._table
        assigner = one.get("assigner") or self._policy.get("assigner") or one.get("target") or ""
        table["provider"] = _name(assigner, "provider", "copy")
        named = (_NAMED.fullmatch(_uid(site)) for site in _several_texts(one.get("assignee")))
        table["sites"] = [found[2] for found in named if found and found[1] == "site"]
        for limit in _several(one.get("constraint")):
            self._limit(limit)
        for duty in _several(one.get("duty")):
            self._duty(duty)

    def _limit(self, limit: Mapping[str, Any]) -> None:
        left, operator = _word(limit.get("leftOperand")), _word(limit.get("operator"))
        right = limit.get("rightOperand")
        match left, operator:
            case "dateTime", "gteq" | "gt":
                self._narrow("term", "from", _moment(right), max)
            case "dateTime", "lt" | "lteq":
                self._narrow("term", "until", _moment(right), min)
            case "elapsedTime", "lteq" | "lt" | "eq":
                self._table["display"] = span_text(_duration(right))
            case "spatial", "isAnyOf" | "eq" | "isA":
                self._codes("allow", right)
            case "spatial", "isNoneOf" | "neq":
                self._codes("deny", right)
            case "deliveryChannel", "isAnyOf" | "eq":
                self._channels(right)
            case _:
                raise self._unreadable(f"the limit {left} {operator} {right!r} was not understood")

    def _narrow(self, table: str, key: str, value: datetime, narrower: Any) -> None:
        inner = self._table.setdefault(table, {})
        inner[key] = narrower(inner[key], value) if key in inner else value

    def _codes(self, key: str, right: object) -> None:
        codes = [_uid(one).rpartition("/")[2].upper() for one in _several_texts(right)]
        territory = self._table.setdefault("territory", {})
        known = territory.get(key)
        if key == "allow":
            territory[key] = codes if known is None else [one for one in known if one in codes]
        else:
            territory[key] = sorted({*codes, *(known or ())})

    def _channels(self, right: object) -> None:
        """The surfaces named, and no others; those of others' vocabularies are none of ours."""
        named = {_name(one, "surface") for one in _several_texts(right)}
        usual = {str(surface): form.extent.value for surface, form in DEFAULT_FORMS.items()}
        forms = {**usual, **self._table.get("forms", {})}
        self._table["forms"] = {name: form if name in named else "none" for name, form in forms.items()}

    def _prohibition(self, one: Mapping[str, Any]) -> None:
        action, limits = _word(one.get("action")), _several(one.get("constraint"))
        if action in _ALTERING and not limits:
            self._table["alter"][_ALTERING[action]] = False
        elif action in _NO_CONCERN:
            self.notes.append(f"a prohibition to {action} is no concern of a site")
        elif action == "archive":
            self._table.setdefault("forms", {})["archive"] = "none"
        elif action in _PUBLISHING and [_word(limit.get("leftOperand")) for limit in limits] == ["spatial"]:
            self._codes("deny", limits[0].get("rightOperand"))
        else:
            raise self._unreadable(f"the prohibition to {action} was not understood")

    def _duty(self, one: Mapping[str, Any]) -> None:
        action, limits = _word(one.get("action")), _several(one.get("constraint"))
        if action == "attribute":
            party = one.get("attributedParty")
            label = party.get("label", "") if isinstance(party, Mapping) else ""
            if label:
                credit = self._table.get("credit")
                self._table["credit"] = {**(credit if isinstance(credit, Mapping) else {}), "text": label}
        elif action == "delete" and [_word(limit.get("leftOperand")) for limit in limits] == ["elapsedTime"]:
            self._table["retain"] = span_text(_duration(limits[0].get("rightOperand")))
        else:
            self.notes.append(f"the duty to {action} is left to people")

    def _unreadable(self, what: str) -> UnreadableError:
        return UnreadableError(what, where=f"licence {self._key}", todo="write this licence by hand, with the contract")


def _several(value: object) -> list[Mapping[str, Any]]:
    found = value if isinstance(value, list) else [] if value is None else [value]
    return [one for one in found if isinstance(one, Mapping)]


def _several_texts(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _uid(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("uid") or value.get("@id") or value.get("@value") or ""
    return str(value)


def _word(value: object) -> str:
    """The term alone: `distribute` for itself, its IRI, a compact IRI, or an action object."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else "several actions"
    if isinstance(value, Mapping):
        value = value.get("rdf:value") or value.get("value") or value.get("@id") or value.get("source") or ""
        return _word(value)
    return re.split(r"[/#:]", str(value))[-1]


def _name(value: object, *kinds: str) -> str:
    found = _NAMED.fullmatch(_uid(value))
    return found[2] if found and found[1] in kinds else _uid(value)


def _moment(value: object) -> datetime:
    text = _uid(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableError(f"{text!r} is no time", todo="write it as in 2026-01-01T00:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _duration(value: object) -> timedelta:
    found = _DURATION.fullmatch(_uid(value))
    if found is None or not any(found.groups()):
        raise UnreadableError(f"{_uid(value)!r} is no length of time", todo="write it as in P30D")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _xsd(span: timedelta) -> str:
    """The length of time as xsd:duration, cut to whole seconds."""
    seconds = f"T{span.seconds}S" if span.seconds else ""
    return f"P{span.days}D{seconds}"


def _plain(value: Any) -> Any:
    """The value as JSON has it: moments as text."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _moments(table: dict[str, Any]) -> dict[str, Any]:
    """The extension's table with its moments as such again."""
    term = table.get("term")
    if isinstance(term, Mapping):
        table["term"] = {key: _moment(one) if key in ("from", "until") else one for key, one in term.items()}
    return {key: dict(one) if isinstance(one, Mapping) else one for key, one in table.items()}
