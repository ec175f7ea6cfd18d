from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.demo.demo_helper import NOW
from wireroom.demo import copybook, pictures, wire
from wireroom.demo.copybook import Text
from wireroom.formats.mediatopics import vocabulary


def all_texts() -> list[Text]:
    live = [step.text for step in copybook.steps() if step.verb == "new" and step.text]
    return [*copybook.standing(), *live]


def opening(paragraph: str) -> str:
    return re.split(r"(?<=[.!?:])\s", paragraph)[0].casefold()


def test_there_is_enough_copy() -> None:
    standing = copybook.standing()
    assert len(standing) >= 140
    assert len([text for text in standing if text.age and text.age.days > 60]) >= 20
    assert len([step for step in copybook.steps() if step.verb in ("new", "update", "correction")]) >= 40
    assert {text.language for text in standing} == {"en", "de", "fr", "es", "ar"}


def test_every_format_is_spoken_and_by_several_agencies() -> None:
    used = Counter(text.agency for text in copybook.standing())
    assert set(used) == set(wire.AGENCIES)
    assert {wire.AGENCIES[one].format for one in used} == {"newsml-g2", "newsml-1", "ninjs-2", "ninjs-3", "nitf", "rss"}
    assert min(used.values()) >= 5


def test_no_two_stories_begin_alike_or_share_a_name() -> None:
    texts = all_texts()
    for what in (
        [opening(text.paragraphs[0]) for text in texts],
        [text.headline for text in texts if text.headline],
        [text.slug for text in texts],
    ):
        assert [one for one, times in Counter(what).items() if times > 1] == []


def test_stories_have_the_length_of_wire_stories_and_alerts_of_alerts() -> None:
    for text in all_texts():
        words = sum(len(one.split()) for one in text.paragraphs)
        if len(text.paragraphs) == 1:
            assert words <= 30, text.slug
            assert text.urgency <= 3, text.slug
        else:
            assert 4 <= len(text.paragraphs) <= 9, text.slug
            assert 85 <= words <= 400, (text.slug, words)


def test_every_subject_is_a_media_topic_and_every_picture_can_be_drawn() -> None:
    for text in all_texts():
        assert text.topics, text.slug
        assert [one for one in text.topics if one not in vocabulary().by_code] == [], text.slug
        assert not text.picture or text.picture in pictures.names(), text.slug
        assert bool(text.picture) == bool(text.caption), text.slug


def test_nothing_is_left_unfilled() -> None:
    for text in all_texts():
        written = text.at(NOW)
        whole = " ".join((written.headline, *written.paragraphs))
        assert not re.search(r"[{}\[\]]|\bTK\b|lorem|TODO", whole), text.slug


def test_days_are_those_of_the_story_in_its_language() -> None:
    by_slug = {text.slug: text for text in copybook.standing()}
    sunday = NOW
    assert "dawn on Sunday" in by_slug["kiruna-polar-launch"].at(sunday).paragraphs[0]
    assert "dimanche peu avant minuit" in by_slug["refinery-hydrogen-turn"].at(sunday).paragraphs[0]
    assert "stehen seit Samstag" in by_slug["baltic-ferry-strike"].at(sunday).paragraphs[0]
    assert "despacharon el domingo" in by_slug["colombia-peace-coffee"].at(sunday).paragraphs[1]


def test_later_versions_keep_the_paragraphs_they_name() -> None:
    steps = [step for step in copybook.steps() if step.slug == "reactor-small-first"]
    before = next(text for text in copybook.standing() if text.slug == "reactor-small-first")
    (correction,) = steps
    assert correction.text is not None
    assert len(correction.text.paragraphs) == len(before.paragraphs)
    changed = [i for i, one in enumerate(before.paragraphs) if correction.text.paragraphs[i] != one]
    assert changed == [3]


@pytest.mark.parametrize("agency", sorted(wire.AGENCIES))
def test_every_correction_says_what_was_wrong(agency: str) -> None:
    for step in copybook.steps():
        if step.verb == "correction" and step.text and step.text.agency == agency:
            assert wire.AGENCIES[agency].format == "newsml-g2", "the others have no word for a correction"
            assert step.correction.startswith("Corrects ")
            assert step.watch
