"""Standings, licences and headlines for the tests of the gate: all granted, all visible, unless a test says more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from wireroom.network.model import DEFAULT_FORMS, Extent, Form, Licence, Network, Source, Surface
from wireroom.news import Association, Body, Dateline, Headline, Received, Rights, Standing, Story, Version

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def standing(**facts: Any) -> Standing:
    return replace(Standing("urn:mpa:1", "MPA", "wire", NOW - 2 * DAY), **facts)


def licence(**terms: Any) -> Licence:
    base = Licence("mpa", "MPA", NOW - 100 * DAY, NOW + 100 * DAY, frozenset({"orbit"}))
    return replace(base, **terms)


def forms(surface: Surface, extent: Extent, words: int | None = None) -> dict[Surface, Form]:
    return {**DEFAULT_FORMS, surface: Form(extent, words)}


def network(of: Licence) -> Network:
    return Network("Test", {}, {"wire": Source("wire", "MPA", "folder:inbox", of.name)}, {of.name: of}, ())


PICTURE = Association("picture", "launch.jpg", caption="Lift-off at dawn")


def headline(of: Standing | None = None) -> Headline:
    return Headline(
        id="abc",
        uri="urn:mpa:1",
        text="Rocket rises",
        summary="one two three four five",
        language="en",
        provider="MPA",
        released=NOW - 2 * DAY,
        updated=NOW - DAY,
        urgency=3,
        home="orbit",
        sections=("launch",),
        corrected=True,
        standing=of or standing(),
        picture=PICTURE,
    )


def version(**facts: Any) -> Version:
    base = Version(
        "urn:mpa:1",
        2,
        "MPA",
        "en",
        "Rocket rises",
        "one two three four five",
        byline="By Ada Nord",
        dateline=Dateline("KOUROU, June 1 (MPA)"),
        body=Body("<p>It rose.</p>"),
        ed_note="NOT FOR READERS",
        subjects=("medtop:13000000",),
        keywords=("rockets",),
        places=("Kourou",),
        signals=("correction",),
        correction_note="The name of the pilot was wrong.",
        version_created=NOW - DAY,
        first_created=NOW - 2 * DAY,
        rights=Rights("MPA GmbH", "© MPA", "Copy: MPA"),
        associations=(PICTURE, Association("video", "launch.mp4")),
    )
    return replace(base, **facts)


def story(*versions: Version) -> Story:
    received = [
        Received(one, seq, one.version_created or NOW, "wire") for seq, one in enumerate(versions or (version(),), 1)
    ]
    return Story.fold("urn:mpa:1", received)
