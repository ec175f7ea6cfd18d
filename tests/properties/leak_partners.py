"""Partners of the read API for the leak proof: each reads all that it can, and keeps a mirror that must stay true."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.properties.leak_judge import Asked, Judge
from tests.properties.leak_world import PARTNERS, PROVIDERS, SOURCE, STORIES, token_of, uri_of
from wireroom.network.model import Network
from wireroom.news import story_id
from wireroom.newsroom.home import Home
from wireroom.web import client
from wireroom.web.api.app import Api
from wireroom.web.client import Response

CANARY = re.compile(r"zq(\d+)v(\d+)([a-z]\d?)qz", re.IGNORECASE)


class PartnerLeak(AssertionError):
    """A partner gets what it may not have, or is not told what it must know."""


@dataclass
class Mirror:
    """What a partner keeps of one site: each item with the moment until which it holds, and how far it has followed."""

    items: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    after: str = ""


class Partners:
    """All partners of the made-up network, over the whole history: what they hold outlives restarts and restores."""

    def __init__(self) -> None:
        self.mirrors = {(partner, site): Mirror() for partner, (sites, _) in PARTNERS.items() for site in sites}
        self.looked = 0
        self._ticks = 0.0

    def open(self, home: Home, clock: Callable[[], datetime]) -> None:
        """Asks this newsroom from now on."""
        self._api = Api(home.ledger, home.network, home.folder, clock=clock, ticks=self._tick)

    def adopt(self, network: Network) -> None:
        self._api.adopt(network)

    def _tick(self) -> float:
        self._ticks += 1000.0  # so that nobody is asked to wait
        return self._ticks

    def look(self, judge: Judge, now: datetime) -> None:
        """Lets every partner read all it can and follow what changed. Raises PartnerLeak."""
        for (partner, site), mirror in self.mirrors.items():
            listed = dict(self._list(partner, site))
            self._judge_all(judge, partner, site, listed, now)
            self._follow(partner, site, mirror, now)
            if mirror.items.keys() != listed.keys():
                kept, there = sorted(mirror.items), sorted(listed)
                raise PartnerLeak(f"{partner} has {kept} of {site} at {now}, and would find {there}")
            if wrong := [id for id, (_, item) in mirror.items.items() if item != listed[id]]:
                raise PartnerLeak(f"{partner} has {wrong} of {site} at {now} otherwise than they are")

    def _judge_all(self, judge: Judge, partner: str, site: str, listed: dict[str, str], now: datetime) -> None:
        ours = [owner for owner in PROVIDERS if SOURCE[owner] in PARTNERS[partner][1]]
        allowed = judge.canaries(Asked(site, "api", now))
        for id in [story_id(uri_of(story)) for story in range(STORIES + 1)]:
            for ending in ("", ".ninjs", ".g2"):
                response = self._get(partner, f"/api/v1/stories/{id}{ending}?site={site}")
                if (response.status == 200) != (id in listed):
                    raise PartnerLeak(f"{partner}: {id}{ending} of {site} is {response.status}, at {now}")
                self._judge_text(judge, allowed, ours, response.text, f"{id}{ending} of {site} at {now}")
        for id, item in listed.items():
            self._judge_text(judge, allowed, ours, item, f"the list of {site}, {id} at {now}")
        for number in judge.stories:
            due = judge.form(number, Asked(site, "api", now), certain=True)[0] != "none"
            if due and judge.owner(number) in ours and story_id(uri_of(number)) not in listed:
                raise PartnerLeak(f"story {number} is not passed on to {partner}, of {site} at {now}")

    def _judge_text(self, judge: Judge, allowed: frozenset[str], ours: list[str], text: str, where: str) -> None:
        found = {match[0].lower() for match in CANARY.finditer(text)}
        if more := found - allowed:
            raise PartnerLeak(f"{sorted(more)} in {where}")
        plain = html.unescape(html.unescape(text))
        for owner in {judge.owner(int(match[1])) for match in CANARY.finditer(text)}:
            if owner not in ours:
                raise PartnerLeak(f"copy of {owner} in {where}, which the partner's terms do not name")
            for duty in (f"Credit of {owner}", f"Notice of {owner}."):
                if duty not in plain:
                    raise PartnerLeak(f"{duty!r} is missing in {where}")

    def _list(self, partner: str, site: str) -> Iterator[tuple[str, str]]:
        path = f"/api/v1/stories?site={site}&limit=2"
        told = self._told(partner, path)
        while True:
            yield from ((one["id"], _written(one)) for one in told["stories"])
            if told["before"] is None:
                return
            told = self._told(partner, f"{path}&before={told['before']}")

    def _follow(self, partner: str, site: str, mirror: Mirror, now: datetime) -> None:
        """What a partner's program does: follow the changes, and ask again for what holds no longer."""
        if not mirror.after or not self._changes(partner, site, mirror):
            mirror.items.clear()
            told = self._told(partner, f"/api/v1/stories?site={site}&limit=3")
            mirror.after = told["after"]
            while True:
                _take(mirror, told)
                if told["before"] is None:
                    break
                told = self._told(partner, f"/api/v1/stories?site={site}&limit=3&before={told['before']}")
        for id, (until, _) in list(mirror.items.items()):
            if until is not None and datetime.fromisoformat(until) <= now:
                response = self._get(partner, f"/api/v1/stories/{id}?site={site}")
                if response.status == 200:
                    _take(mirror, {"stories": [json.loads(response.body)]})
                else:
                    del mirror.items[id]

    def _changes(self, partner: str, site: str, mirror: Mirror) -> bool:
        more = True
        while more:
            response = self._get(partner, f"/api/v1/stories?site={site}&limit=2&after={mirror.after}")
            if response.status == 410:
                return False
            told = json.loads(response.body)
            _take(mirror, told)
            mirror.after, more = told["after"], told["more"]
        return True

    def _told(self, partner: str, path: str) -> dict[str, Any]:
        response = self._get(partner, path)
        assert response.status == 200, response.text
        told: dict[str, Any] = json.loads(response.body)
        return told

    def _get(self, partner: str, path: str) -> Response:
        self.looked += 1
        return client.get(self._api, path, {"authorization": f"Bearer {token_of(partner)}"})


def _take(mirror: Mirror, told: dict[str, Any]) -> None:
    for one in told["stories"]:
        if one["state"] == "granted":
            mirror.items[one["id"]] = (one["until"], _written(one))
        else:
            assert one.keys() == {"id", "state"}, one
            mirror.items.pop(one["id"], None)


def _written(one: dict[str, Any]) -> str:
    return json.dumps(one, ensure_ascii=False, sort_keys=True)
