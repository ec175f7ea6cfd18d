"""Every address there is, under every form on every surface: a token in each field of the copy says what came out.

An address that stands in no line of SURFACES fails: whoever adds a kind of output has to say here what surface it is.
"""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.rig import NETWORK, NOW
from wireroom import network as networks
from wireroom.ledger.memory import MemoryLedger
from wireroom.network.licence import Surface
from wireroom.news import Association, Body, Dateline, Version, story_id
from wireroom.pages import Page, Pages
from wireroom.pages.wellknown import PATHS as WELL_KNOWN

URI = "urn:newsml:mpa.example:20261122:7001"
FORMS = 'forms = { feed = "full", json-ld = "headline", social-card = "headline" }\n'
TOKENS = {
    "headline": "hqtokz",
    "summary": "sqtokz",
    "byline": "yqtokz",
    "dateline": "dqtokz",
    "keyword": "kqtokz",
    "body": "bqtokz",
    "caption": "cqtokz",
    "alt": "aqtokz",
    "picture": "pqtokz",
    "slugline": "lqtokz",
    "ed_note": "nqtokz",
}
SHOWS: dict[str, set[str]] = {
    "none": set(),
    "link": set(),
    "headline": {"headline"},
    "summary": {"headline", "summary", "byline", "dateline", "keyword"},
    "full": set(TOKENS) - {"slugline", "ed_note"},
}
# Which surfaces an address may carry copy of; the first that matches counts.
SURFACES: tuple[tuple[str, tuple[Surface, ...]], ...] = (
    (r"/(robots|indexnow|ads|app-ads|trust)\.txt|/license\.xml|/favicon\.svg|/manifest\.webmanifest", ()),
    (r"/\.well-known/(tdmrep\.json|trust\.txt|security\.txt|publisher-info\.html)", (Surface.RAIL,)),
    (r"/oembed\?.*", (Surface.SOCIAL_CARD, Surface.RAIL)),
    (r"/sitemap/sections\.xml", ()),
    (r"/sitemap\.xml|/news-sitemap\.xml|/sitemap/\d{4}-\d\d\.xml", (Surface.SITEMAP,)),
    (r"(/[a-z]+)?/(feed\.xml|atom\.xml|feed\.json)", (Surface.FEED,)),
    (r"/(topic|place|agency|author)/[^/]+/(feed\.xml|atom\.xml|feed\.json)", (Surface.FEED,)),
    (r"/(topic|place|agency|author)/[^/]+", (Surface.LIST, Surface.JSON_LD, Surface.RAIL)),
    (r"/archive(/\d+)*|/corrections", (Surface.LIST, Surface.JSON_LD, Surface.RAIL)),
    (r"/about|/rights", (Surface.RAIL,)),
    (r"/text/\d{4}/\d\d/\d\d/.*", (Surface.PAGE, Surface.RAIL)),
    (r"/text/[a-z]*", (Surface.LIST,)),
    (r"/rail/\d+", (Surface.RAIL,)),
    (r"/search(\?.*)?", (Surface.SEARCH, Surface.RAIL)),
    (r"/\d{4}/\d\d/\d\d/.*", (Surface.PAGE, Surface.SOCIAL_CARD, Surface.JSON_LD, Surface.RAIL)),
    (r"/media/.*", (Surface.PAGE,)),
    (r"/|/(launch|planets|missiles|grid)(\?.*)?", (Surface.LIST, Surface.JSON_LD, Surface.RAIL)),
    (r"/no/such/page", (Surface.RAIL,)),
)


NAMED = (
    *("/topic/20000739", "/topic/science-and-technology", "/agency/mpa"),
    *(f"/place/lindholm-{TOKENS['dateline']}", f"/author/ana-{TOKENS['byline']}"),
)


def story() -> Version:
    at = NOW - timedelta(minutes=9)
    word = TOKENS
    return Version(
        URI,
        1,
        "MPA",
        "en",
        f"Rocket {word['headline']}",
        f"One two {word['summary']} four five",
        slugline=f"launch-{word['slugline']}",
        byline=f"By Ana {word['byline'].capitalize()}",
        dateline=Dateline(f"LINDHOLM {word['dateline']}", f"Lindholm {word['dateline']}"),
        subjects=("medtop:20000739",),
        body=Body(f"<p>{word['body']} in the harbour.</p>"),
        ed_note=word["ed_note"],
        keywords=(word["keyword"],),
        associations=(
            Association(
                "picture",
                caption=word["caption"],
                alt=word["alt"],
                media=f"{word['picture']}.webp",
                width=40,
                height=30,
            ),
        ),
        first_created=at,
        version_created=at,
    )


def crawl(forms: str) -> dict[str, Page]:
    """Every address of every site that leads anywhere, or is promised."""
    network = networks.parse(NETWORK.replace(FORMS, f"link = {{ headline_to_full = false }}\nforms = {{ {forms} }}\n"))
    ledger = MemoryLedger(network)
    ledger.append(story(), at=NOW, source="mpa")
    pages, seen = Pages(network), {}
    promised = [*WELL_KNOWN, "/", "/search?q=rocket", "/no/such/page"]
    promised += ["/sitemap.xml", "/news-sitemap.xml", "/sitemap/2026-11.xml", f"/2026/11/22/x-{story_id(URI)}"]
    promised += ["/archive/2026/11/22", "/corrections", "/text/", f"/text/2026/11/22/x-{story_id(URI)}", *NAMED]
    with ledger.snapshot(NOW) as snapshot:
        for site in network.sites.values():
            lists = ["", *(f"/{section.key}" for section in site.sections)]
            feeds = [f"{where}/{kind}" for where in lists for kind in ("feed.xml", "atom.xml", "feed.json")]
            rails = [f"/rail/{number}" for number in range(len(site.rails))]
            waiting = [*promised, *lists[1:], *feeds, *rails]
            while waiting:
                path = waiting.pop()
                if site.url + path in seen or path.startswith("/media/"):
                    continue
                page = seen[site.url + path] = pages.page(snapshot, site.url + path)
                text = page.body.decode() + "".join(
                    f'href="{value}"' for name, value in page.headers if name == "location"
                )
                found = re.findall(rf'(?:href="|src="|<loc>)(?:{re.escape(site.url)})?(/[^"<#]*)', text)
                waiting += [html.unescape(one) for one in found if not one.startswith("//")]
    return seen


def may_show(address: str, page: Page, forms: dict[Surface, str]) -> set[str]:
    rails = SHOWS[forms[Surface.RAIL]] if page.status == 404 else set()  # the site's own page, whatever was asked for
    path = re.sub(r"https://[a-z]+\.example", "", address)
    for pattern, surfaces in SURFACES:
        if re.fullmatch(pattern, path):
            return rails.union(*(SHOWS[forms[surface]] for surface in surfaces))
    raise AssertionError(f"{path} stands in no line of SURFACES: which surface is it?")


def check(surface: Surface, form: str) -> int:
    """Grants one form on one surface and nothing else; how many fields were shown anywhere."""
    forms = dict.fromkeys(Surface, "none") | {surface: form}
    if surface is Surface.RAIL:
        forms[Surface.PAGE] = "link"  # a sister's rail needs a page to lead to
    seen = crawl(", ".join(f'{name} = "{one}"' for name, one in forms.items()))
    shown = 0
    for address, page in seen.items():
        text = (page.body.decode() + repr(page.headers)).lower()
        if page.status == 200 and re.search("/(place|author)/", address):
            # The page may say back the name that was asked for.
            text = re.sub("|".join(address.partition(".example/")[2].split("/")[1].split("-")), "", text)
        allowed = may_show(address, page, forms)
        for field in (name for name, token in TOKENS.items() if token in text):
            assert field in allowed, f"{field} on {address}, with {surface} = {form} alone"
            shown += 1
    return shown


@pytest.mark.parametrize("surface", Surface)
def test_what_one_surface_is_granted_shows_on_no_other(surface: Surface) -> None:
    check(surface, "summary")


@pytest.mark.slow
@pytest.mark.parametrize("form", SHOWS)
@pytest.mark.parametrize("surface", Surface)
def test_every_form_on_every_surface(surface: Surface, form: str) -> None:
    check(surface, form)


@pytest.mark.parametrize(
    "surface", [Surface.PAGE, Surface.LIST, Surface.RAIL, Surface.SEARCH, Surface.FEED, Surface.SITEMAP]
)
def test_what_is_granted_does_show(surface: Surface) -> None:
    """A test that finds no token anywhere would find no leak either."""
    assert check(surface, "full") > 0
