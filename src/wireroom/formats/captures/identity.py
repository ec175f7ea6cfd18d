"""Which page a capture is of: the same name for its print, mobile and AMP versions, and none of it by chance."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from wireroom.formats.bounds import made_uri
from wireroom.formats.captures.titles import key_of
from wireroom.formats.markup import text_of
from wireroom.formats.urls import decoded
from wireroom.news import Body, old_address

SCHEME = "page:"
"""How the uri of a story begins that was read from an old page: no wire uses it, so none can be taken for one."""
TWIN = "text:"
"""How an alternative id begins that is the digest of headline and text: the same story on a sister site has it."""

_ARCHIVE = re.compile(
    r"^https?://(?:web\.archive\.org/web|archive\.\w+/web|wayback\.[\w.-]+(?:/\w+)?)/(?P<at>\d{4,14})(?:[a-z]{2}_)?/(?=https?:)",
    re.IGNORECASE,
)
_URL = re.compile(
    r"^(?:https?:)?//(?:[^/?#@]*@)?(?P<host>[^/?#:]+)(?::\d+)?(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?", re.I
)
_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|wap|print)\.(?=[^.]+\.)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|asp|aspx|jsp)$", re.IGNORECASE)
_FORM = re.compile(
    r"(?:/(?:amp|print|mobile|amphtml)|[._-](?:amp|print))(?=(?:\.html?)?$)|^/(?:amp|print|mobile)(?=/)", re.IGNORECASE
)
_IDLE = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|referrer|source|cmpid|ito|ns_\w+|print|"
    r"printable|amp|output(?:type)?|mobile|m|share|from|page_?view|_ga|spm)$",
    re.IGNORECASE,
)


def live(url: str) -> str:
    """The page's own address behind that of a web archive; other addresses as they are."""
    return _ARCHIVE.sub("", url.strip())


def archived(url: str) -> datetime | None:
    """The time of the capture that a web archive's address has in it, when it is told to the second."""
    found = _ARCHIVE.match(url.strip())
    try:
        return datetime.strptime(found["at"], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def address(url: str) -> str:
    """The alternative id that is an old address of the page; "" for what is no address."""
    found = _URL.match(live(url))
    if found is None or "." not in found["host"]:
        return ""
    return old_address(found["host"], decoded(found["path"] or "/"), found["query"] or "")


def page_of(url: str) -> str:
    """The one name of a page for all forms of its address: print, mobile, AMP, with and without tracking."""
    found = _URL.match(live(url))
    if found is None or "." not in found["host"]:
        return ""
    host = _HOST.sub("", found["host"].lower())
    path = _FORM.sub("", _INDEX.sub("", found["path"] or "")).rstrip("/")
    kept = [one for one in (found["query"] or "").split("&") if one and not _IDLE.match(one.partition("=")[0])]
    return host + path + ("?" + "&".join(sorted(kept)) if kept else "")


def is_front(url: str) -> bool:
    """Whether the address is that of a site's front page, or of none."""
    page = page_of(url)
    return "/" not in page and "?" not in page


def twin(headline: str, body: Body) -> str:
    """The digest by which the same text is known wherever it stands."""
    return TWIN + made_uri(key_of(headline), key_of(text_of(body))).rpartition(":")[2]


def uri_of(url: str, canonical: str, headline: str, body: Body) -> str:
    """The story's uri: of the canonical address, else of the page's own, else of what it says."""
    stated = canonical if canonical and not (is_front(canonical) and not is_front(url)) else ""
    page = page_of(stated) or page_of(url)
    return SCHEME + page if page else SCHEME + twin(headline, body)
