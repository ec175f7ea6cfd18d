"""The nouns of the newsroom: frozen values that every other room speaks in; standard library only."""

from wireroom.news.decision import (
    Decision,
    Edit,
    Hold,
    Join,
    Kill,
    Pin,
    Place,
    Reinstate,
    Release,
    Remove,
)
from wireroom.news.headline import Gone, Headline, Position
from wireroom.news.identity import story_id, words_of
from wireroom.news.placement import Placement
from wireroom.news.standing import Standing
from wireroom.news.story import Correction, Decided, Received, Story
from wireroom.news.version import Association, Body, Dateline, Rights, Status, Version

__all__ = [
    "Association",
    "Body",
    "Correction",
    "Dateline",
    "Decided",
    "Decision",
    "Edit",
    "Gone",
    "Headline",
    "Hold",
    "Join",
    "Kill",
    "Pin",
    "Place",
    "Placement",
    "Position",
    "Received",
    "Reinstate",
    "Release",
    "Remove",
    "Rights",
    "Standing",
    "Status",
    "Story",
    "Version",
    "story_id",
    "words_of",
]
