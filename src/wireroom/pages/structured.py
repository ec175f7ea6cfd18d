"""What a story page tells machines: schema.org JSON-LD and the Open Graph card, each no more than its form grants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wireroom.network.licence import Licence
from wireroom.news import Association, Dateline
from wireroom.pages.mining import COMMONS
from wireroom.pages.oembed import address as oembed
from wireroom.pages.publisher import organization
from wireroom.pages.renditions import Rendition, for_others
from wireroom.pages.rows import iso
from wireroom.pages.setting import Setting
from wireroom.pages.text import plain, script_json
from wireroom.rights.model import ShownStory


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the page beside its copy: `ends` is when it goes dark, `address` its own public URL."""

    setting: Setting
    canonical: str
    section: str
    ends: datetime | None
    address: str
    licence: Licence | None = None


def article(facts: Facts, page: ShownStory, granted: ShownStory | None, before: str = "") -> dict[str, Any]:
    """The story as a schema.org NewsArticle. Without a grant for this surface no word of the copy is in it, nor of that
    of the story `before`, by its address, which it goes on from."""
    site = facts.setting.site
    told: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": facts.canonical,
        "url": facts.canonical,
        "mainEntityOfPage": facts.canonical,
        "datePublished": iso(page.released),
        "dateModified": iso(max(page.updated, page.released)),
        "publisher": organization(site),
        "isPartOf": {"@type": "WebSite", "name": site.name, "url": site.url + "/"},
        "sourceOrganization": _source(facts, page),
        "license": COMMONS.get(facts.licence.basis, "") if facts.licence else "",
        "creditText": page.credit_line or page.provider,
        "copyrightNotice": page.copyright_notice or page.notice,
        "usageInfo": page.notice_link,
        "expires": iso(facts.ends) if facts.ends else "",
    }
    if granted is not None and granted.headline:
        told |= {**_copy(facts, granted), "isBasedOn": before}
    return {key: value for key, value in told.items() if value}


def _source(facts: Facts, page: ShownStory) -> dict[str, str]:
    """Whose copy it is, with the logo and the address that the licence wants beside the credit."""
    credit = facts.licence.credit if facts.licence else None
    told = {"logo": credit.logo, "url": credit.link} if credit else {}
    return {"@type": "Organization", "name": page.provider, **{key: value for key, value in told.items() if value}}


def _copy(facts: Facts, granted: ShownStory) -> dict[str, Any]:
    return {
        "headline": granted.headline,
        "description": granted.summary,
        "inLanguage": granted.language,
        "dateline": dateline(granted.dateline, granted.provider, facts.setting),
        "author": _author(granted),
        "copyrightHolder": {"@type": "Organization", "name": granted.holder} if granted.holder else None,
        "contentLocation": [{"@type": "Place", "name": one} for one in granted.places],
        "version": granted.number,
        "keywords": list(granted.keywords),
        "articleSection": _section_name(facts),
        "image": [_image(facts, granted, one, made) for one in granted.pictures if (made := for_others(one))],
        "correction": [
            {"@type": "CorrectionComment", "text": one.note, "datePublished": iso(one.at)}
            if one.note
            else {"@type": "CorrectionComment", "datePublished": iso(one.at)}
            for one in granted.corrections
        ],
    }


def dateline(line: Dateline, provider: str, setting: Setting) -> str:
    """The dateline as the wire has it; put together the agency's way from its parts when it only has those."""
    if line.text:
        return line.text
    day = setting.labels.month_day(line.on.month, line.on.day) if line.on else ""
    spot = ", ".join(part for part in (line.place, day) if part)
    return f"{spot} ({line.provider or provider})" if spot else ""


def _author(granted: ShownStory) -> dict[str, str]:
    name = granted.byline
    for word in ("By ", "by ", "BY "):
        name = name.removeprefix(word)
    if name.strip():
        return {"@type": "Person", "name": name.strip()}
    return {"@type": "Organization", "name": granted.provider}


def _image(facts: Facts, granted: ShownStory, one: Association, made: Rendition) -> dict[str, Any]:
    told = {
        "@type": "ImageObject",
        "url": _media(facts, granted, made),
        "width": made.width,
        "height": made.height,
        "creditText": one.credit,
        "caption": one.caption,
    }
    return {key: value for key, value in told.items() if value}


def _media(facts: Facts, granted: ShownStory, made: Rendition) -> str:
    return facts.setting.absolute(f"/media/{granted.id}/{made.name}")


def _section_name(facts: Facts) -> str:
    return next((one.name for one in facts.setting.site.sections if one.key == facts.section), "")


def breadcrumbs(facts: Facts) -> dict[str, Any]:
    """The way from the front to the story, without naming the story."""
    site = facts.setting.site
    steps = [(site.name, site.url + "/")]
    if facts.section:
        steps.append((_section_name(facts) or facts.section, f"{site.url}/{facts.section}"))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(steps, start=1)
        ],
    }


def item_list(url: str, addresses: list[str]) -> str:
    """A list of stories as a schema.org ItemList for a <script> element, in its order; "" for one without any."""
    if not addresses:
        return ""
    told = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "url": url,
        "numberOfItems": len(addresses),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": address} for place, address in enumerate(addresses, start=1)
        ],
    }
    return script_json(told)


def social_card(facts: Facts, page: ShownStory, granted: ShownStory | None) -> dict[str, Any]:
    """The story's Open Graph values: the site, kind and URL always, copy only as granted."""
    card: dict[str, Any] = {
        "url": plain(facts.canonical),
        "published": iso(page.released),
        "modified": iso(max(page.updated, page.released)),
        "section": plain(_section_name(facts)),
    }
    if granted is not None and granted.headline:
        card |= {"title": plain(granted.headline), "description": plain(granted.summary)}
        card["oembed"] = plain(oembed(facts.setting, facts.address))
        pictures = ((one, made) for one in granted.pictures if (made := for_others(one)))
        if first := next(pictures, None):
            one, made = first
            card["image"] = {
                "url": plain(_media(facts, granted, made)),
                "width": made.width,
                "height": made.height,
                "alt": plain(one.alt or one.caption),
            }
    return card
