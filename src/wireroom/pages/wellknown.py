"""What machines look for at fixed addresses: who publishes the site, who may sell its ads, where holes are reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from wireroom.network.model import Site
from wireroom.pages import sitemaps
from wireroom.pages.colours import palette
from wireroom.pages.looks import mark_of
from wireroom.pages.mining import reserved
from wireroom.pages.model import Frame
from wireroom.pages.notices import not_found
from wireroom.pages.publisher import organization
from wireroom.pages.rows import iso
from wireroom.pages.safety import BARE_POLICY, SECURITY_HEADERS
from wireroom.pages.setting import HTML, Setting, whole
from wireroom.pages.text import direction, json_bytes, plain, script_json, xml
from wireroom.pages.trail import Trail
from wireroom.rights.stock import Snapshot

_TEXT = "text/plain; charset=utf-8"
_HEADERS = (BARE_POLICY, *SECURITY_HEADERS)
_MONTHS = 6  # that a security.txt holds; RFC 9116 §2.5.5 wants less than a year


def ads(setting: Setting, lines: tuple[str, ...]) -> Frame:
    """`/ads.txt` (IAB Tech Lab 1.1) and `/app-ads.txt`: the owner's lines, with the owner's domain."""
    if not lines:
        return not_found(setting, ())
    owner = _host(setting.site.publisher.url)
    if owner and not any(one.upper().startswith("OWNERDOMAIN=") for one in lines):
        lines = (*lines, f"OWNERDOMAIN={owner.removeprefix('www.')}")
    return _text(setting, Trail(), lines)


def trust(setting: Setting) -> Frame:
    """`/trust.txt` (JournalList 1.0): which site is whose, what it belongs to, and whether it may train machines."""
    site, network = setting.site, setting.network
    publisher = site.publisher
    lines = [f"member={one}" for one in publisher.member]
    if publisher.url and _host(publisher.url) == _host(site.url):
        others = (one for one in network.sites.values() if one.key != site.key and _same_owner(one, site))
        lines += [f"control={one.url}/" for one in others]
    elif publisher.url:
        lines.append(f"controlledby={publisher.url.rstrip('/')}/")
    lines += [f"social={one}" for one in publisher.social]
    lines += [f"contact=mailto:{publisher.email}"] if publisher.email else []
    lines += ["datatrainingallowed=no"] if reserved(network, site.key) is not None else []
    return _text(setting, Trail(), lines)


def security(setting: Setting, snapshot: Snapshot) -> Frame:
    """`/.well-known/security.txt` (RFC 9116). It ends within the year, so it is written anew each month."""
    site = setting.site
    if not site.publisher.security:
        return not_found(setting, ())
    trail = Trail()
    trail.moment(_month(snapshot.at, 1))
    policy = [f"Policy: {site.publisher.security_policy}"] if site.publisher.security_policy else []
    lines = [
        *(f"Contact: {one}" for one in site.publisher.security),
        f"Expires: {iso(_month(snapshot.at, _MONTHS))}",
        f"Preferred-Languages: {site.language}",
        f"Canonical: {setting.absolute('/.well-known/security.txt')}",
        *policy,
    ]
    return _text(setting, trail, lines)


def publisher_info(setting: Setting) -> Frame:
    """`/.well-known/publisher-info.html` (IPTC Publisher Info, draft): a page with the publisher as JSON-LD."""
    site = setting.site
    told = {"@context": "https://schema.org", **organization(site), "description": site.tagline or site.name}
    links = site.publisher.policies.values()
    parts = setting.html(
        "publisher.html",
        "",
        title=plain(site.name),
        canonical=plain(setting.absolute("/.well-known/publisher-info.html")),
        robots="noindex, follow",
        structured=script_json(told),
        publisher=plain(site.publisher.name),
        links=[plain(one) for one in (site.publisher.url, *links, *site.publisher.social) if one],
    )
    return Trail().frame(200, HTML, parts, headers=setting.headers)


def favicon(setting: Setting) -> Frame:
    """`/favicon.svg`: the site's mark on its colour, square, in any size."""
    mark = mark_of(setting.site)
    size = 34 if len(mark) < 2 else 44 // len(mark) + 4
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="8" '
        f'fill="{xml(_accent(setting.site))}"/><text x="24" y="25" fill="#fff" font-family="Georgia,serif" '
        f'font-weight="700" font-size="{size}" text-anchor="middle" dominant-baseline="central">{xml(mark)}</text>'
        "</svg>"
    )
    # Drawn as a picture it runs nothing; opened on its own it may load nothing either.
    return Trail().frame(200, "image/svg+xml", whole(drawn), headers=_HEADERS)


def manifest(setting: Setting) -> Frame:
    """`/manifest.webmanifest` (W3C Web Application Manifest): the site's name and sign on a home screen."""
    site = setting.site
    told = {
        "name": site.name,
        "short_name": site.name[:12].strip(),
        "description": site.tagline or site.name,
        "lang": site.language,
        "dir": direction(site.language),
        "id": "/",
        "start_url": f"{setting.links.own}/",
        "scope": f"{setting.links.own}/",
        "display": "browser",
        "theme_color": _accent(site),
        "background_color": setting.shared["paper_light"],
        "icons": [{"src": f"{setting.links.own}/favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return Trail().frame(200, "application/manifest+json", (json_bytes(told),), headers=_HEADERS)


PATHS: dict[str, Callable[[Setting, Snapshot], Frame]] = {
    "/robots.txt": lambda setting, _: sitemaps.robots(setting),
    "/indexnow.txt": lambda setting, _: sitemaps.indexnow(setting),
    "/license.xml": lambda setting, _: sitemaps.terms(setting),
    "/.well-known/tdmrep.json": lambda setting, _: sitemaps.tdm(setting),
    "/ads.txt": lambda setting, _: ads(setting, setting.site.publisher.ads),
    "/app-ads.txt": lambda setting, _: ads(setting, setting.site.publisher.app_ads),
    "/trust.txt": lambda setting, _: trust(setting),
    "/.well-known/trust.txt": lambda setting, _: trust(setting),
    "/.well-known/security.txt": security,
    "/.well-known/publisher-info.html": lambda setting, _: publisher_info(setting),
    "/favicon.svg": lambda setting, _: favicon(setting),
    "/manifest.webmanifest": lambda setting, _: manifest(setting),
}
"""Each file by its path; all are the same for everybody and hold no copy."""


def _text(setting: Setting, trail: Trail, lines: Iterator[str] | list[str] | tuple[str, ...]) -> Frame:
    """The lines as a file; where there are none, no file."""
    text = "".join(f"{one}\n" for one in lines)
    return trail.frame(200, _TEXT, whole(text), headers=_HEADERS) if text else not_found(setting, ())


def _month(at: datetime, ahead: int) -> datetime:
    """The first moment (UTC) of the month so many after this one."""
    months = at.year * 12 + at.month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=at.tzinfo)


def _accent(site: Site) -> str:
    return palette(site.look.accent)["light"]["accent"]


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


def _same_owner(one: Site, other: Site) -> bool:
    return one.publisher.url == other.publisher.url
