"""What pages of a section have in common is put in as bytes: the same page as if it had been rendered with the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.pages.pages_helper import NOW, PICTURE, Newsroom, canceled, kill, network, version
from wireroom.news import Decision, Version
from wireroom.pages import Links
from wireroom.pages.setting import Setting
from wireroom.pages.templates import Theme

OF_LAYOUT = '{% extends "layout.html" %}{% block main %}{{ VALUE }}{% endblock %}'
PATHS = ("/", "/launch", "/about", "/search?q=two", "/archive", "/nothing-here")


def rendered_whole(newsroom: Newsroom) -> Newsroom:
    """The same newsroom, whose pages are rendered with all that is in them."""
    other = Newsroom(newsroom.network)
    other.ledger = newsroom.ledger
    links = Links.public(other.network)
    for site in other.network.sites.values():
        setting = other.pages._setting(site, links)
        assert setting.bare, "a shipped theme lets its frame be put in"
        other.pages._settings[site.key, links.own, tuple(links.bases.items())] = replace(setting, bare={})
    return other


def test_pages_are_the_same_bytes_whichever_way_their_frame_comes() -> None:
    newsroom = Newsroom()
    id = newsroom.take(version(associations=(PICTURE,)))
    whole = rendered_whole(newsroom)
    for path in (*PATHS, newsroom.url_of(id)):
        assert newsroom.frame(path) == whole.frame(path), path


@pytest.mark.parametrize("name", ["css", "masthead", "footer"])
def test_a_template_that_reads_the_frame_reads_its_text(name: str) -> None:
    newsroom = Newsroom(network(), templates={"story.html": OF_LAYOUT.replace("VALUE", f"'<' ~ {name}|length ~ '>'")})
    setting: Setting = newsroom.pages._setting(newsroom.network.sites["orbit"], Links.public(newsroom.network))
    texts = {"css": setting.shared["css"], "masthead": setting.masthead("launch"), "footer": setting.footer}
    assert f"&lt;{len(texts[name])}&gt;" in newsroom.bare(newsroom.url_of(newsroom.take(version())))


def test_a_layout_of_the_owners_own_is_rendered_whole() -> None:
    newsroom = Newsroom(network(), templates={"layout.html": "{{ css|length }}{% block main %}{% endblock %}"})
    assert newsroom.bare("/about")[:1].isdigit()


def test_words_that_are_only_text_leave_the_frame_as_it_is() -> None:
    source = OF_LAYOUT.replace("VALUE", "'css'") + "<footer>masthead</footer>"
    assert Theme("broadsheet", {"story.html": source}).is_framed


def test_both_editions_of_a_story_are_what_stands_at_their_addresses() -> None:
    newsroom = Newsroom()
    id = newsroom.take(version(associations=(PICTURE,)))
    links = Links.public(newsroom.network)
    with newsroom.ledger.snapshot(NOW) as snapshot:
        page, text = newsroom.pages.editions(snapshot, newsroom.network.sites["orbit"], id, links)
    assert page == newsroom.frame(newsroom.url_of(id))
    assert text == newsroom.frame("/text" + newsroom.url_of(id))


@pytest.mark.parametrize("end", [kill, canceled])
def test_a_story_that_is_gone_has_no_second_edition(end: Callable[[str], Version | Decision]) -> None:
    newsroom = Newsroom()
    id = newsroom.take(version())
    newsroom.take(end(version().uri))
    with newsroom.ledger.snapshot(NOW) as snapshot:
        site = newsroom.network.sites["orbit"]
        page, text = newsroom.pages.editions(snapshot, site, id, Links.public(newsroom.network))
    assert page.status == 410 and text is None
