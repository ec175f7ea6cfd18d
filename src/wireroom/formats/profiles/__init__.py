"""Agencies' habits, as data: what each does that its standard does not say, looked up by any of the agency's names."""

from __future__ import annotations

import pkgutil
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Profile:
    """What one agency does. The patterns are regular expressions.

    `name` is how the network file names the provider, `names` are its other names (of domain, law and script).
    `sign_off` is a last paragraph of desk initials, which is not copy. `replacing` is a first paragraph that tells
    editors which item this one takes the place of. `advisory` begins the headline, slugline or genre of "usable" copy
    that is for editors only: it is held. `headline_mark` is a routing mark before a headline, which is cut off.
    `signals` maps the agency's signals to `update`, `correction` or `canceled`.
    `summary_for_editors`: what it sends as the summary tells editors of the assignment, and is not for readers.
    `byline_is_summary`: in NITF it writes the line below the headline where the byline has its place.
    `zone` is that of its times without one, where the source states none. `false_zulu`: its "Z" is that zone.
    `version_in_id`: the part of an item's id that changes with each version, whose first group is the number.
    `package_subject` is the scheme of the subject that joins its takes, each of which has an id of its own;
    `replaced` the type of the altId that names the item which one of them replaces, as its guid ends.
    `subject_scheme` is its own name for IPTC's Subject Codes.
    `bare_dateline`: its copy begins with the place in capitals and a dash, without its name.
    `languages` are those of its services, `desks` the Media Topic of its desk or category letters, in text wires;
    `day_first`: it writes DD-MM where ANPA 1312 has MM-DD.
    `empty_embargo_is_none`: it sends an empty `<embargoed/>` with everything, and means nothing by it.
    """

    name: str
    names: tuple[str, ...] = ()
    sign_off: str = ""
    replacing: str = ""
    advisory: str = ""
    headline_mark: str = ""
    signals: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    summary_for_editors: bool = False
    byline_is_summary: bool = False
    zone: str = ""
    false_zulu: bool = False
    version_in_id: str = ""
    package_subject: str = ""
    replaced: str = ""
    subject_scheme: str = ""
    empty_embargo_is_none: bool = False
    bare_dateline: bool = False
    languages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    desks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    day_first: bool = False

    def answers_to(self, name: str) -> bool:
        """Whether this is one of the agency's names; of "dpa/lni" or "tca/dpa" each part counts too."""
        keys = {_key(name), *map(_key, name.split("/"))}
        return any(_key(own) in keys for own in (self.name, *self.names))

    def zone_for(self, stated: ZoneInfo) -> ZoneInfo:
        """The zone of its times without one: what the source states (UTC is the default), else its own."""
        return ZoneInfo(self.zone) if self.zone and stated.key == "UTC" else stated


def _key(name: str) -> str:
    """What of a name counts: its letters and digits, whatever the case."""
    return re.sub(r"[\W_]+", "", name).casefold()


@cache
def _known() -> Mapping[str, Profile]:
    data = pkgutil.get_data(__name__, "agencies.toml") or b""
    by_name: dict[str, Profile] = {}
    for name, habits in tomllib.loads(data.decode("utf-8")).items():
        profile = _profile(name, habits)
        for one in (name, *profile.names):
            by_name[_key(one)] = profile
    return by_name


def _profile(name: str, habits: dict[str, Any]) -> Profile:
    return Profile(**{**habits, "name": name, "names": tuple(habits.get("names", ()))})


@lru_cache(maxsize=1024)
def profile_of(*names: str) -> Profile:
    """The profile of the first name that is known; else one without habits, with the first name there is."""
    for name in names:
        if name and (found := _known().get(_key(name))):
            return found
    return Profile(next((name for name in names if name), ""))


def is_agency(name: str) -> bool:
    """Whether this is a known agency's name, in any script; or two agencies' with a stroke between them."""
    return _key(name) in _known() or any(_key(part) in _known() for part in name.split("/"))
