"""Why a story is related to others, and why it is folded with one: the signs in common, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wireroom.ledger.model import Snapshot
from wireroom.ledger.project import opening
from wireroom.news import Story
from wireroom.related import Same, Sign, same_event, signs_of


def explain_kin(snapshot: Snapshot, story: Story) -> list[dict[str, Any]]:
    """The stories that this one is related to, the closest first; the gate has not been asked.

    `shared` tells of each sign in common its kind, its text and its points; `folded` why the two count as one event on
    lists ("": they do not).
    """
    texts = {sign.key: sign for sign in _signs(story)}
    found = []
    for kin in snapshot.related(story.uri).kin:
        other = snapshot.story(kin.uri)
        texts_of_both = texts | {sign.key: sign for sign in _signs(other)}
        shared = [
            {"kind": sign.kind.name.lower(), "text": sign.text, "points": points}
            for key, points in kin.shared
            if (sign := texts_of_both.get(key))
        ]
        mine, theirs = _Row.of(story), _Row.of(other) if other else None
        same = same_event(mine, theirs) if mine and theirs else None
        found.append(
            {
                "uri": kin.uri,
                "headline": other.headline if other else "",
                "provider": other.owner if other else "",
                "score": kin.score,
                "shared": shared,
                "folded": _because(same, texts),
            }
        )
    return found


def _signs(story: Story | None) -> list[Sign]:
    """The signs of all versions: a story stays filed under those of earlier ones."""
    versions = [one.version for one in story.versions if one.version.has_copy] if story else []
    return [sign for version in versions for sign in signs_of(version, opening(version.body))]


def _because(same: Same | None, texts: dict[int, Sign]) -> str:
    if same is None:
        return ""
    words = ", ".join(texts[key].text for key in same.shared if key in texts)
    return f"same event: {len(same.shared)} of {same.of} names and words in common within hours ({words})"


@dataclass(frozen=True, slots=True)
class _Row:
    uri: str
    provider: str
    released: datetime
    signs: tuple[int, ...]

    @staticmethod
    def of(story: Story) -> _Row | None:
        if story.shown is None or story.released is None:
            return None
        version = story.shown.version
        signs = tuple(sign.key for sign in signs_of(version, opening(version.body)))
        return _Row(story.uri, story.owner, story.released, signs)
