import pytest

from tests.routing.routing_helper import with_rules
from wireroom.errors import NetworkFileError
from wireroom.routing import check

FILL = ("fill", "*", ("orbit/launch", "orbit/planets", "shield/missiles"))


def found(when: str, place: str = "orbit") -> list[str]:
    return [str(finding) for finding in check(with_rules(FILL, ("rule", when, place)))]


def test_good_rules_say_nothing() -> None:
    assert found("subject:20000053 OR slugline:missile*") == []


@pytest.mark.parametrize(
    "when",
    [
        "urgency:1 AND urgency:5",
        "urgency:<3 AND urgency:>3",
        "urgency:12",
        "urgency:3 AND (urgency:1 OR urgency:2)",
        "provider:MPA AND provider:\"Nordlicht Nachrichten\"",
        "provider:MPA AND source:nord",
        "language:en AND language:fr",
        "missile AND NOT missile",
        "missile -missile",
        "a AND (urgency:1 AND NOT urgency:[1 TO 2])",
        "NOT *",
    ],
)  # fmt: skip
def test_rule_that_can_never_match(when: str) -> None:
    [said] = found(when)
    assert said.startswith("network.toml:41: rule 'rule' can never match")


@pytest.mark.parametrize(
    "when",
    [
        "urgency:1 OR urgency:5",
        "urgency:[1 TO 3] AND urgency:[3 TO 5]",
        "provider:MPA AND source:wire",
        "provider:Nord* AND source:nord",
        "language:pt AND language:pt-br",
        "language:e* AND language:fr",
        "NOT language:en",
        "keyword:a AND keyword:b",
        "subject:sport AND subject:politics",
        "missile AND NOT missiles",
        "NOT urgency:[1 TO 9]",
    ],
)
def test_rule_that_may_match(when: str) -> None:
    assert found(when) == []


def test_provider_that_no_source_has() -> None:
    [said] = found("provider:MPAA")
    assert "no source has the provider 'mpaa'\n  → did you mean \"MPA\"?" in said


def test_source_that_is_not_there() -> None:
    [said] = found("source:wired")
    assert "there is no source 'wired'\n  → did you mean \"wire\"?" in said


def test_code_that_is_no_media_topic() -> None:
    [said] = found("subject:20999999")
    assert "20999999 is no Media Topic" in said


def test_retired_media_topic_names_the_one_above() -> None:
    [said] = found("subject:20000030")
    assert "was retired in 2021\n  → add the topic above it: OR subject:20000029" in said


def test_boost_has_no_effect() -> None:
    [said] = found("missile^3")
    assert "the boost ^3 has no effect" in said


@pytest.mark.parametrize("when", ["slugline:grid or text:dam", "text:(war and peace)", "grid and not dam"])
def test_an_operator_in_small_letters_is_a_word(when: str) -> None:
    said = found(when)
    assert said
    assert "in small letters is a word to be looked for\n  → write " in said[0]


@pytest.mark.parametrize("when", ['text:"war and peace"', "slugline:and", 'text:(war "and" peace)'])
def test_an_operator_that_is_meant_as_a_word_is_none(when: str) -> None:
    assert found(when) == []


def test_section_that_no_rule_fills() -> None:
    [finding] = check(with_rules(("rule", "*", ("orbit/launch", "shield/missiles"))))
    assert finding.what.startswith("no rule places copy in orbit/planets")
    assert finding.where == "network.toml:6"


def test_network_without_rules_is_the_desks() -> None:
    assert check(with_rules()) == []


def test_site_that_no_licence_names() -> None:
    from dataclasses import replace

    network = with_rules(FILL)
    licences = {key: replace(one, sites=frozenset({"orbit"})) for key, one in network.licences.items()}
    [finding] = check(replace(network, licences=licences))
    assert "places copy on 'shield', and no licence names that site" in finding.what


def test_conditions_that_cannot_be_read_are_raised() -> None:
    with pytest.raises(NetworkFileError, match=r"network\.toml:41: rule 'rule': it ends too early"):
        found("(a")
