"""What a site serves beside its pages and holds no copy: the owner's snippets, each in a page of its own, and fonts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from wireroom.network.faces import KINDS
from wireroom.network.model import Site, Slot
from wireroom.pages.fonts import font_path, used
from wireroom.pages.model import Frame, Request
from wireroom.pages.safety import BARE_POLICY, SECURITY_HEADERS
from wireroom.pages.setting import HTML, Setting, whole
from wireroom.pages.slots import ALONE
from wireroom.pages.text import direction, plain
from wireroom.pages.trail import Trail
from wireroom.rights.stock import Snapshot

LASTS = timedelta(minutes=5)  # how long a snippet that the owner changed may still be seen
FOREVER = timedelta(days=365)  # of what stands under a name that is made of its content


def paths(site: Site) -> list[str]:
    """The paths of all that is served so."""
    return [*(f"/ad/{key}" for key in _filled(site)), *dict.fromkeys(map(font_path, used(site)))]


def ad_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """`/ad/SLOT`: the owner's snippet as a page of its own; None where a slot has none.

    It may load what the slot declares and nothing else, and is nobody's origin, also when it is opened by itself: it
    reads no cookie of the site, and cannot reach the page around it.
    """
    slot = _filled(setting.site).get(request.path.removeprefix("/ad/"))
    if slot is None:
        return None
    policy = _policy(slot)
    title = plain(slot.label or setting.labels.advertisement)
    language = setting.site.language
    text = (
        f'<!doctype html>\n<html lang="{plain(language)}" dir="{direction(language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        # For a web server that knows nothing of headers; those below say more.
        f'<meta http-equiv="content-security-policy" content="{plain(policy)}">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        '<base target="_blank">\n'
        "<style>:root{color-scheme:light dark}html,body{height:100%;margin:0}img{max-width:100%}</style>\n"
        f"</head>\n<body>\n{slot.html}\n</body>\n</html>\n"
    )
    headers = (
        ("content-security-policy", f"{policy}; frame-ancestors 'self'; sandbox {ALONE}"),
        *SECURITY_HEADERS,
        ("x-frame-options", "SAMEORIGIN"),
        ("x-robots-tag", "noindex"),
    )
    return Trail().frame(200, HTML, whole(text), headers=headers, lasts=LASTS)


def _filled(site: Site) -> Mapping[str, Slot]:
    return {one.key: one for one in site.slots if one.html}


def _policy(slot: Slot) -> str:
    """What the snippet may load and run (CSP Level 3): its own lines, and what comes from the origins it declares."""
    always = {"script": ["'unsafe-inline'"], "style": ["'unsafe-inline'"], "img": ["data:"], "font": ["data:"]}
    allowed = dict(slot.csp)
    kinds = dict.fromkeys((*always, *allowed))
    parts = (" ".join((f"{kind}-src", *always.get(kind, ()), *allowed.get(kind, ()))) for kind in kinds)
    return "; ".join(("default-src 'none'", *parts, "base-uri 'none'"))


def asset(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """The font file with the name that the path asks for; None where there is none."""
    face = next((one for one in used(setting.site) if font_path(one) == request.path), None)
    if face is None:
        return None
    headers = (BARE_POLICY, *SECURITY_HEADERS)
    return Trail().frame(200, KINDS[face.ending][1], (face.data,), headers=headers, lasts=FOREVER)
