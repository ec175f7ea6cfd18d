"""The nouns of the newsroom: frozen values that every other room speaks in; standard library only."""

from wireroom.news.decision import (
    LICENCES,
    Agree,
    Decision,
    Edit,
    End,
    Erase,
    Hold,
    Illustrate,
    Join,
    Kill,
    Pin,
    Place,
    Receipt,
    Reinstate,
    Release,
    Remove,
)
from wireroom.news.headline import EVERYTHING, Corrected, Gone, Headline, Narrowing, Position
from wireroom.news.identity import old_address, original_of, story_id, translation_of, words_of
from wireroom.news.kin import Kin, Neighbours
from wireroom.news.order import Act, Order
from wireroom.news.placement import Placement
from wireroom.news.restriction import Limit, Restriction
from wireroom.news.standing import Standing
from wireroom.news.story import TEXT_FORMATS, Correction, Decided, Received, Story
from wireroom.news.version import Association, Body, Dateline, Rights, Status, Version

__all__ = [
    "EVERYTHING",
    "LICENCES",
    "TEXT_FORMATS",
    "Act",
    "Agree",
    "Association",
    "Body",
    "Corrected",
    "Correction",
    "Dateline",
    "Decided",
    "Decision",
    "Edit",
    "End",
    "Erase",
    "Gone",
    "Headline",
    "Hold",
    "Illustrate",
    "Join",
    "Kill",
    "Kin",
    "Limit",
    "Narrowing",
    "Neighbours",
    "Order",
    "Pin",
    "Place",
    "Placement",
    "Position",
    "Receipt",
    "Received",
    "Reinstate",
    "Release",
    "Remove",
    "Restriction",
    "Rights",
    "Standing",
    "Status",
    "Story",
    "Version",
    "old_address",
    "original_of",
    "story_id",
    "translation_of",
    "words_of",
]
