"""Random standings, licences, moments, surfaces and readers, from a seeded source: cheap enough for millions."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple, TypeVar

from tests.rights.rights_helper import NOW
from wireroom.network.licence import (
    After,
    EmbargoTerms,
    Extent,
    Form,
    Licence,
    LinkTerms,
    Surface,
    Territory,
)
from wireroom.news import Limit, Restriction, Standing

_T = TypeVar("_T")
HOUR = timedelta(hours=1)
MICRO = timedelta(microseconds=1)
SITES = ("orbit", "shield")
COUNTRIES = ("IT", "TR", "JP")
READERS = (None, None, "", *COUNTRIES)
PLACES = ("archive", "online", "mobile", "print", "broadcast", "social", "hologram")
ALL = tuple(Surface)


class Case(NamedTuple):
    """One question to the gate."""

    standing: Standing
    licence: Licence | None
    site: str
    surface: Surface
    at: datetime
    country: str | None


class Cases:
    """Draws cases. A newsroom mostly shows its stories: what hides one is the exception, or nothing else is tested."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def case(self) -> Case:
        draw = self._random
        licence = None if draw.random() < 0.02 else self.licence()
        return Case(
            self.standing(),
            licence,
            "shield" if draw.random() < 0.2 else "orbit",
            draw.choice(ALL),
            self.moment() + draw.choice((timedelta(0), timedelta(0), MICRO, -MICRO)),
            draw.choice(READERS),
        )

    def elsewhere(self, case: Case) -> Case:
        """The same story under the same licence, asked for by another reader, somewhere else."""
        draw = self._random
        return case._replace(site=draw.choice(SITES), surface=draw.choice(ALL), country=draw.choice(READERS))

    def moment(self) -> datetime:
        # Few moments, so that boundaries meet each other and the moment asked for.
        return NOW + self._random.randint(-6, 6) * HOUR

    def seldom(self, chance: float = 0.1) -> datetime | None:
        return self.moment() if self._random.random() < chance else None

    def span(self, chance: float) -> timedelta | None:
        return self._random.randint(1, 12) * HOUR if self._random.random() < chance else None

    def some(self, all: tuple[_T, ...]) -> frozenset[_T]:
        return frozenset(self._random.sample(all, self._random.choice((1, 1, 1, 2, len(all)))))

    def standing(self) -> Standing:
        draw = self._random
        held = draw.random() < 0.15
        return Standing(
            "urn:mpa:1",
            "NLN" if draw.random() < 0.02 else "MPA",
            "wire",
            self.moment(),
            self.seldom(0.03),
            "",
            draw.random() < 0.03,
            held,
            self.seldom(0.8),
            "",
            self.seldom(0.15),
            self.seldom(0.15),
            "a picture" if draw.random() < 0.03 else "",
            embargo_kept=self.seldom(0.2),
            restrictions=tuple(self.restriction() for _ in range(draw.choice((0, 0, 0, 1, 2)))),
            received=self.seldom(0.8),
        )

    def restriction(self) -> Restriction:
        draw = self._random
        kinds = [one for one in Limit if one is not Limit.UNKNOWN]
        since, until = self.seldom(0.3), self.seldom(0.3)
        countries, places = self.some(COUNTRIES), self.some(PLACES[: draw.choice((6, 7))])
        one = Restriction(draw.choice(kinds), tuple(countries), tuple(places), since, until)
        return one if one.clear else Restriction(Limit.EDIT)

    def licence(self) -> Licence:
        draw = self._random
        forms = {surface: self.form() for surface in draw.sample(ALL, draw.randint(4, len(ALL)))}
        if draw.random() < 0.8:
            forms[Surface.PAGE] = Form(Extent.FULL)
        limited = draw.random() < 0.25
        return Licence(
            "mpa",
            "MPA",
            self.moment() - 9 * HOUR,
            self.seldom(0.2),
            frozenset({"orbit"}) if draw.random() < 0.3 else frozenset(SITES),
            forms,
            self.span(0.2),
            expires=draw.choice(("hide", "hide", "stale")),
            after=draw.choice(tuple(After)),
            retain=self.span(0.2),
            archive_after=self.span(1.0) or HOUR,
            territory=Territory(
                self.some(COUNTRIES) if draw.random() < 0.5 else None, self.some(COUNTRIES), draw.random() < 0.5
            )
            if limited
            else Territory(),
            embargo=EmbargoTerms(draw.random() < 0.3, draw.choice((timedelta(0), HOUR))),
            link=LinkTerms(headline_to_full=draw.random() < 0.8),
        )

    def form(self) -> Form:
        extent = self._random.choice(tuple(Extent))
        words = self._random.choice((None, 3, 40)) if extent is Extent.SUMMARY else None
        return Form(extent, words)
