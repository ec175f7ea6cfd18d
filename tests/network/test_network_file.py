from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wireroom import network
from wireroom.errors import NetworkFileError
from wireroom.network.model import DEFAULT_FORMS, Extent, Form, Network, Surface

AT = datetime(2026, 6, 1, tzinfo=UTC)

GOOD = """\
name = "Example Network"
zone = "Europe/Paris"
language = "fr"

[sites.orbit]
name = "Orbit Daily"
tagline = "Your Portal To Space"
url = "https://orbit.example/"
accent = "#0b5394"
type = "sans"
slots.foot = { where = "story-end", sizes = "728x90" }
[sites.orbit.sections]
launch = "Launch Pad"
planets = "Planets"
[[sites.orbit.rails]]
title = "Defence"
from = "shield/missiles"
length = 3
[[sites.orbit.rails]]
title = "All of Shield"
from = "shield"

[sites.shield]
name = "Shield"
url = "http://localhost:8080"
zone = "UTC"
language = "en-GB"
sections = { missiles = "Missiles" }

[sources.wire]
provider = "MPA"
from = "folder:inbox/mpa"
licence = "mpa"
every = "5 minutes"
password_env = "MPA_PASSWORD"

[licences.mpa]
provider = "MPA"
term = { from = 2026-01-01, until = 2026-12-31 }
sites = ["orbit", "shield"]
forms = { list = "summary(40)", feed = "headline" }
display = "30 days"
credit = "MPA"
notice = { text = "All rights reserved.", link = "https://mpa.example/terms" }
expires = "stale"
cache_max = "50 s"

[[rules]]
name = "missiles"
when = "slugline:missile*"
place = ["shield/missiles", "orbit"]

[[rules]]
name = "rest"
when = "*"
place = "orbit/launch"
"""


def problems(text: str) -> list[str]:
    with pytest.raises(NetworkFileError) as caught:
        network.parse(text)
    return [str(problem) for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1, old
    return GOOD.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def good() -> Network:
    return network.parse(GOOD)


def test_site_is_read() -> None:
    site = good().sites["orbit"]
    assert (site.key, site.name, site.tagline) == ("orbit", "Orbit Daily", "Your Portal To Space")
    assert site.url == "https://orbit.example"
    assert (site.look.accent, site.look.type, site.look.theme) == ("#0b5394", "sans", "broadsheet")
    assert [(one.key, one.where, one.sizes) for one in site.slots] == [("foot", "story-end", ((728, 90),) * 3)]


def test_sections_and_rails_keep_their_order() -> None:
    site = good().sites["orbit"]
    assert [(one.key, one.name) for one in site.sections] == [("launch", "Launch Pad"), ("planets", "Planets")]
    assert [(one.title, one.where, one.length) for one in site.rails] == [
        ("Defence", "shield/missiles", 3),
        ("All of Shield", "shield", 5),
    ]


def test_language_and_zone_come_from_the_network_unless_stated() -> None:
    sites, sources = good().sites, good().sources
    assert (sites["orbit"].language, sites["orbit"].zone) == ("fr", ZoneInfo("Europe/Paris"))
    assert (sites["shield"].language, sites["shield"].zone) == ("en-GB", ZoneInfo("UTC"))
    assert (sources["wire"].language, sources["wire"].zone) == ("fr", ZoneInfo("Europe/Paris"))


def test_source_is_read() -> None:
    source = good().sources["wire"]
    assert (source.provider, source.address, source.licence) == ("MPA", "folder:inbox/mpa", "mpa")
    assert source.every == timedelta(minutes=5)
    assert source.password_env == "MPA_PASSWORD"


def test_licence_is_read() -> None:
    licence = good().licences["mpa"]
    assert licence.sites == {"orbit", "shield"}
    assert (licence.display, licence.cache_max) == (timedelta(days=30), timedelta(seconds=50))
    assert (licence.credit.text, licence.notice.text, licence.expires) == ("MPA", "All rights reserved.", "stale")


def test_term_dates_are_days_in_the_networks_zone_with_the_last_day_included() -> None:
    licence = good().licences["mpa"]
    assert licence.term_from == datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    assert licence.term_until == datetime(2026, 12, 31, 23, 0, tzinfo=UTC)


def test_term_with_times_is_taken_as_written() -> None:
    text = changed("from = 2026-01-01, until = 2026-12-31", "from = 2026-01-01T12:00:00, until = 2026-12-31T12:00:00Z")
    licence = network.parse(text).licences["mpa"]
    assert licence.term_from == datetime(2026, 1, 1, 11, 0, tzinfo=UTC)  # noon in Paris
    assert licence.term_until == datetime(2026, 12, 31, 12, 0, tzinfo=UTC)


def test_term_without_end() -> None:
    assert network.parse(changed(", until = 2026-12-31", "")).licences["mpa"].term_until is None


def test_forms_stand_on_the_defaults() -> None:
    forms = good().licences["mpa"].forms
    assert forms[Surface.LIST] == Form(Extent.SUMMARY, 40)
    assert forms[Surface.FEED] == Form(Extent.HEADLINE)
    rest = set(Surface) - {Surface.LIST, Surface.FEED}
    assert {one: forms[one] for one in rest} == {one: DEFAULT_FORMS[one] for one in rest}


def test_rules_hold_places_and_their_line() -> None:
    missiles, rest = good().rules
    assert (missiles.name, missiles.when) == ("missiles", "slugline:missile*")
    assert (missiles.places, rest.places) == (("shield/missiles", "orbit"), ("orbit/launch",))
    assert missiles.line == f"network.toml:{line_of(GOOD, '[[rules]]')}"


def test_licence_of_a_source() -> None:
    assert good().licence_of("wire") == good().licences["mpa"]
    assert good().licence_of("other") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('tagline = "Your', 'tagine = "Your', 'unknown key `tagine` in [sites.orbit]\n  → did you mean "tagline"?'),
        ('name = "Example Network"', 'naem = "x"\nname = "y"', "unknown key `naem` at the head of the file"),
        ('every = "5', 'evry = "5', 'did you mean "every"? Allowed here: provider, from, licence'),
        ('feed = "headline"', 'feeds = "headline"', 'did you mean "feed"?'),
        ('from = "shield/missiles"', 'from = "sheild/missiles"', "'sheild'\n  → did you mean \"shield\""),
        ('from = "shield/missiles"', 'from = "shield/misiles"', "'misiles'\n  → did you mean \"missiles\""),
        ('place = "orbit/launch"', 'place = "orbit/lunch"', "has no section 'lunch'\n  → did you mean \"launch\""),
        ('place = ["shield/missiles", "orbit"]', 'place = ["x"]', "there is no site 'x'"),
        ('licence = "mpa"', 'licence = "npa"', "there is no licence 'npa'\n  → did you mean \"mpa\""),
        ('sites = ["orbit", "shield"]', 'sites = ["orbital"]', "'orbital'\n  → did you mean \"orbit\""),
        ('sites = ["orbit", "shield"]', 'sites = ["orbit/launch"]', "a licence names whole sites"),
        ('sites = ["orbit", "shield"]', "sites = []", "`sites`: it is empty"),
        ('sites = ["orbit", "shield"]', 'sites = "all"', "expected an array of names"),
        ('provider = "MPA"\nfrom', 'provider = "NLN"\nfrom', "provider is 'NLN', and its licence 'mpa' covers 'MPA'"),
        ("until = 2026-12-31", "until = 2025-12-30", "the term ends before it begins"),
        ("from = 2026-01-01", 'from = "2026-01-01"', "expected a date, found the text '2026-01-01'"),
        ("from = 2026-01-01, ", "", "lacks the key `from`"),
        ("term = {", "terms = {", "unknown key `terms`"),
        ('display = "30 days"', 'display = "30"', "'30' is not a length of time"),
        ('display = "30 days"', 'display = "3 months"', "'months' is not a unit of time"),
        ('display = "30 days"', 'display = "0 days"', "too short or too long"),
        ('display = "30 days"', "display = 30", 'write "30 days" or "30 s"'),
        ('url = "https://orbit.example/"', 'url = "orbit.example"', "is not a web address"),
        ('url = "https://orbit.example/"', 'url = "https://a.example/orbit"', "is not the root of a site"),
        ('url = "https://orbit.example/"', 'url = "https://me:x@a.example"', "holds no user or password"),
        ('url = "https://orbit.example/"', 'url = "http://localhost:8080"', "stands in network.toml:8 already"),
        ('accent = "#0b5394"', 'accent = "blue"', "'blue' is not a colour"),
        ('type = "sans"', 'type = "sens"', 'did you mean "sans"?'),
        ('sizes = "728x90"', 'sizes = "big"', "'big' is not a size"),
        ('zone = "Europe/Paris"', 'zone = "Paris"', 'did you mean "Europe/Paris"?'),
        ('zone = "UTC"', 'zone = "Mars/Crater"', "there is no time zone 'Mars/Crater'"),
        ('language = "fr"', 'language = "french language"', "is not a language tag"),
        ('from = "folder:inbox/mpa"', 'from = "inbox/mpa"', 'write "folder:inbox/mpa"'),
        ('from = "folder:inbox/mpa"', 'from = "htps://x.example"', 'did you mean "https"?'),
        ('from = "folder:inbox/mpa"', 'from = "sftp://u:secret@x.example/"', "a password stands in the network file"),
        ('from = "folder:inbox/mpa"', 'from = "https:///x"', "names no host"),
        ('list = "summary(40)"', 'list = "sumary(40)"', 'did you mean "summary(40)"?'),
        ('expires = "stale"', 'expires = "show"', "is not one of hide and stale"),
        ('name = "rest"', 'name = "Missiles"', "the name 'Missiles' stands in"),
        ('when = "*"', 'when = " "', "`when`: it is empty"),
        ('when = "*"\n', "", "[rules, number 2] lacks the key `when`"),
        ("length = 3", 'length = "3"', "is not a whole number from 1 to 50"),
        ("[sites.shield]", "[sites.Shield]", "'Shield' cannot be a key of [sites]"),
        ('password_env = "MPA_PASSWORD"', 'password_env = "A"\npassword_file = "b"', "the password is named twice"),
        ('sections = { missiles = "Missiles" }', "sections = { missiles = 3 }", "section `missiles` has no name"),
        ('sections = { missiles = "Missiles" }', "sections = 3", "should be a table of names"),
        ("[[rules]]\nname = \"rest\"", "[rules.x]\nname = \"rest\"", "unknown key `x` in [rules, number 1]"),
    ],
)  # fmt: skip
def test_problem_is_said(old: str, new: str, said: str) -> None:
    assert any(said in problem for problem in problems(changed(old, new)))


@pytest.mark.parametrize(
    "word",
    "topic archive search feed.xml atom.xml feed.json sitemap.xml news-sitemap.xml robots.txt rail text api media "
    "assets inbox 2026 @orbit .well-known".split(),
)
def test_section_cannot_take_a_word_of_our_urls(word: str) -> None:
    text = changed('planets = "Planets"', f'"{word}" = "Planets"')
    assert [f"network.toml:{line_of(text, 'Planets')}: no section can be called {word!r}"] == [
        problem.partition(": Wireroom")[0] for problem in problems(text)
    ]


def test_every_problem_is_found_at_once_each_with_its_line() -> None:
    text = changed('accent = "#0b5394"', 'acent = "#0b5394"').replace('display = "30 days"', 'display = "soon"')
    found = problems(text.replace('place = "orbit/launch"', 'place = "orbit/lunch"'))
    assert [int(problem.split(":")[1]) for problem in found] == [
        line_of(text, "acent"),
        line_of(text, "display"),
        line_of(text, 'place = "orbit/launch"'),
    ]


def test_line_inside_an_array_of_several_lines() -> None:
    text = changed('sites = ["orbit", "shield"]', 'sites = [\n  "orbit",  # mine\n\n  "shild",\n]')
    assert problems(text)[0].startswith(f"network.toml:{line_of(text, 'shild')}: ")


def test_syntax_error_has_its_line() -> None:
    text = changed('type = "sans"', "type = sans")
    [problem] = problems(text)
    assert problem.startswith(f"network.toml:{line_of(text, 'type = sans')}: text has to stand in quotes")


def test_key_given_twice_is_refused_with_its_line() -> None:
    text = changed('type = "sans"', 'type = "sans"\ntype = "serif"')
    assert problems(text)[0].startswith(f"network.toml:{line_of(text, 'serif')}: `type` stands twice here")


def test_what_stands_below_a_misspelt_table_is_not_called_missing() -> None:
    text = changed("[sites.orbit.sections]", "[sites.orbit.section]")
    [problem] = problems(text)
    assert f"network.toml:{line_of(text, '[sites.orbit.section]')}: unknown key `section`" in problem


def test_a_misspelt_table_beside_the_right_one_is_read_too() -> None:
    text = GOOD.replace("[licences.mpa]", "[license.mpa]") + '[licences.b]\nprovider = "B"\nsites = ["orbit"]\n'
    assert [problem for problem in problems(text) if "there is no licence" in problem] == []


def test_no_password_stands_in_the_file() -> None:
    [problem] = problems(changed('password_env = "MPA_PASSWORD"', 'password = "tide"'))
    assert "no password stands in the network file" in problem and "password_file = " in problem


def test_two_sources_do_not_take_the_same_files() -> None:
    two = '[sources.b]\nprovider = "MPA"\nfrom = "folder:inbox/mpa/"\nlicence = "mpa"\n'
    [problem] = problems(GOOD + two)
    assert "the source 'wire' takes the same files out of this folder" in problem
    network.parse(GOOD + two + 'files = ["*.xml"]\n')


def test_network_without_a_site() -> None:
    assert any("lacks the key `sites`" in problem for problem in problems('name = "x"'))
    assert any("the network has no site" in problem for problem in problems('name = "x"\n[sites]'))


@pytest.mark.parametrize("text", ["sites = 3", "rules = 3", "sources = []", "sites.orbit = 3", "licences.a.term = 3"])
def test_wrong_shapes_are_problems_and_not_crashes(text: str) -> None:
    assert problems(text)


def test_digest_ignores_words_and_colours() -> None:
    same = GOOD.replace("Your Portal To Space", "Up there").replace("#0b5394", "#000000").replace("Launch Pad", "Pad")
    assert network.parse(same).digest == good().digest
    assert len(good().digest) == 32


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('planets = "Planets"', 'comets = "Planets"'),
        ("slugline:missile*", "slugline:rocket*"),
        ('place = "orbit/launch"', 'place = "orbit/planets"'),
        ('name = "rest"', 'name = "others"'),
        ('display = "30 days"', 'display = "31 days"'),
        ("until = 2026-12-31", "until = 2027-12-31"),
        ('sites = ["orbit", "shield"]', 'sites = ["orbit"]'),
        ('feed = "headline"', 'feed = "link"'),
        ('expires = "stale"', 'expires = "hide"'),
        ("[sources.wire]", "[sources.cable]"),
    ],
)
def test_digest_follows_what_projections_depend_on(old: str, new: str) -> None:
    assert network.parse(changed(old, new)).digest != good().digest


def test_load_finds_the_file_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "network.toml").write_text(GOOD, encoding="utf-8")
    assert network.load(tmp_path) == network.load(tmp_path / "network.toml") == good()


def test_load_takes_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "network.toml").write_text("\ufeff" + GOOD, encoding="utf-8")
    assert network.load(tmp_path) == good()


def test_load_names_the_line_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "n.toml").write_bytes(b'name = "x"\nlanguage = "\xe9"\n')
    with pytest.raises(NetworkFileError, match=r"n\.toml:2: the file is not UTF-8"):
        network.load(tmp_path / "n.toml")


def test_load_of_a_missing_file_names_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(NetworkFileError, match="wireroom new DIR"):
        network.load(tmp_path / "network.toml")


def test_missing_passwords_are_warned_of(tmp_path: Path) -> None:
    file = tmp_path / "network.toml"
    [warning] = network.warnings(good(), file, {}, AT)
    assert "MPA_PASSWORD is not set" in warning.what
    assert warning.where == f"network.toml:{line_of(GOOD, '[sources.wire]')}"
    assert network.warnings(good(), file, {"MPA_PASSWORD": "hush"}, AT) == []


def test_password_file_is_looked_for_beside_the_network(tmp_path: Path) -> None:
    using = network.parse(changed('password_env = "MPA_PASSWORD"', 'password_file = "secrets/mpa"'))
    file = tmp_path / "network.toml"
    assert len(network.warnings(using, file, {}, AT)) == 1
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "mpa").write_text("\n")
    assert len(network.warnings(using, file, {}, AT)) == 1
    (tmp_path / "secrets" / "mpa").write_text("hush\n")
    assert network.warnings(using, file, {}, AT) == []


def test_idle_licence_is_warned_of(tmp_path: Path) -> None:
    text = GOOD + '[licences.old]\nprovider = "X"\nterm = { from = 2020-01-01 }\nsites = ["orbit"]\n'
    found = network.warnings(network.parse(text), tmp_path / "network.toml", {"MPA_PASSWORD": "x"}, AT)
    assert [(one.where, one.what) for one in found] == [
        (f"network.toml:{line_of(text, '[licences.old]')}", "no source has the licence 'old': nothing comes under it")
    ]


@pytest.mark.parametrize(
    "value", ["3", "-1.5", "true", '""', '"x"', "[]", "[3]", "[{}]", "{}", "{ a = 1 }", "2026-01-01"]
)
def test_any_value_at_any_key_is_taken_or_refused_with_a_line(value: str) -> None:
    lines = GOOD.splitlines()
    for number, line in enumerate(lines):
        key, equals, _ = line.partition(" = ")
        for new in ([f"{key} = {value}"] if equals else []) + [""]:
            text = "\n".join([*lines[:number], new, *lines[number + 1 :]])
            try:
                network.parse(text)
            except NetworkFileError as error:
                for problem in error.problems:
                    assert 1 <= int(problem.where.removeprefix("network.toml:")) <= len(lines)
                    assert problem.what
                    assert problem.todo
