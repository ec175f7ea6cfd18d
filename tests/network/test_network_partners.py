"""Partners, publishers and saved searches in the network file: what is read, what is refused, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rig import NETWORK
from wireroom.errors import NetworkFileError
from wireroom.network import parse
from wireroom.network.advice import secrets_missing

PARTNER = '\n[partners.harbour]\nsites = ["orbit"]\nlicences = ["mpa"]\n'


def refused(more: str) -> str:
    with pytest.raises(NetworkFileError) as caught:
        parse(NETWORK + more)
    return str(caught.value)


def test_a_partner_is_read() -> None:
    partner = parse(NETWORK + PARTNER + 'token_env = "HARBOUR"\nrate = 9\n').partners["harbour"]
    assert (partner.sites, partner.licences) == (frozenset({"orbit"}), frozenset({"mpa"}))
    assert (partner.token_env, partner.rate) == ("HARBOUR", 9)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (PARTNER, "nothing says where its token is"),
        (PARTNER + 'token_file = "a"\ntoken_env = "B"\n', "the token is named twice"),
        (PARTNER.replace("orbit", "orbyt") + 'token_file = "a"\n', 'did you mean "orbit"?'),
        (PARTNER.replace("mpa", "mpx") + 'token_file = "a"\n', 'did you mean "mpa"?'),
        (PARTNER.replace("partners.harbour", 'partners."Har bour"') + 'token_file = "a"\n', "cannot be a key"),
        (PARTNER + 'token_file = "a"\nrate = 0\n', "from 1 to 100"),
        ('\n[sites.orbit.searches."A b"]\ntitle = "x"\nwords = "y"\n', "cannot be a key of [sites.orbit.searches]"),
        ('\n[sites.orbit.searches.moon]\ntitle = "x"\n', "lacks the key `words`"),
        ('\n[publisher]\nsecurity = ["security@orbit.example"]\n', "is not a contact"),
        ('\n[publisher]\nads = ["ads.example, 12345"]\n', "is not a line of ads.txt"),
        ('\n[publisher]\nads = ["ads.example, 1, DIRECT\\nevil.example, 2, DIRECT"]\n', "is not a line of ads.txt"),
        ('\n[publisher]\nemail = "nobody"\n', "is not a mail address"),
        ('\n[publisher]\nethics = "lindholm"\n', "is not a web address"),
    ],
)
def test_what_cannot_be_is_refused(more: str, words: str) -> None:
    assert words in refused(more)


@pytest.mark.parametrize("word", ["oembed", "ads.txt", "trust.txt", "favicon.svg", "manifest.webmanifest"])
def test_no_section_is_called_as_a_file_of_ours(word: str) -> None:
    text = NETWORK.replace('planets = "Planets"', f'"{word}" = "Planets"').replace("orbit/planets", "orbit")
    with pytest.raises(NetworkFileError, match="no section can be called"):
        parse(text)


def test_a_site_can_have_another_publisher() -> None:
    more = '\n[publisher]\nname = "Lindholm"\nemail = "a@b.example"\n[sites.shield.publisher]\nname = "Other"\n'
    network = parse(NETWORK + more)
    assert network.sites["orbit"].publisher.name == "Lindholm"
    assert (network.sites["shield"].publisher.name, network.sites["shield"].publisher.email) == ("Other", "a@b.example")


def test_saved_searches_are_read_in_their_order() -> None:
    more = "".join(f'\n[sites.orbit.searches.{key}]\ntitle = "{key}"\nwords = "moon {key}"\n' for key in ("b", "a"))
    assert [one.key for one in parse(NETWORK + more).sites["orbit"].searches] == ["b", "a"]


def test_a_token_that_is_not_there_is_warned_of(tmp_path: Path) -> None:
    network = parse(NETWORK + PARTNER + 'token_file = "secret"\n')
    [finding] = secrets_missing(network, tmp_path, {})
    assert "secret" in finding.what and finding.where.startswith("network.toml:")
    (tmp_path / "secret").write_text("0123456789", encoding="utf-8")
    assert secrets_missing(network, tmp_path, {}) == []


def test_partners_change_no_projection() -> None:
    assert parse(NETWORK).digest == parse(NETWORK + PARTNER + 'token_file = "a"\n').digest
