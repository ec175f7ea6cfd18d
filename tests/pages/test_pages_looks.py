"""How sites look: colours that can be read on both papers, type, mark, templates of one's own."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.pages_helper import NOW, Newsroom, network, parsed, version
from wireroom.network.look_keys import FONTS, SCALES, THEMES, TYPES
from wireroom.network.model import Look, Network, Rail
from wireroom.news import Body
from wireroom.pages import Pages, looks
from wireroom.pages.colours import WHITE, contrast, palette, parse, to_hex
from wireroom.pages.looks import CHARACTERS, mark_of, squeezed
from wireroom.pages.templates import shipped


@given(st.integers(0, 0xFFFFFF), st.sampled_from(THEMES))
def test_every_accent_can_be_read_in_both_schemes_of_every_theme(accent: int, theme: str) -> None:
    for scheme in palette(f"#{accent:06x}", CHARACTERS[theme].ground).values():
        for paper in ("paper", "wash"):
            for ink in ("ink", "soft", "accent"):
                assert contrast(parse(scheme[ink]), parse(scheme[paper])) >= 4.5
        assert contrast(WHITE, parse(scheme["band"])) >= 4.5


def test_an_accent_that_can_be_read_stays_as_it_is() -> None:
    assert palette("#0b5394")["light"]["accent"] == "#0b5394"


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(parse("#000"), parse("#fff")) == pytest.approx(21)
    assert contrast(parse("#777777"), parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_short_colours_are_understood() -> None:
    assert to_hex(parse("#1c2")) == "#11cc22"


def with_look(look: Look, **changes: object) -> Network:
    base = network()
    return replace(base, sites={**base.sites, "orbit": replace(base.sites["orbit"], look=look, **changes)})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["serif", "sans", "slab", "mono", "fine"])
def test_each_type_has_a_style_of_its_own(kind: str) -> None:
    text = Newsroom(with_look(Look(type=kind))).text("/")
    others = {
        "serif": "Iowan Old Style",
        "sans": "Avenir",
        "slab": "Rockwell",
        "mono": "ui-monospace",
        "fine": "Hoefler Text",
    }
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert [name for name, face in others.items() if face in style] == [kind]


def style_of(look: Look) -> str:
    return Newsroom(with_look(look)).text("/").partition("<style>")[2].partition("</style>")[0]


def test_all_that_the_network_file_can_choose_is_there() -> None:
    assert set(CHARACTERS) == set(THEMES) and set(looks.TYPES) == set(TYPES)
    assert set(looks.SCALES) == set(SCALES) and set(looks.STACKS) == set(FONTS)
    assert all("theme.css" in shipped(theme) for theme in THEMES)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_has_letters_of_its_own_where_the_site_names_none(theme: str) -> None:
    assert style_of(Look(theme)) == style_of(Look(theme, type=CHARACTERS[theme].type))


def test_no_two_themes_look_alike() -> None:
    assert len({style_of(Look(theme, type="sans")) for theme in THEMES}) == len(THEMES)


@pytest.mark.parametrize("theme", THEMES)
def test_no_rule_of_the_shared_sheet_stands_in_a_theme_again(theme: str) -> None:
    rules = {rule for rule in squeezed(shipped("base")["style.css"]).split("}") if "{" in rule}
    assert rules.isdisjoint(squeezed(shipped(theme)["theme.css"]).split("}"))


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_knows_no_left_and_no_right(theme: str) -> None:
    for sheet in (shipped("base")["style.css"], *shipped(theme).values()):
        assert not re.search(
            r"(?:margin|padding|border)-(?:left|right)|text-align:(?:left|right)|float:(?:left|right)", sheet
        )


def test_a_font_of_the_owners_choice_stands_for_that_of_the_type() -> None:
    style = style_of(Look(fonts=(("labels", "humanist"),)))
    assert f"--ui:{looks.STACKS['humanist']}" in style and f"--head:{looks.STACKS['oldstyle']}" in style


def test_the_scale_makes_everything_larger() -> None:
    assert "--size:112%" in style_of(Look(scale="large")) and "--size:100%" in style_of(Look())


LOGO = '<?xml version="1.0"?><svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


def test_a_logo_stands_for_the_name_and_says_it() -> None:
    newsroom = Newsroom(with_look(Look(logo="orbit.svg")), templates={"orbit.svg": LOGO})
    name = parsed(newsroom.text("/")).xpath("//h1[@class='name']/a")[0]
    assert [one.get("aria-label") for one in name] == ["Orbit Daily"] and name.text_content().strip() == ""


def test_a_logo_that_is_not_there_leaves_the_name_in_words() -> None:
    assert "Orbit Daily</a>" in Newsroom(with_look(Look(logo="orbit.svg"))).text("/")


@pytest.mark.parametrize("theme", THEMES)
def test_a_printed_story_says_whose_it_is(theme: str) -> None:
    hidden = re.search(r"@media print\{.*?([^{}]*)\{display:none\}", style_of(Look(theme)))
    assert hidden and not {".source", ".rights", ".credit", ".copyright"} & set(hidden[1].split(","))


def test_the_mark_is_the_owners_or_the_initials() -> None:
    site = network().sites["orbit"]
    assert mark_of(site) == "OD"
    assert mark_of(replace(site, look=Look(mark="☉"))) == "☉"


def test_a_site_written_from_right_to_left_turns() -> None:
    text = Newsroom(with_look(Look(), language="ar")).text("/")
    assert '<html lang="ar" dir="rtl">' in text


def test_squeezed_css_says_the_same() -> None:
    assert squeezed("a { color: red ; }\n/* x */ @media (min-width: 3em) and (x) { b{c:d} }") == (
        "a{color:red}@media (min-width:3em) and (x){b{c:d}}"
    )


@pytest.mark.parametrize("theme", THEMES)
def test_a_story_with_five_rails_fits_into_the_first_fourteen_kilobytes(theme: str) -> None:
    rails = tuple(Rail(f"Rail number {number}", "orbit/launch", 12) for number in range(5))
    newsroom = Newsroom(with_look(Look(theme), rails=rails))
    for number in range(12):
        made = NOW - timedelta(minutes=number + 1)
        headline = f"{number} things that happened on a day in {number * 37}, and what came of them"
        newsroom.take(version(f"urn:mpa:n{number}", headline=headline, first_created=made, version_created=made))
    # Words that gzip cannot guess, as in real prose.
    words = [sha256(str(number).encode()).hexdigest()[: 2 + number % 7] for number in range(600)]
    paragraphs = (" ".join(words[at : at + 60]) for at in range(0, 600, 60))
    id = newsroom.take(version(body=Body("".join(f"<p>{one}</p>" for one in paragraphs))))
    assert len(gzip.compress(newsroom.story(id).encode(), 6)) < 14 * 1024


def test_templates_of_the_network_stand_for_the_shipped_ones() -> None:
    newsroom = Newsroom(network(), templates={"footer.html": "<footer>Ours, {{ site.name }}</footer>"})
    assert "<footer>Ours, Orbit Daily</footer>" in newsroom.text("/")
    assert "<footer>Ours, Shield Report</footer>" in newsroom.text("/", site="shield")


def test_templates_of_one_site_stand_for_its_own_only() -> None:
    newsroom = Newsroom(network(), overrides={"shield": {"footer.html": "<footer>Shield's</footer>"}})
    assert "<footer>Shield's</footer>" in newsroom.text("/", site="shield")
    assert "<footer>Shield's</footer>" not in newsroom.text("/")


def test_own_templates_escape_what_they_print() -> None:
    base = network(name="<b>Net</b>")
    newsroom = Newsroom(base, templates={"when.html": "{{ '<i>' }}{{ network }}", "x.txt": "{{ '<i>' }}"})
    newsroom.take(version())
    assert "&lt;i&gt;&lt;b&gt;Net&lt;/b&gt;" in newsroom.text("/launch")


def test_pages_can_be_made_without_anything_but_the_network() -> None:
    newsroom = Newsroom()
    with newsroom.ledger.snapshot(NOW) as snapshot:
        assert Pages(newsroom.network).page(snapshot, "https://orbit.example/").status == 200
