"""Cards of stories for other people's pages (oEmbed 1.0, oembed.com), as far as the licence grants social cards."""

from __future__ import annotations

from html import escape

from wireroom.errors import NotFoundError
from wireroom.network.model import Surface
from wireroom.pages.addresses import quoted_value, resolve, story_in, story_path
from wireroom.pages.model import Frame, Request
from wireroom.pages.notices import not_found
from wireroom.pages.renditions import for_others
from wireroom.pages.safety import BARE_POLICY, SECURITY_HEADERS
from wireroom.pages.setting import Setting, whole
from wireroom.pages.text import fit, json_bytes
from wireroom.pages.trail import Trail
from wireroom.rights import show_story
from wireroom.rights.model import ShownStory
from wireroom.rights.stock import Snapshot

_HEADERS = (BARE_POLICY, *SECURITY_HEADERS)
WIDTH, HEIGHT = 600, 180  # pixels that a card likes to have


def address(setting: Setting, url: str) -> str:
    """Where the card of the story at this URL is: what its page tells (oEmbed §4, discovery)."""
    return f"{setting.absolute('/oembed')}?url={quoted_value(url)}"


def card(setting: Setting, snapshot: Snapshot, request: Request) -> Frame:
    """`/oembed?url=…`: 404 for what is no story of this site that a card may tell of, 501 for another format than JSON.

    Where its readers are nobody knows, so what is limited to territories has no card.
    """
    if request.query.get("format", "json") != "json":
        return Trail().frame(501, "text/plain; charset=utf-8", whole("Only format=json.\n"), headers=_HEADERS)
    uri = _story(setting, snapshot, request.query.get("url", ""))
    story = snapshot.story(uri) if uri is not None else None
    if uri is None or story is None:
        return not_found(setting, {f"placed:{setting.site.key}"})
    trail = Trail({f"story:{uri}"})
    page, clearance = show_story(story, setting.network, setting.site.key, snapshot.at)
    trail.consulted(clearance)
    shown, clearance = show_story(story, setting.network, setting.site.key, snapshot.at, Surface.SOCIAL_CARD)
    trail.consulted(clearance)
    here = any(one.site == setting.site.key for one in snapshot.placements(uri))
    if page is None or shown is None or not here or not shown.headline:
        return not_found(setting, trail.uses, trail.changes_at)
    url = setting.absolute(story_path(page.id, page.headline, page.released, setting.site.zone))
    told = {
        "version": "1.0",
        "type": "rich",
        "title": fit(shown.headline),
        "author_name": shown.credit_line or shown.provider,
        "provider_name": setting.site.name,
        "provider_url": setting.absolute("/"),
        "cache_age": int(trail.cache_max.total_seconds()),
        "width": _size(request, "maxwidth", WIDTH),
        "height": _size(request, "maxheight", HEIGHT),
        "html": _html(setting, shown, url),
        **_thumbnail(setting, shown),
    }
    return trail.frame(200, "application/json", (json_bytes(told),), headers=_HEADERS)


def _story(setting: Setting, snapshot: Snapshot, url: str) -> str | None:
    try:
        site, path, _, _ = resolve(setting.network, url)
    except NotFoundError:
        return None
    id = story_in(path) if site.key == setting.site.key else None
    return snapshot.uri_of(id) if id is not None else None


def _html(setting: Setting, shown: ShownStory, url: str) -> str:
    """The headline as a link, with the credit and the notice that it owes; nothing that runs or loads."""
    summary = f"<p>{_escaped(shown.summary)}</p>" if shown.summary else ""
    owed = " ".join(_escaped(one) for one in (shown.credit_line or shown.provider, shown.notice) if one)
    return (
        f'<blockquote><p><a href="{_escaped(url)}">{_escaped(shown.headline)}</a></p>{summary}'
        f"<footer><small>{_escaped(setting.site.name)}. {owed}</small></footer></blockquote>"
    )


def _thumbnail(setting: Setting, shown: ShownStory) -> dict[str, object]:
    """The first picture, where the card may have it; its address and both measures, or nothing (oEmbed §2.3.4)."""
    for one in shown.pictures:
        if made := for_others(one):
            url = setting.absolute(f"/media/{shown.id}/{made.name}")
            return {"thumbnail_url": url, "thumbnail_width": made.width, "thumbnail_height": made.height}
    return {}


def _size(request: Request, name: str, liked: int) -> int:
    text = request.query.get(name, "")
    return min(liked, int(text)) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else liked


def _escaped(text: str) -> str:
    return escape(fit(text))
