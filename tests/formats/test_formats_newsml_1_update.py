"""Partial updates of NewsML 1.2: their instructions carried out on the revisions before them, or the story held."""

from __future__ import annotations

import pytest

from wireroom.formats import Hint, Reading, newsml_1
from wireroom.formats.markup import paragraphs

URI = "urn:newsml:ab.example:20260305:ships"


def message(revision: int, update: str, inner: str, *, uri: str = "ships", status: str = "Usable") -> bytes:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>ab.example</ProviderId><DateId>20260305</DateId>"
        f'<NewsItemId>{uri}</NewsItemId><RevisionId PreviousRevision="{revision - 1}" Update="{update}">{revision}'
        f"</RevisionId><PublicIdentifier>urn:newsml:ab.example:20260305:{uri}:{revision}{update.strip('N')}"
        "</PublicIdentifier></NewsIdentifier></Identification>"
        f'<NewsManagement><Status FormalName="{status}"/></NewsManagement>{inner}</NewsItem></NewsML>'
    ).encode()


WHOLE = message(
    1,
    "N",
    '<NewsComponent><NewsLines><HeadLine Duid="h">Ships sail</HeadLine><ByLine>A. Writer</ByLine></NewsLines>'
    '<ContentItem><MediaType FormalName="Text"/><DataContent><nitf><body><body.content>'
    '<p Duid="p1">Ships sail at noon.</p><p Duid="p2">They return at night.</p>'
    "</body.content></body></nitf></DataContent></ContentItem></NewsComponent>",
)


def changed(revision: int, instruction: str, **more: str) -> bytes:
    return message(revision, "U", f"<Update>{instruction}</Update>", **more)


def reading(data: bytes, *earlier: bytes) -> Reading:
    return newsml_1.read(data, Hint(earlier=earlier))


NEW_HEAD = changed(2, '<Replace DuidRef="h"><HeadLine Duid="h">Ships stay</HeadLine></Replace>')


def test_replace_puts_its_content_in_the_place_of_an_element() -> None:
    version = reading(NEW_HEAD, WHOLE).versions[0]
    assert (version.uri, version.number, version.headline) == (URI, 2, "Ships stay")
    assert paragraphs(version.body) == ["Ships sail at noon.", "They return at night."]
    assert version.byline == "A. Writer"
    assert version.signals == ("update",)
    assert not version.hold


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ('<Delete DuidRef="p2"/>', ["Ships sail at noon."]),
        (
            '<InsertBefore DuidRef="p2"><p>Fog.</p></InsertBefore>',
            ["Ships sail at noon.", "Fog.", "They return at night."],
        ),
        (
            '<InsertAfter DuidRef="p2"><p>So they say.</p><p>Twice.</p></InsertAfter>',
            ["Ships sail at noon.", "They return at night.", "So they say.", "Twice."],
        ),
        ('<Delete DuidRef="p1"/><Replace DuidRef="p2"><p>None sailed.</p></Replace>', ["None sailed."]),
    ],
)
def test_what_each_instruction_does(instruction: str, expected: list[str]) -> None:
    assert paragraphs(reading(changed(2, instruction), WHOLE).versions[0].body) == expected


def test_updates_build_on_updates_in_any_order_of_arrival() -> None:
    third = changed(3, '<InsertAfter DuidRef="p2"><p>The tide is high.</p></InsertAfter>')
    version = reading(third, NEW_HEAD, WHOLE).versions[0]
    assert (version.headline, version.number) == ("Ships stay", 3)
    assert paragraphs(version.body)[-1] == "The tide is high."


def test_new_management_alone_keeps_the_text_for_the_update_behind_it() -> None:
    withheld = message(2, "A", "", status="Withheld")
    found = reading(changed(3, '<Delete DuidRef="p1"/>'), withheld, WHOLE).versions[0]
    assert paragraphs(found.body) == ["They return at night."]
    assert str(found.status) == "usable"


def test_a_whole_revision_in_between_begins_anew() -> None:
    whole = (
        WHOLE.replace(b"ships:1", b"ships:2")
        .replace(b">1</Rev", b">2</Rev")
        .replace(b"Ships sail at", b"Boats sail at")
    )
    found = reading(changed(3, '<Delete DuidRef="p2"/>'), WHOLE, whole).versions[0]
    assert paragraphs(found.body) == ["Boats sail at noon."]


@pytest.mark.parametrize(
    "earlier",
    [(), (WHOLE.replace(b">1</Rev", b">7</Rev"),), (WHOLE.replace(b"ships", b"boats"),), (b"<NewsML",)],
    ids=["none", "newer", "another story", "unreadable"],
)
def test_without_its_base_the_story_is_held_and_the_base_asked_for(earlier: tuple[bytes, ...]) -> None:
    found = reading(NEW_HEAD, *earlier)
    assert found.needs == (URI,)
    assert "partial update" in found.versions[0].hold
    assert not found.versions[0].has_copy


def test_an_instruction_about_an_unknown_element_holds_the_story() -> None:
    found = reading(changed(2, '<Delete DuidRef="p9"/>'), WHOLE)
    assert "partial update" in found.versions[0].hold
    assert any("'p9'" in note.problem for note in found.notes)


def test_a_whole_item_asks_for_nothing() -> None:
    assert reading(WHOLE).needs == ()
