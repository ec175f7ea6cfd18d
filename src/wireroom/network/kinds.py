"""The kinds of value in network.toml: how each is written, read and refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wireroom.network.countries import CODES, MEANT
from wireroom.network.licence import Extent, Form
from wireroom.network.nearest import did_you_mean, listed


class BadValueError(ValueError):
    """A value that cannot be: what is wrong, and what to write instead."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: `says` describes it to people, `read` makes a value of it, in the network's zone."""

    says: str
    read: Callable[[Any, ZoneInfo], Any]


def _text(value: Any, _zone: ZoneInfo) -> str:
    if not isinstance(value, str):
        raise BadValueError(f"expected text, found {_found(value)}", 'put it in quotes, as in "Orbit Daily"')
    return value.strip()


def _some_text(value: Any, zone: ZoneInfo) -> str:
    text = _text(value, zone)
    if not text:
        raise BadValueError("it is empty", "write something between the quotes")
    return text


def _found(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "text", list: "an array", dict: "a table"}
    return names.get(type(value), "a date")


def matching(pattern: str, what: str, todo: str) -> Callable[[Any, ZoneInfo], str]:
    """A reader of text that the whole of `pattern` matches; `what` it is not otherwise."""
    compiled = re.compile(pattern)

    def read(value: Any, zone: ZoneInfo) -> str:
        text = _text(value, zone)
        if not compiled.fullmatch(text):
            raise BadValueError(f"{text!r} is not {what}", todo)
        return text

    return read


def one_of(names: Iterable[str]) -> Kind:
    """One of a few words."""
    allowed = tuple(names)

    def read(value: Any, zone: ZoneInfo) -> str:
        text = _text(value, zone)
        if text not in allowed:
            raise BadValueError(f"{text!r} is not one of {listed(allowed)}", did_you_mean(text, allowed))
        return text

    return Kind("one of " + ", ".join(f'`"{name}"`' for name in allowed), read)


def number(low: int, high: int) -> Kind:
    """A whole number in a range."""

    def read(value: Any, _zone: ZoneInfo) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            todo = "write it without quotes" if isinstance(value, str) else f"write one, as in {max(low, min(high, 5))}"
            raise BadValueError(f"{value!r} is not a whole number from {low} to {high}", todo)
        return value

    return Kind(f"a whole number from {low} to {high}", read)


def _flag(value: Any, _zone: ZoneInfo) -> bool:
    if not isinstance(value, bool):
        raise BadValueError(f"expected true or false, found {_found(value)}", "write true or false, without quotes")
    return value


def _zone(value: Any, zone: ZoneInfo) -> ZoneInfo:
    name = _some_text(value, zone)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadValueError(f"there is no time zone {name!r}", _zones_like(name)) from None


def _zones_like(name: str) -> str:
    from zoneinfo import available_timezones

    zones = available_timezones()
    place = name.replace(" ", "_").rpartition("/")[2].casefold()
    same = sorted(one for one in zones if one.rpartition("/")[2].casefold() == place)
    return f'did you mean "{same[0]}"?' if same else did_you_mean(name, zones, "write it as in Europe/Paris")


def _url(value: Any, zone: ZoneInfo) -> str:
    text = _some_text(value, zone)
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good, parts = False, urlsplit("")
    if not good or re.search(r"[\s\"'<>\\]", text):
        raise BadValueError(f"{text!r} is not a web address", 'write it whole, as in "https://orbit.example"')
    if parts.username or parts.password:
        raise BadValueError("a web address in the open holds no user or password", "leave out what stands before the @")
    return text


def _site_url(value: Any, zone: ZoneInfo) -> str:
    text = _url(value, zone).rstrip("/")
    parts = urlsplit(text)
    if parts.path or parts.query or parts.fragment:
        root = f"{parts.scheme}://{parts.netloc}"
        raise BadValueError(f"{text!r} is not the root of a site", f'give the site a host of its own, as in "{root}"')
    return text


SCHEMES = ("folder", "https", "http", "sftp", "ftp", "ftps", "imaps", "maildir", "push", "import")


def _address(value: Any, zone: ZoneInfo) -> str:
    text = _some_text(value, zone)
    scheme, colon, rest = text.partition(":")
    if not colon:
        raise BadValueError(f"{text!r} does not say how copy comes", f'for a folder write "folder:{text}"')
    if scheme not in SCHEMES:
        ways = f'for a folder write "folder:PATH"; the others are {listed(SCHEMES[1:])}'
        todo = did_you_mean(scheme, SCHEMES, ways) if rest.startswith("//") else ways
        raise BadValueError(f"{scheme!r} is no way for copy to come", todo)
    if scheme in ("folder", "maildir"):
        if not rest:
            raise BadValueError("the folder is not named", f'write it as in "{scheme}:inbox/afp"')
        return text
    if scheme == "push":
        return text
    if scheme == "import":
        if rest:
            raise BadValueError("which pages are imported is said on the command line", 'write "import:" alone')
        return text
    try:
        parts = urlsplit(text)
        host, password = parts.hostname, parts.password
    except ValueError:
        host, password = None, None
    if not host:
        raise BadValueError(f"{text!r} names no host", f'write it as in "{scheme}://wire.example/path"')
    if password is not None:
        todo = "leave it out of the address and name it with password_file or password_env"
        raise BadValueError("a password stands in the network file", todo)
    return text


def _smtp(value: Any, zone: ZoneInfo) -> str:
    text = _some_text(value, zone)
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and not parts.password and parts.port != 0
    except ValueError:
        good = False
    if not good:
        todo = 'write it as in "smtps://wire@mail.example:465"; the password stands in a file or variable'
        raise BadValueError(f"{text!r} is not a mail server", todo)
    return text


_UNITS = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1),
    **dict.fromkeys(("min", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86400),
    **dict.fromkeys(("w", "week", "weeks"), 604800),
}
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+)")
LONGEST = timedelta(days=36525)


def duration(text: str, *, least: float = 0.001) -> timedelta:
    """The length of time written in words ("30 days", "12 hours", "90 s"), at least so many seconds.

    Raises BadValueError.
    """
    match = _DURATION.fullmatch(text.strip().lower())
    example = 'write a number and a unit, as in "30 days", "12 hours", "5 minutes" or "90 s"'
    if match is None:
        raise BadValueError(f"{text!r} is not a length of time", example)
    if match.group(2) not in _UNITS:
        what = f"{match.group(2)!r} is not a unit of time with one length"
        raise BadValueError(what, did_you_mean(match.group(2), _UNITS, example))
    seconds = float(match.group(1)) * _UNITS[match.group(2)]
    if not least <= seconds <= LONGEST.total_seconds():
        raise BadValueError(f"{text!r} is too short or too long", "write more than nothing, and at most 36525 days")
    return timedelta(seconds=seconds)


def _duration(value: Any, _zone: ZoneInfo) -> timedelta:
    if not isinstance(value, str):
        todo = f'write "{value} days" or "{value} s"' if isinstance(value, int) else 'write it as in "30 days"'
        raise BadValueError(f"expected a length of time in words, found {_found(value)}", todo)
    return duration(value)


def _span(value: Any, zone: ZoneInfo) -> timedelta:
    """A length of time that may be nothing."""
    return duration(value, least=0) if isinstance(value, str) else _duration(value, zone)


def _moment(value: Any, zone: ZoneInfo) -> datetime:
    """A date or time; a date is its midnight in the network's zone."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone).astimezone(UTC)
    todo = "write it without quotes, as in 2026-01-01 or 2026-01-01T12:00:00Z"
    if isinstance(value, str):
        raise BadValueError(f"expected a date, found the text {value!r}", todo)
    raise BadValueError(f"expected a date, found {_found(value)}", todo)


def _end(value: Any, zone: ZoneInfo) -> datetime:
    """As `_moment`, but a bare date is a reader's last day: the moment is the midnight that ends it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        try:
            return _moment(value + timedelta(days=1), zone)
        except OverflowError:
            raise BadValueError("the date is too far off", "leave out `until` for a term without end") from None
    return _moment(value, zone)


_FORM = re.compile(r"summary\s*\(\s*(\d{1,4})\s*(?:words?)?\s*\)")


def _form(value: Any, zone: ZoneInfo) -> Form:
    text = _text(value, zone)
    if match := _FORM.fullmatch(text):
        return Form(Extent.SUMMARY, int(match.group(1)))
    if text not in set(Extent):
        what = f"{text!r} is not one of {listed([*Extent, 'summary(40)'])}"
        word, bracket, words = text.partition("(")
        near = did_you_mean(word, [*Extent], "write it as in summary(40)")
        raise BadValueError(what, near.replace('"?', f'({words}"?') if bracket and "summary" in near else near)
    return Form(Extent(text))


def _texts(value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadValueError(f"expected an array of names, found {_found(value)}", 'write it as in ["orbit", "shield"]')
    if not value:
        raise BadValueError("it is empty", "name at least one")
    return tuple(_some_text(one, zone) for one in value)


def _hosts(value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    hosts = tuple(one.lower() for one in _texts(value, zone))
    for host in hosts:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?", host):
            raise BadValueError(f"{host!r} is not the name of a host", 'write it as in ["pictures.mpa.example"]')
    return hosts


def _text_or_texts(value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    return (_some_text(value, zone),) if isinstance(value, str) else _texts(value, zone)


def array_of(one: Kind, says: str) -> Kind:
    """An array of texts of which each is of the kind."""

    def read(value: Any, zone: ZoneInfo) -> tuple[Any, ...]:
        return tuple(one.read(text, zone) for text in _texts(value, zone))

    return Kind(says, read)


def words(names: Iterable[str]) -> Kind:
    """Some of a few words."""
    one = one_of(names)

    def read(value: Any, zone: ZoneInfo) -> tuple[str, ...]:
        return tuple(one.read(word, zone) for word in _texts(value, zone))

    return Kind(one.says.replace("one of", "an array of", 1), read)


def _countries(value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    for code in (codes := _texts(value, zone)):
        if code not in CODES:
            meant = MEANT.get(code.upper(), code.upper())
            todo = f'write "{meant}"' if meant in CODES else 'write ISO 3166-1 codes, as in "DE"'
            raise BadValueError(f"{code!r} is not the code of a country", todo)
    return codes


def _addresses(value: Any, zone: ZoneInfo) -> tuple[IPv4Network | IPv6Network, ...]:
    found = []
    for text in _texts(value, zone):
        try:
            found.append(ip_network(text))
        except ValueError as error:
            raise BadValueError(f"{text!r} is no address: {error}", 'write it as in "10.0.0.0/8"') from None
    return tuple(found)


_ROBOTS = re.compile(
    r"noindex|nofollow|none|noarchive|nosnippet|noimageindex|notranslate|noai|noimageai|max-image-preview:none"
    r"|max-(?:snippet|video-preview):(?:-1|\d{1,4})"
)


def _robots(value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    for one in (directives := _texts(value, zone)):
        if not _ROBOTS.fullmatch(one):
            raise BadValueError(f"{one!r} is no directive for robots", 'write it as in "noarchive" or "max-snippet:50"')
    return directives


TEXT = Kind("text", _text)
FLAG = Kind("`true` or `false`", _flag)
AUTH = Kind(
    "`basic`, `bearer`, `hmac`, `header:NAME` or `query:NAME`",
    matching(
        r"basic|bearer|hmac|(?:header|query):[A-Za-z0-9][A-Za-z0-9_.-]{0,63}",
        "a way to show a password",
        'write "bearer", say, or "header:x-api-key"',
    ),
)
SOME_TEXT = Kind("text", _some_text)
LANGUAGE = Kind(
    "a language tag (BCP 47)",
    matching(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag", 'write it as in "en" or "pt-BR"'),
)
ZONE = Kind("a time zone", _zone)
SITE_URL = Kind("a web address without a path", _site_url)
URL = Kind("a web address", _url)
COLOUR = Kind(
    "a colour",
    matching(r"#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3}", "a colour", 'write it as "#" and six digits, as in "#8a1c1c"'),
)
LOGO = Kind(
    "the name of an SVG file",
    matching(r"|[A-Za-z0-9][A-Za-z0-9_-]*\.svg", "the name of an SVG file", 'write it as in "orbit.svg"'),
)
WORD = Kind(
    "a word",
    matching(r"[a-z0-9]+([.-][a-z0-9]+)*", "a plain word", "use small letters, digits, dots and hyphens"),
)
ADDRESS = Kind(
    "`folder:`, `https://`, `sftp://`, `ftp://`, `ftps://`, `imaps://`, `maildir:`, `push:` or `import:`", _address
)
SMTP = Kind("`smtps://` or `smtp://`, with host and user", _smtp)
DURATION = Kind("a length of time in words", _duration)
SPAN = Kind("a length of time in words, or `0 s`", _span)
TEXTS = Kind("an array of texts", _texts)
COUNTRIES = Kind("an array of country codes (ISO 3166-1)", _countries)
ADDRESSES = Kind("an array of addresses or networks", _addresses)
ROBOTS = Kind("an array of robots directives", _robots)
BASIS = Kind(
    "`contract`, `own`, `public-domain`, `quotation`, or a Creative Commons licence such as `cc-by`",
    matching(
        r"contract|own|public-domain|quotation|cc0|cc-by(?:-nc)?(?:-sa|-nd)?",
        "what a right can rest on",
        'write "contract", say, or "cc-by-sa"',
    ),
)
MOMENT = Kind("a date or time", _moment)
END = Kind("a date (inclusive) or time", _end)
FORM = Kind("`full`, `summary`, `summary(40)`, `headline`, `link` or `none`", _form)
HOSTS = Kind("an array of host names", _hosts)
NAMES = Kind("an array of site keys", _texts)
PATTERNS = Kind("a pattern such as `*.xml`, or an array of them", _text_or_texts)
SENDERS = Kind("a mail address, also with `*`, or an array of them", _text_or_texts)
MAILTO = Kind("a mail address, or an array of them", _text_or_texts)
COMMAND = Kind("a command, or an array of it and its arguments", _text_or_texts)
PLACES = Kind("`site`, `site/section`, or an array of them", _text_or_texts)
FILE = Kind("a path from the network's folder", _some_text)
URLS = array_of(URL, "an array of web addresses")
EMAIL = Kind(
    "a mail address",
    matching(r"[^\s@<>\"']+@[^\s@<>\"']+", "a mail address", 'write it as in "desk@orbit.example"'),
)
CONTACTS = array_of(
    Kind(
        "",
        matching(
            r"(?:mailto:[^\s@]+@[^\s@]+|https://[^\s/]\S*|tel:\+[0-9-]+)",
            "a contact",
            'write it as a URI (RFC 9116, section 2.5.3), as in "mailto:security@orbit.example"',
        ),
    ),
    "an array of `mailto:`, `https:` or `tel:` addresses",
)
ADS = array_of(
    Kind(
        "",
        matching(
            r"[^,#=\s]+\s*,\s*[^,#\s]+\s*,\s*(?:DIRECT|RESELLER)(?:\s*,\s*[^,#\s]+)?|[A-Za-z]+=[^#\r\n]+",
            "a line of ads.txt",
            'write it as in "ads.example, 12345, DIRECT"',
        ),
    ),
    "an array of lines (IAB Tech Lab, ads.txt 1.1)",
)
INDEXNOW_KEY = Kind(
    "8 to 128 letters, digits and hyphens",
    matching(r"[A-Za-z0-9-]{8,128}", "a key for IndexNow", "use 8 to 128 letters, digits and hyphens"),
)
LISTEN = Kind(
    "an address of this machine, with a port",
    matching(
        r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}", "an address with a port", 'write it as in "127.0.0.1:9180"'
    ),
)
VARIABLE = Kind(
    "the name of an environment variable",
    matching(r"[A-Za-z_][A-Za-z0-9_]*", "the name of an environment variable", "use letters, digits and underscores"),
)
