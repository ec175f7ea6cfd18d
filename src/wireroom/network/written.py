"""A licence written down again as the network file has it: what an import prints, and what the ledger remembers."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from wireroom.errors import NetworkFileError
from wireroom.network.declared import Key, Table
from wireroom.network.licence import CASCADE, SURFACES, Extent, Form, Licence
from wireroom.network.licence_keys import LICENCE
from wireroom.network.licence_of import licence_of
from wireroom.network.model import Network
from wireroom.network.read import Reader

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Terms:
    """The licences in force, and which of them each source names: all that the gate reads of a network file."""

    licences: Mapping[str, Licence]
    sources: Mapping[str, tuple[str, str]]  # source → its provider and licence


def table_of(licence: Licence) -> dict[str, Any]:
    """The licence as the values of its table, without those that are as they would be anyway."""
    kill, credit, notice = licence.kill, licence.credit, licence.notice
    written = {
        "provider": licence.provider,
        "match": {"services": sorted(licence.match.services), "kinds": sorted(licence.match.kinds)},
        "basis": licence.basis,
        "term": {"from": licence.term_from, "until": licence.term_until, "wind_down": licence.wind_down},
        "sites": sorted(licence.sites),
        "forms": {str(name): form_text(form) for name, form in licence.forms.items()},
        "display": licence.display,
        "after": licence.after.value,
        "retain": licence.retain,
        "archive_after": licence.archive_after,
        "territory": {
            "allow": None if licence.territory.allow is None else sorted(licence.territory.allow),
            "deny": sorted(licence.territory.deny),
            "unknown": "allow" if licence.territory.unknown else "deny",
        },
        "credit": {
            "text": credit.text,
            "places": _some(credit.places, SURFACES),
            "keep_dateline": credit.keep_dateline,
            "keep_byline": credit.keep_byline,
            "logo": credit.logo,
            "link": credit.link,
        },
        "notice": {"text": notice.text, "link": notice.link, "places": _some(notice.places, SURFACES)},
        "alter": {name: getattr(licence.alter, name) for name in ("headline", "shorten", "translate", "combine")},
        "embargo": {"absent": "keeps" if licence.embargo.keeps else "lifts", "margin": licence.embargo.margin},
        "expires": licence.expires,
        "kill": {
            "deadline": kill.deadline,
            "show": "notice" if kill.notice else "gone",
            "cascade": _some(kill.cascade, CASCADE),
        },
        "correction": {
            "notice": licence.correction.notice,
            "history": "public" if licence.correction.public_history else "desk",
        },
        "link": {name: getattr(licence.link, name) for name in ("headline_to_full", "nofollow", "out_of_network")},
        "cache_max": licence.cache_max,
        "tdm": {"reserve": licence.tdm.reserve, "policy": licence.tdm.policy},
        "robots": list(licence.robots),
        "ads": licence.ads,
    }
    return _said(LICENCE, written)


def toml_of(licence: Licence) -> str:
    """The licence's table as text for network.toml."""
    lines = [f"[licences.{licence.name}]"]
    lines += [f"{name} = {_toml(value)}" for name, value in table_of(licence).items()]
    return "\n".join(lines) + "\n"


def terms_text(network: Network) -> str:
    """All that the gate reads of the network file, written so that equal terms are the same text."""
    licences = "\n".join(toml_of(one) for _, one in sorted(network.licences.items()))
    sources = "\n".join(
        f"[sources.{key}]\nprovider = {_toml(one.provider)}\nlicence = {_toml(one.licence)}\n"
        for key, one in sorted(network.sources.items())
    )
    return f"{licences}\n{sources}"


def digest_of(text: str) -> str:
    """The digest (hex) that tells these terms from others."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def read_licence(key: str, table: Mapping[str, Any]) -> Licence:
    """The licence that the values of a table make; raises NetworkFileError when they make none."""
    reader = Reader(f"licence {key}", {})
    read = reader.table(LICENCE, dict(table), ("licences", key))
    if reader.problems:
        raise NetworkFileError(tuple(reader.problems))
    return licence_of(key, read)


def read_terms(text: str) -> Terms:
    """The terms behind `terms_text`."""
    data = tomllib.loads(text)
    licences = {key: read_licence(key, table) for key, table in data.get("licences", {}).items()}
    sources = {key: (one["provider"], one["licence"]) for key, one in data.get("sources", {}).items()}
    return Terms(licences, sources)


def form_text(form: Form) -> str:
    """The form as the network file writes it."""
    return f"summary({form.words})" if form.extent is Extent.SUMMARY and form.words is not None else form.extent.value


def span_text(span: timedelta) -> str:
    """The length of time in words: whole days, or seconds."""
    seconds = span.total_seconds()
    return f"{span.days} days" if seconds and seconds % 86400 == 0 else f"{seconds:g} s"


def _some(named: frozenset[Any], all: frozenset[Any]) -> list[str] | None:
    return None if named == all else sorted(map(str, named))


def _said(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something beyond the defaults of their keys."""
    said: dict[str, Any] = {}
    for key in table.keys:
        value = values.get(key.name)
        if key.inner is not None and isinstance(value, Mapping):
            value = _said(key.inner, value)
        if isinstance(value, timedelta):
            value = span_text(value)
        if value in (None, "", [], {}) or _usual(key, value):
            continue
        said[key.name] = value
    return said


def _usual(key: Key, value: Any) -> bool:
    """Whether the key would have this value anyway."""
    if key.kind is None or key.required or key.default in (None, ""):
        return False
    return bool(key.kind.read(value, _UTC) == key.kind.read(key.default, _UTC))


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # A TOML basic string is a JSON string, but for DEL, which JSON lets stand.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
