"""`wireroom why` on related stories: which signs they share, with their points, and why two are one event."""

from __future__ import annotations

from tests.pages.test_pages_related import ELSE, LEAK, NEXT, SAME, newsroom, take
from wireroom.newsroom.kinship import explain_kin


def test_each_related_story_is_told_with_the_signs_in_common_and_their_points() -> None:
    room = newsroom()
    for one in (LEAK, NEXT, ELSE):
        take(room, one)
    with room.ledger.snapshot(LEAK.version_created) as snapshot:  # type: ignore[arg-type]
        story = snapshot.story(LEAK.uri)
        assert story is not None
        (kin,) = explain_kin(snapshot, story)
    assert (kin["uri"], kin["headline"], kin["provider"]) == (NEXT.uri, NEXT.headline, "MPA")
    assert {"osterby", "reactor", "coolant"} <= {sign["text"] for sign in kin["shared"]}
    assert kin["score"] == sum(sign["points"] for sign in kin["shared"])
    assert kin["folded"] == ""


def test_a_fold_is_told_with_the_words_in_common() -> None:
    room = newsroom()
    for one in (LEAK, SAME):
        take(room, one)
    with room.ledger.snapshot(LEAK.version_created) as snapshot:  # type: ignore[arg-type]
        story = snapshot.story(LEAK.uri)
        assert story is not None
        (kin,) = explain_kin(snapshot, story)
    assert kin["folded"].startswith("same event: ")
    assert "osterby" in kin["folded"]
