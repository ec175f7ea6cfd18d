"""The links of a story's page to the lists it stands in by what it is about and who sent it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wireroom.network.model import Surface
from wireroom.news import words_of
from wireroom.news.bylines import authors_of
from wireroom.pages.rows import Row
from wireroom.pages.setting import Setting
from wireroom.pages.shelves import most_exact, shelf_link, topic_link
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.rights import clear, licence_for
from wireroom.rights.model import ShownStory
from wireroom.rights.stock import Filed
from wireroom.routing.shelves import AGENCY, AUTHOR, PLACE, places_of


def subjects(setting: Setting, story: Filed, shown: ShownStory, at: datetime, trail: Trail) -> Row:
    """What the page links to of the story: its topics, places, authors and agency; nothing where no list may have it.

    A link leads to a page that lists the story itself, so none leads nowhere.
    """
    standing = story.standing
    if standing is None:
        return {}
    licence = licence_for(setting.network, standing)
    clearance = clear(standing, licence, setting.site.key, Surface.LIST, at)
    trail.moment(clearance.changes_at)
    if not clearance.allowed:
        return {}
    spots = {words_of(one): one for one in places_of(shown.dateline, shown.places)}
    credit = licence.credit.text if licence is not None else ""
    agency = shelf_link(setting, AGENCY, shown.provider)
    return {
        "topics": [topic_link(setting, code) for code in most_exact(shown.subjects)],
        "places": [shelf_link(setting, PLACE, spot) for words, spot in spots.items() if not _told(words, spots)],
        "authors": [shelf_link(setting, AUTHOR, name) for name in authors_of(shown.byline)],
        "agency": {**agency, "text": plain(credit)} if credit else agency,
    }


def _told(words: str, others: Iterable[str]) -> bool:
    """Whether another name says the same and more: Galway beside Galway, Ireland."""
    return any(other.startswith(f"{words}-") for other in others)
