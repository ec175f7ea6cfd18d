"""A made-up wire for the leak proof: contracts, copy with a canary in every field, and a newsroom's events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any, TypeAlias

SITES = ("orbit", "shield", "current")
PROVIDERS = ("MPA", "NLN", "PWS")
SOURCE = {"MPA": "mpa", "NLN": "nln", "PWS": "pws"}
BEGIN = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
STORIES = 6
RAILS = {"orbit": "current", "shield": "orbit", "current": "shield"}
SECTIONS = {"orbit": "launch", "shield": "missiles", "current": "grid"}
SLUGS = {"launch": ("orbit",), "missile": ("shield", "orbit"), "grid": ("current",), "other": ()}
ALWAYS_ON = {"MPA": ("orbit",), "NLN": ("orbit", "shield"), "PWS": ("orbit", "current")}
SUMMARY_WORDS = 6
# Of each partner of the read API the sites and the licences that its terms name.
PARTNERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "harbour": (SITES, ("mpa", "nln", "pws")),
    "pier": (("orbit",), ("mpa",)),
}


@dataclass(frozen=True)
class OfPictures:
    """What is otherwise in a contract of its own for an agency's pictures."""

    until: date | None = None
    display: int = 0
    cache_max: int = 60


@dataclass(frozen=True)
class Terms:
    """One contract. Spans are in days, `margin` and `cache_max` in seconds; `until` is its last day."""

    sites: tuple[str, ...] = SITES
    until: date | None = None
    forms: Mapping[str, str] = field(default_factory=dict)
    display: int = 0
    after: str = "gone"
    retain: int = 0
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    unknown: str = "deny"
    keeps: bool = False
    margin: int = 0
    stale: bool = False
    cache_max: int = 60
    headline: bool = True
    shorten: bool = True
    to_full: bool = True
    pictures: OfPictures | None = None

    def of_pictures(self) -> Terms:
        """The contract that the pictures come under."""
        own = self.pictures
        return replace(self, until=own.until, display=own.display, cache_max=own.cache_max) if own else self


@dataclass(frozen=True)
class Copy:
    """One version as its agency sends it. Times are hours after its arrival; `embargo` "" is one without a time."""

    provider: str
    story: int
    serial: int
    number: int
    slug: str = "launch"
    status: str = "usable"
    embargo: int | str | None = None
    expires: int | None = None
    usage: str = ""
    signal: str = ""
    kind: str = "text"
    picture: bool = True


@dataclass(frozen=True)
class Again:
    """The very bytes of the copy with this serial once more."""

    serial: int


@dataclass(frozen=True)
class Order:
    """What the desk orders; `hours` is how long a hold lasts, `serial` names the headline of an edit."""

    kind: str
    story: int
    hours: int = 0
    serial: int = 0


@dataclass(frozen=True)
class Contract:
    """The owner writes another contract into the network file."""

    provider: str
    terms: Terms


@dataclass(frozen=True)
class Machine:
    """What befalls the machine: `wait` (nothing happens), `restart`, `backup`, `restore` (of the last backup)."""

    kind: str


What: TypeAlias = Copy | Again | Order | Contract | Machine


@dataclass(frozen=True)
class Step:
    """One thing that happens, when the wall clock has moved by `after`, which may be backwards."""

    what: What
    after: timedelta


def canary(story: int, serial: int, part: str) -> str:
    """A word that stands in one field of one version and nowhere else in the world."""
    return f"zq{story}v{serial}{part}qz"


def uri_of(story: int) -> str:
    return f"urn:newsml:test.example:2026:{canary(story, 0, 'u')}"


def network_text(contracts: Mapping[str, Terms]) -> str:
    """The network file with these contracts."""
    parts = ['name = "Leak Network"\ncountries = "made-up.mmdb"\n']
    parts += [
        f'[sites.{site}]\nname = "{site.title()}"\ntagline = "News"\nurl = "https://{site}.example"\n'
        f'[sites.{site}.sections]\n{SECTIONS[site]} = "Section"\n'
        f'[[sites.{site}.rails]]\ntitle = "From a sister"\nfrom = "{RAILS[site]}"\nlength = 9\n'
        for site in SITES
    ]
    for provider in PROVIDERS:
        key = SOURCE[provider]
        parts.append(
            f'[sources.{key}]\nprovider = "{provider}"\nfrom = "folder:inbox/{key}"\nlicence = "{key}"\n'
            f"[licences.{key}]\n{_licence(provider, contracts[provider])}"
        )
        if contracts[provider].pictures:
            of_pictures = _licence(provider, contracts[provider].of_pictures())
            parts.append(f'[licences.{key}-pictures]\nmatch = {{ kinds = ["picture"] }}\n{of_pictures}')
        where = ", ".join(f'"{site}"' for site in ALWAYS_ON[provider])
        parts.append(f'[[rules]]\nname = "all of {provider}"\nwhen = "provider:{provider}"\nplace = [{where}]\n')
    for partner, (some, licences) in PARTNERS.items():
        terms = f"sites = {json.dumps(some)}\nlicences = {json.dumps(licences)}\nrate = 100\n"
        parts.append(f'[partners.{partner}]\n{terms}token_file = "{partner}.token"\n')
    for slug, sites in SLUGS.items():
        if sites:
            where = ", ".join(f'"{site}/{SECTIONS[site]}"' for site in sites)
            parts.append(f'[[rules]]\nname = "{slug}"\nwhen = "slugline:{slug}*"\nplace = [{where}]\n')
    return "".join(parts)


def token_of(partner: str) -> str:
    return f"the token of {partner}, long enough"


def _licence(provider: str, terms: Terms) -> str:
    until = f", until = {terms.until}" if terms.until else ""
    forms = ", ".join(f'{surface} = "{form}"' for surface, form in terms.forms.items())
    lines = [
        f'provider = "{provider}"',
        f"term = {{ from = 2020-01-01{until} }}",
        f"sites = {json.dumps(terms.sites)}",
        f"forms = {{ {forms} }}",
        f'after = "{terms.after}"',
        f'credit = "Credit of {provider}"',
        f'notice = "Notice of {provider}."',
        f'expires = "{"stale" if terms.stale else "hide"}"',
        f'cache_max = "{terms.cache_max} s"',
        f'embargo = {{ absent = "{"keeps" if terms.keeps else "lifts"}", margin = "{terms.margin} s" }}',
        f"alter = {{ headline = {_flag(terms.headline)}, shorten = {_flag(terms.shorten)} }}",
        f"link = {{ headline_to_full = {_flag(terms.to_full)} }}",
    ]
    if terms.display:
        lines.append(f'display = "{terms.display} days"')
    if terms.retain:
        lines.append(f'retain = "{terms.retain} days"')
    if terms.allow or terms.deny:
        allow = f"allow = {json.dumps(terms.allow)}, " if terms.allow else ""
        deny = f"deny = {json.dumps(terms.deny)}, " if terms.deny else ""
        lines.append(f'territory = {{ {allow}{deny}unknown = "{terms.unknown}" }}')
    return "\n".join(lines) + "\n"


def _flag(value: bool) -> str:
    return "true" if value else "false"


def wire_bytes(copy: Copy, arrives: datetime) -> bytes:
    """The copy as its agency writes it (ninjs), a canary in every field it has."""

    def word(part: str) -> str:
        return canary(copy.story, copy.serial, part)

    summary = " ".join(canary(copy.story, copy.serial, f"s{number}") for number in range(SUMMARY_WORDS))
    item: dict[str, Any] = {
        "uri": uri_of(copy.story),
        "version": str(copy.number),
        "type": copy.kind,
        "pubstatus": copy.status,
        "language": "en",
        "headline": f"Headline {word('h')} of Lindholm",
        "description_text": summary,
        "slugline": f"{copy.slug}-{word('l')}",
        "byline": f"By Ana {word('y').capitalize()}",
        "located": f"Lindholm {word('d')}",
        "body_xhtml": f"<p>Body {word('b')} of the harbour.</p><p>More {word('b')}, only{copy.serial}only.</p>",
        "ednote": f"Call {word('n')}",
        "keywords": [word("k")],
        "person": [{"name": word("p")}],
        "organisation": [{"name": word("o")}],
        "place": [{"name": word("w")}],
        "subject": [
            {"name": word("j"), "code": f"made:{word('j')}"},
            {"name": "space programme", "code": "medtop:20000739"},
        ],
        "copyrightholder": f"Holder {word('g')}",
        "copyrightnotice": f"Copyright {word('g')}",
        "usageterms": copy.usage,
        "firstcreated": BEGIN.isoformat(),
        "versioncreated": (arrives - timedelta(minutes=3)).isoformat(),
    }
    if copy.embargo is not None:
        item["embargoed"] = copy.embargo and (arrives + timedelta(hours=int(copy.embargo))).isoformat()
    if copy.expires is not None:
        item["expires"] = (arrives + timedelta(hours=copy.expires)).isoformat()
    if copy.signal:
        item["signal"] = [copy.signal]
    if copy.picture:
        item["associations"] = {"main": _picture(word)}
    return json.dumps(item).encode()


def _picture(word: Any) -> dict[str, Any]:
    return {
        "type": "picture",
        "description_text": f"Caption {word('c')}",
        "alt_text": f"Alt {word('a')}",
        "byline": f"Photo {word('r')}",
        "ednote": f"Desk {word('n')}",
        "renditions": {"best": {"href": f"{word('f')}.jpg", "mimetype": "image/jpeg", "width": 16, "height": 16}},
    }


def colour_of(story: int, serial: int) -> tuple[int, int, int]:
    """The colour that a version's picture is filled with: what tells it again after it was encoded anew."""
    return (20 + story * 40, 8 + serial % 16 * 16, 8 + serial // 16 * 16)


@lru_cache(maxsize=512)
def picture_bytes(story: int, serial: int) -> bytes:
    """A picture that tells whose it is by its colour, with a canary in its metadata."""
    from PIL import Image

    made = Image.new("RGB", (16, 16), colour_of(story, serial))
    exif = Image.Exif()
    exif[0x010E] = exif[0x8298] = canary(story, serial, "x")
    out = BytesIO()
    made.save(out, "JPEG", quality=95, exif=exif, comment=canary(story, serial, "x").encode())
    return out.getvalue()
