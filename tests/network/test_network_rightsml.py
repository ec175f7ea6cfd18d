"""RightsML out and in: what goes out comes back, and what is not understood is never passed over."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.network.test_network_file import GOOD
from tests.network.test_network_written import EVERYTHING
from tests.rights.rights_cases import Cases
from wireroom import network
from wireroom.errors import UnreadableError
from wireroom.network.licence import Extent, Form, Licence, Surface, Territory
from wireroom.network.rightsml import CONTEXT, PROFILE, export, read

FOREIGN: dict[str, Any] = {
    "@context": CONTEXT,
    "@type": "Set",
    "uid": "http://agency.example/policy/1",
    "profile": PROFILE,
    "permission": [
        {
            "target": "http://agency.example/news",
            "assigner": "http://agency.example/",
            "action": "http://www.w3.org/ns/odrl/2/distribute",
            "constraint": [
                {
                    "leftOperand": "spatial",
                    "operator": "eq",
                    "rightOperand": "http://cvx.iptc.org/iso3166-1a2/DE",
                },
                {
                    "leftOperand": "http://www.w3.org/ns/odrl/2/dateTime",
                    "operator": "gt",
                    "rightOperand": {"@value": "2026-01-01", "@type": "xsd:date"},
                },
            ],
            "duty": [{"action": "compensate"}],
        }
    ],
}


def licence() -> Licence:
    return network.parse(GOOD).licences["mpa"]


def again(one: Licence) -> Licence:
    return read(json.loads(json.dumps(export(one))), one.name).licence


def test_a_licence_goes_out_and_comes_back_whole() -> None:
    assert again(licence()) == licence()
    whole = replace(licence(), retain=timedelta(days=90), **EVERYTHING)  # type: ignore[arg-type]
    assert again(whole) == whole


def test_licences_of_all_kinds_come_back() -> None:
    cases = Cases(31)
    for _ in range(200):
        drawn = cases.licence()
        full = replace(drawn, forms={one: drawn.forms.get(one, Form(Extent.NONE)) for one in Surface})
        assert again(full) == full


def test_the_policy_is_odrl_under_the_profile() -> None:
    policy = export(replace(licence(), territory=Territory(frozenset({"IT"}))))
    assert (policy["@context"], policy["profile"], policy["@type"]) == (CONTEXT, PROFILE, "Agreement")
    limits = {(one["leftOperand"], one["operator"]) for one in policy["permission"][0]["constraint"]}
    assert {("spatial", "isAnyOf"), ("dateTime", "gteq"), ("dateTime", "lt"), ("elapsedTime", "lteq")} <= limits
    assert {one["action"] for one in policy["prohibition"]} == {"translate", "aggregate"}
    assert "alter" not in policy["urn:wireroom:terms"]


def test_a_partner_who_narrows_the_odrl_narrows_the_licence() -> None:
    policy = export(licence())
    limits = policy["permission"][0]["constraint"]
    limits.append({"leftOperand": "dateTime", "operator": "lt", "rightOperand": "2026-06-01T00:00:00Z"})
    limits.append({"leftOperand": "spatial", "operator": "isAnyOf", "rightOperand": ["SM"]})
    limits.append(
        {"leftOperand": "deliveryChannel", "operator": "isAnyOf", "rightOperand": ["urn:wireroom:surface:page"]}
    )
    found = read(policy, "mpa").licence
    assert found.term_until == datetime(2026, 6, 1, tzinfo=UTC)
    assert found.territory.allow == frozenset({"SM"})
    assert {surface for surface, form in found.forms.items() if form.extent is not Extent.NONE} == {Surface.PAGE}


def test_a_policy_of_others() -> None:
    found = read(FOREIGN, "agency", ["orbit"])
    assert found.licence.provider == "http://agency.example/"
    assert found.licence.term_from == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.licence.territory == Territory(frozenset({"DE"}))
    assert not found.licence.alter.headline, "what nobody permits is not permitted"
    assert found.notes == ["the duty to compensate is left to people"]


@pytest.mark.parametrize(
    "changed",
    [
        {
            "permission": [
                {
                    **FOREIGN["permission"][0],
                    "constraint": [{"leftOperand": "count", "operator": "lt", "rightOperand": 5}],
                }
            ]
        },
        {"prohibition": [{"action": "anonymize"}]},
        {
            "prohibition": [
                {
                    "action": "distribute",
                    "constraint": [{"leftOperand": "industry", "operator": "eq", "rightOperand": "x"}],
                }
            ]
        },
        {"permission": [{"action": "print"}]},
    ],
    ids=["a limit", "a prohibition", "a limited prohibition", "nothing to publish"],
)
def test_what_is_not_understood_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        read({**FOREIGN, **changed}, "agency", ["orbit"])


def test_a_forbidden_territory() -> None:
    limit = {"leftOperand": "spatial", "operator": "eq", "rightOperand": "http://cvx.iptc.org/iso3166-1a2/TR"}
    forbidden = {**FOREIGN, "prohibition": [{"action": "distribute", "constraint": [limit]}]}
    assert read(forbidden, "agency", ["orbit"]).licence.territory.deny == {"TR"}
