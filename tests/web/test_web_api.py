"""The read API: who is let in, what each licence passes on, and a stream from which nothing that goes is missing."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.formats.write_helper import problems
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom import formats
from wireroom.formats import Hint
from wireroom.news import Kill, story_id
from wireroom.web import client
from wireroom.web.api.app import Api
from wireroom.web.client import Response
from wireroom.web.inbox.app import Inbox
from wireroom.web.inbox.front import Front
from wireroom.web.server import Server

URI = "urn:newsml:mpa.example:20261122:1"
ID = story_id(URI)
TOKENS = {"harbour": "harbour-0123456789-abcdef", "pier": "pier-0123456789-abcdefghi", "short": "too short"}
PARTNERS = "".join(
    f'\n[partners.{key}]\nsites = {sites}\nlicences = {licences}\ntoken_file = "{key}"\n'
    for key, sites, licences in (
        ("harbour", '["orbit", "shield"]', '["mpa", "nln"]'),
        ("pier", '["orbit"]', '["nln"]'),
        ("short", '["orbit"]', '["mpa"]'),
    )
)
STORIES = "/api/v1/stories?site=orbit"


class Desk:
    """A newsroom with its API; `seconds` is what limits count with."""

    def __init__(self, folder: Path, form: str = "full") -> None:
        for key, token in TOKENS.items():
            (folder / key).write_text(f"{token}\n", encoding="utf-8")
        text = NETWORK.replace('forms = { feed = "full",', f'forms = {{ api = "{form}", feed = "full",')
        self.rig = Rig(folder, text + PARTNERS)
        self.seconds = 0.0
        self.api = Api(
            self.rig.home.ledger,
            self.rig.home.network,
            folder,
            clock=lambda: self.rig.now,
            ticks=lambda: self.seconds,
        )

    def take(self, uri: str = URI, number: int = 1, **facts: Any) -> None:
        facts.setdefault("created", self.rig.now - timedelta(minutes=5))
        self.rig.take("mpa", g2(uri, number, slugline="launch", **facts))

    def get(self, path: str, partner: str = "harbour", **headers: str) -> Response:
        if partner:
            headers["authorization"] = f"Bearer {TOKENS.get(partner, partner)}"
        return client.get(self.api, path, headers)

    def told(self, path: str = STORIES, partner: str = "harbour") -> dict[str, Any]:
        response = self.get(path, partner)
        assert response.status == 200, response.text
        found: dict[str, Any] = json.loads(response.body)
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.rig.close()


def problem(response: Response) -> int:
    """The status of a problem, whose body says the same (RFC 9457, section 3.1)."""
    told = json.loads(response.body)
    assert response.header("content-type") == "application/problem+json"
    assert told["status"] == response.status and told["title"] and told["detail"]
    return response.status


def test_a_story_is_listed_as_ninjs_with_credit_and_notice(desk: Desk) -> None:
    desk.take()
    [line] = desk.told()["stories"]
    assert (line["id"], line["state"], line["form"]) == (ID, "granted", "full")
    assert line["url"].startswith("https://orbit.example/2026/11/22/harbour-lights")
    item = line["item"]
    assert item["uri"] == f"tag:orbit.example,2026-01-01:{ID}"
    assert item["headlines"][0]["value"] == "Harbour lights return to Lindholm"
    assert "Crews had worked all night." in item["bodies"][0]["value"]
    assert {"role": "creditline", "contentType": "text/plain", "value": "MPA"} in item["descriptions"]
    assert item["usageTerms"] == "All MPA copy is protected. No further use without written consent."


def test_a_licence_that_says_nothing_of_the_api_passes_nothing_on(desk: Desk) -> None:
    desk.rig.take("nln", g2("urn:newsml:nln.example:20261122:1", 1, created=NOW).replace(b'"MPA"', b'"NLN"'))
    assert len(desk.rig.get("orbit", "/").text.split("Harbour lights")) > 1
    assert desk.told()["stories"] == []


def test_a_licence_that_the_partner_does_not_have_passes_nothing_on(desk: Desk) -> None:
    desk.take()
    assert desk.told(partner="pier")["stories"] == []
    assert problem(desk.get(f"/api/v1/stories/{ID}.ninjs", "pier")) == 404


@pytest.mark.parametrize(
    ("form", "headline", "summary", "body"),
    [
        ("full", True, True, True),
        ("summary", True, True, False),
        ("headline", True, False, False),
        ("link", False, False, False),
    ],
)
def test_a_form_holds_in_every_format(tmp_path: Path, form: str, headline: bool, summary: bool, body: bool) -> None:
    desk = Desk(tmp_path, form)
    desk.take(byline="By Ines Okafor")
    for ending in ("", ".ninjs", ".g2"):
        text = desk.get(f"/api/v1/stories/{ID}{ending}?site=orbit").text
        assert ("Harbour lights return" in text) is headline, ending
        assert ("Ines Okafor" in text) is summary, ending
        assert ("Crews had worked" in text) is body, ending
    desk.rig.close()


def test_notes_to_editors_and_names_of_the_wire_are_not_passed_on(desk: Desk) -> None:
    desk.take(ed_note="Call the desk first")
    for ending in ("", ".ninjs", ".g2"):
        text = desk.get(f"/api/v1/stories/{ID}{ending}?site=orbit").text
        assert "Call the desk" not in text and URI not in text and "launch" not in text.replace("/launch", "")


@pytest.mark.parametrize(
    ("ending", "format", "media_type"),
    [("ninjs", "ninjs", "application/json"), ("g2", "newsml-g2", "application/vnd.iptc.g2.newsitem+xml")],
)
def test_both_formats_are_as_their_standards_want_them(desk: Desk, ending: str, format: str, media_type: str) -> None:
    desk.take(signal="correction", number=2, subjects=("medtop:13000000",), byline="By Ines Okafor", urgency=2)
    response = desk.get(f"/api/v1/stories/{ID}.{ending}?site=orbit")
    assert response.header("content-type") == media_type
    assert problems(response.body, format) == []
    [version] = formats.read(response.body, Hint()).versions
    assert version.headline == "Harbour lights return to Lindholm" and version.signal == "correction"
    assert version.rights.credit_line == "MPA" and version.subjects == ("medtop:13000000",)


def test_the_item_says_until_when_it_may_be_used(desk: Desk) -> None:
    desk.take(expires=NOW + timedelta(hours=2))
    [line] = desk.told()["stories"]
    assert line["until"] == "2026-11-22T14:00:00Z" and line["item"]["expires"] == "2026-11-22T14:00:00+00:00"


@pytest.mark.parametrize("token", ["", "guessed-0123456789-abcdef", TOKENS["short"]])
def test_without_a_token_that_is_known_nobody_is_answered(desk: Desk, token: str) -> None:
    desk.take()
    response = desk.get(STORIES, token)
    assert problem(response) == 401 and response.header("www-authenticate") == "Bearer"


def test_a_site_that_the_terms_do_not_name_is_refused(desk: Desk) -> None:
    assert problem(desk.get("/api/v1/stories?site=current")) == 403
    assert problem(desk.get("/api/v1/stories?site=shield", "pier")) == 403
    assert problem(desk.get("/api/v1/stories")) == 400
    assert desk.told("/api/v1/stories", "pier")["site"] == "orbit"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=51", "limit=x", "after=x", "before=x", "aftr=1", "section=nope", "limit=1&limit=2"]
)
def test_what_cannot_be_asked_is_refused(desk: Desk, query: str) -> None:
    assert problem(desk.get(f"{STORIES}&{query}")) in (400, 404)


def test_it_is_only_read(desk: Desk) -> None:
    assert problem(client.get(desk.api, STORIES, {"authorization": "x"}, method="POST")) == 405


def test_a_partner_that_asks_too_much_waits(desk: Desk) -> None:
    statuses = [desk.get(STORIES).status for _ in range(60)]
    assert statuses.index(429) == 50
    assert problem(desk.get(STORIES)) == 429 and int(desk.get(STORIES).header("retry-after") or "0") == 1
    assert desk.get(STORIES, "pier").status == 200
    desk.seconds += 1.0
    assert desk.get(STORIES).status == 200


def test_guesses_are_soon_not_heard(desk: Desk) -> None:
    statuses = [desk.get(STORIES, f"a guess with the number {number}").status for number in range(40)]
    assert set(statuses) == {401, 429} and statuses[-1] == 429


def test_what_is_unchanged_is_not_sent_again(desk: Desk) -> None:
    desk.take()
    path = f"/api/v1/stories/{ID}.ninjs?site=orbit"
    tag = desk.get(path).header("etag") or ""
    again = desk.get(path, **{"if-none-match": tag})
    assert (again.status, again.body) == (304, b"") and "private" in (again.header("cache-control") or "")
    desk.take(number=2, headline="Harbour lights stay on", created=NOW)
    assert desk.get(path, **{"if-none-match": tag}).status == 200


def test_a_list_is_read_in_pieces(desk: Desk) -> None:
    for number in range(5):
        desk.take(f"urn:newsml:mpa.example:20261122:{number}", created=NOW - timedelta(hours=number + 1))
    seen, path = [], f"{STORIES}&limit=2"
    while path:
        told = desk.told(path)
        seen += [one["id"] for one in told["stories"]]
        path = f"{STORIES}&limit=2&before={told['before']}" if told["before"] else ""
    assert seen == [story_id(f"urn:newsml:mpa.example:20261122:{number}") for number in range(5)]


def changes(desk: Desk, after: str) -> tuple[list[tuple[str, str]], str]:
    told = desk.told(f"{STORIES}&after={after}")
    assert not told["more"]
    return [(one["id"], one["state"]) for one in told["stories"]], told["after"]


def test_the_stream_tells_of_what_came_and_of_kills(desk: Desk) -> None:
    after = desk.told()["after"]
    desk.take()
    found, after = changes(desk, after)
    assert found == [(ID, "granted")]
    assert changes(desk, after)[0] == []
    desk.rig.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW, why="wrong man named"), at=NOW)
    found, after = changes(desk, after)
    assert found == [(ID, "killed")]
    response = desk.get(f"/api/v1/stories/{ID}.ninjs?site=orbit")
    assert problem(response) == 410 and "Harbour" not in response.text and "Ana" not in response.text


def test_a_kill_of_what_was_never_there_for_the_partner_is_not_told(desk: Desk) -> None:
    after = desk.told()["after"]
    desk.take(embargoed=NOW + timedelta(hours=3))
    found, after = changes(desk, after)
    assert found == []
    desk.rig.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW, why="wrong man named"), at=NOW)
    assert changes(desk, after)[0] == []
    assert problem(desk.get(f"/api/v1/stories/{ID}?site=orbit")) == 404


def test_a_story_that_is_withheld_again_is_gone(desk: Desk) -> None:
    desk.take()
    after = desk.told()["after"]
    desk.take(number=2, status="withheld", created=NOW)
    assert changes(desk, after)[0] == [(ID, "gone")]


def test_the_stream_tells_what_time_alone_changes(desk: Desk) -> None:
    desk.take(embargoed=NOW + timedelta(hours=1), expires=NOW + timedelta(hours=2))
    after = desk.told()["after"]
    desk.rig.later(minutes=59)
    assert changes(desk, after)[0] == []
    desk.rig.later(minutes=1)
    found, after = changes(desk, after)
    assert found == [(ID, "granted")]
    desk.rig.later(hours=1)
    assert changes(desk, after)[0] == [(ID, "gone")]


def test_a_cursor_of_other_terms_leads_nowhere(desk: Desk) -> None:
    after = desk.told()["after"]
    assert problem(desk.get(f"/api/v1/stories?site=shield&after={after}")) == 410
    assert problem(desk.get(f"/api/v1/stories?site=orbit&section=launch&after={after}")) == 410


def test_a_licence_that_ends_makes_the_partner_read_anew(desk: Desk) -> None:
    desk.take()
    after = desk.told()["after"]
    desk.rig.later(days=60)  # behind the end of one licence's term
    assert problem(desk.get(f"{STORIES}&after={after}")) == 410


def test_what_the_document_describes_is_what_is_there(desk: Desk) -> None:
    desk.take()
    response = desk.get("/api/v1/openapi.json", "")
    told = json.loads(response.body)
    assert response.status == 200 and told["openapi"].startswith("3.1")
    for path, what in told["paths"].items():
        answer = desk.get(f"{path.replace('{id}', ID)}?site=orbit")
        assert answer.status == 200, path
        assert list(what["get"]["responses"]["200"]["content"]) == [answer.header("content-type")]
    assert set(re.findall(r'"#/components/schemas/(\w+)"', response.text)) == set(told["components"]["schemas"])


def test_the_lists_are_as_the_document_describes_them(desk: Desk) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    desk.take()
    document = json.loads(desk.get("/api/v1/openapi.json", "").body)
    schema = {"$ref": "#/components/schemas/Stories", "components": document["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    after = desk.told()["after"]
    desk.rig.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW, why="so"), at=NOW)
    for path in (STORIES, f"{STORIES}&after={after}"):
        assert list(validator.iter_errors(desk.told(path))) == []
    assert list(validator.iter_errors({"site": "orbit"})) != []


def test_the_running_server_answers_partners_beside_readers(desk: Desk) -> None:
    async def deliver(*_: object) -> list[Any]:
        return []

    desk.take()
    inbox = Inbox(desk.rig.home.network, desk.rig.folder, deliver, lambda key: None)
    with Server(Front(desk.rig.app, inbox, desk.api), "127.0.0.1") as server:
        connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=60)
        for host in ("orbit.example", "127.0.0.1"):
            headers = {"Host": host, "Authorization": f"Bearer {TOKENS['harbour']}"}
            connection.request("GET", STORIES, headers=headers)
            response = connection.getresponse()
            assert response.status == 200 and ID in response.read().decode()
        connection.request("GET", "/api/v2/stories", headers={"Host": "orbit.example"})
        assert connection.getresponse().status == 401
        connection.close()
