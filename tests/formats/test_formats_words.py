"""Meaning in words, both sides of each: what kills, holds, corrects or limits, and copy that only tells of it."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.formats import words
from wireroom.news import Act, Limit

CREATED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KILLS = [
    "KILL KILL KILL",
    "MANDATORY KILL",
    "BULLETIN KILL",
    "Kill - Kill - Kill",
    "== KILL ==",
    "*** ELIMINAR - ELIMINAR ***",
    "АННУЛИРОВАНИЕ - АННУЛИРОВАНИЕ",
    "حظر حظر حظر",
    "STORNO STORNO STORNO",
    "*** ANNULATION ***",
    "ANNULLARE ANNULLARE",
    "ANULOWANE - ANULOWANE",
    "UWAGA REDAKCJE: depesza anulowana",
    "INGETROKKEN - INGETROKKEN",
    "*** MAKULERAS ***",
    "ANULAÇÃO ANULAÇÃO",
    "A kill is mandatory.",
    "This story has been withdrawn. There will be no replacement.",
    "Cette dépêche est annulée.",
    "Diese Meldung wird zurückgezogen.",
    "MANDATORY KILL: Ferry back in service",
]
NO_KILLS = [
    "Kill Bill returns to cinemas",
    "Wolf kill numbers rise in the north",
    "Kill switch law passes",
    "Police say mandatory kill switch law passes",
    "Storno bei der Bahn wird teurer",
    "Eliminar el plástico, meta de Nordhaven",
    "Senate moves to kill the bill",
    "Annulation du concert à Nordhaven",
    "The story was killed, editor tells court",
    "Skill Skill Skill",
    "",
]


@pytest.mark.parametrize("line", KILLS)
def test_a_banner_kills(line: str) -> None:
    assert words.kill(line)


@pytest.mark.parametrize("line", NO_KILLS)
def test_a_headline_about_a_kill_does_not(line: str) -> None:
    assert not words.kill(line, take=True)
    assert not words.hold(line)


@pytest.mark.parametrize("line", ["KILL", "Annulation", "АННУЛИРОВАНИЕ", "STORNO", "KILL: Ferry back in service"])
def test_one_word_in_a_headlines_place_holds(line: str) -> None:
    assert not words.kill(line)
    assert words.hold(line)


@pytest.mark.parametrize("line", ["KILL", "Annulation", "АННУЛИРОВАНИЕ", "STORNO"])
def test_one_word_in_a_take_line_kills(line: str) -> None:
    assert words.kill(line, take=True)


@pytest.mark.parametrize("line", ["HOLD", "(Achtung)", "HFR", "DO NOT PUBLISH", "Ne pas publier", "NO PUBLICAR"])
def test_a_whole_line_withholds(line: str) -> None:
    assert words.hold(line)


@pytest.mark.parametrize("line", ["Hold your breath", "Achtung Glätte auf der A1", "Household income rises"])
def test_the_same_word_in_a_headline_does_not(line: str) -> None:
    assert not words.hold(line)


@given(st.text(alphabet="abcdefghij KL", min_size=1, max_size=40).filter(lambda text: "kill" not in text.casefold()))
def test_no_line_without_such_a_word_is_a_banner(line: str) -> None:
    assert not words.kill(line, take=True)


@given(
    st.sampled_from(KILLS[:6]), st.sampled_from(["Ferry sails", "on the island of Lindholm", "said the harbour office"])
)
def test_more_words_on_the_line_make_it_copy(banner: str, more: str) -> None:
    assert not words.kill(f"{more} {banner.strip('*= ')}")


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Embargoed until 2026-12-01T06:00Z", datetime(2026, 12, 1, 6, tzinfo=UTC)),
        ("EMBARGO: 0001 GMT, 12 December 2026", datetime(2026, 12, 12, 0, 1, tzinfo=UTC)),
        ("Embargoed until 6 a.m. EST December 3, 2026", datetime(2026, 12, 3, 11, tzinfo=UTC)),
        ("Sperrfrist 3. Dezember 2026, 6.00 Uhr MEZ", datetime(2026, 12, 3, 5, tzinfo=UTC)),
    ],
)
def test_an_embargo_with_day_time_and_zone_is_understood(text: str, until: datetime) -> None:
    assert words.embargo(text) == words.Embargo(until=until)


@pytest.mark.parametrize(
    "text",
    [
        "Sperrfrist 25.11.2026 6.00 Uhr",
        "EMBARGO",
        "Embargoed until Monday",
        "Sous embargo jusqu'à 18h00 GMT",
        "HOLD FOR RELEASE Dec. 3 or 4, 2026 0600 GMT",
        "Embargoed until 0600 GMT Dec 3, 2026; video until 0900 GMT",
        "محظور النشر حتى الغد",
        "эмбарго до 12:00 мск",
    ],
)
def test_an_embargo_without_all_of_it_holds(text: str) -> None:
    found = words.embargo(text)
    assert found.until is None
    assert found.why


@pytest.mark.parametrize(
    "text",
    ["Adds detail on the arms embargo", "Embargo has been lifted", "Das Waffenembargo gegen Nordland", "Ferry sails"],
)
def test_notes_about_another_embargo_do_not_hold(text: str) -> None:
    assert words.embargo(text) == words.Embargo()


@pytest.mark.parametrize(
    "headline",
    ["Embargo on northern oil begins", "Oil embargo hurts ports", "Union wants embargo", "Embargo talks stall"],
)
def test_a_headline_about_an_embargo_does_not_hold(headline: str) -> None:
    assert words.embargo("", headline) == words.Embargo()


@pytest.mark.parametrize(
    ("line", "kinds", "ordinal"),
    [
        ("1st Ld-Writethru", {"update"}, 2),
        ("3rdLd-Writethru", {"update"}, 4),
        ("2ND LEAD", {"update"}, 3),
        ("Writethru", {"update"}, 2),
        ("UPDATE 3", {"update"}, 4),
        ("REFILE", {"repeat"}, None),
        ("(Berichtigung: Name im 2. Absatz)", {"correction"}, None),
        ("(Aktualisierung: neu)", {"update"}, None),
        ("N i e u w bericht, vervangt: veer", {"update"}, None),
        ("تصحيح", {"correction"}, None),
        ("Исправление", {"correction"}, None),
        ("1st Add", {"add"}, None),
        ("EXTRA", set(), 1),
        ("Ferry back in service", set(), 1),
    ],
)
def test_marks_of_versions(line: str, kinds: set[str], ordinal: int | None) -> None:
    found = words.mark_of(line)
    assert (set(found.kinds), found.ordinal) == (kinds, ordinal)


@pytest.mark.parametrize(
    ("headline", "first", "signal"),
    [
        ("UPDATE 1-Ferry back", "", "update"),
        ("CORRECTED-Ferry back", "", "correction"),
        ("Berichtigung: Fähre fährt", "", "correction"),
        ("Ferry back", "(Adds quote, background)", "update"),
        ("Ferry back", "(Corrects name in third paragraph)", "correction"),
        ("CORRECTION - Ferry back", "", "correction"),
        ("CORRECTION ET MISE À JOUR - Le bac est de retour", "", "correction"),
        ("/C O R R E C T I O N -- Nordhaven Ferries/", "", "correction"),
        ("CORRECTING and REPLACING Ferry back", "", "correction"),
        ("[Correction] Ferry back", "", "correction"),
        ("MISE À JOUR - Le bac", "", "update"),
        ("FERRY BACK - Correction needed", "", ""),
        ("Update-Zwang ärgert Kunden", "", ""),
        ("LEAD-free paint for ferries", "", ""),
        ("Ferry back", "(The ferry is old.)", ""),
    ],
)
def test_headlines_and_openings_that_mark_a_version(headline: str, first: str, signal: str) -> None:
    assert words.signal(headline, first) == signal


@pytest.mark.parametrize(
    "line",
    [
        "MPA News Digest 6 am",
        "Tagesvorschau Politik",
        "(Achtung - Planungshinweis)",
        "ADVISORY",
        "Advisory: no copy tonight",
        "توقعات",
        "TEST TEST TEST",
        "Note aux rédactions",
        "Nota a los editores",
        "Вниманию редакций",
        "Daybook",
    ],
)
def test_advisories(line: str) -> None:
    assert words.advisory(line)


@pytest.mark.parametrize(
    "line",
    [
        "Test message sends markets reeling",
        "Test: England win by an innings",
        "Vorschau: Nordhaven gegen Lindholm",
        "Memo: what the minister knew",
        "Diary of a ferryman",
        "Advisory board resigns",
        "Planning row over new pier",
    ],
)
def test_stories_that_begin_like_advisories(line: str) -> None:
    assert not words.advisory(line)


@pytest.mark.parametrize(
    ("text", "act", "service", "number", "slugline", "headline"),
    [
        (
            "Please kill item mpa 123 'U.S. ferry's crew honoured'",
            Act.KILL,
            "mpa",
            "123",
            "",
            "U.S. ferry's crew honoured",
        ),
        ("Please kill the story Ferry-Storm, V9991. A kill is mandatory.", Act.KILL, "v", "9991", "Ferry-Storm", ""),
        (
            "Editors: the story BC-NH--Ferry Back, G1234, has been withdrawn.",
            Act.KILL,
            "g",
            "1234",
            "BC-NH--Ferry Back",
            "",
        ),
        ("Bitte die Meldung bdt0123 «Fähre fährt» nicht verwenden.", Act.KILL, "bdt", "0123", "", "Fähre fährt"),
        ("Veuillez annuler la dépêche FRA0064 « Le ferry part ».", Act.KILL, "fra", "0064", "", "Le ferry part"),
        ("Si prega di annullare la notizia «Il traghetto parte»", Act.KILL, "", "", "", "Il traghetto parte"),
        ("Просим аннулировать сообщение «Паром ушёл» № 123", Act.KILL, "", "123", "", "Паром ушёл"),
        ('يرجى حذف الخبر 123 "العبارة"', Act.KILL, "", "123", "", "العبارة"),
        ("Please hold item mpa 77.", Act.HOLD, "mpa", "77", "", ""),
        ("Please delete the third paragraph of the story 'Ferry sails'.", Act.HOLD, "", "", "", "Ferry sails"),
    ],
)
def test_orders_about_other_items(text: str, act: Act, service: str, number: str, slugline: str, headline: str) -> None:
    (one,) = words.orders("", [text], created=CREATED)
    assert (one.act, one.service, one.number, one.slugline, one.headline) == (act, service, number, slugline, headline)


@pytest.mark.parametrize(
    "text",
    [
        "The senator asked the paper to kill the story 'My Life' in 2003.",
        "“Please kill the story,” he had written to the editor of Ferry-Times.",
        "Hold on to your hats: item 123 is for sale.",
        "Please kill the lights.",
        "The item was withdrawn from auction 4711 on Monday.",
        "",
    ],
)
def test_copy_that_orders_nothing(text: str) -> None:
    assert words.orders("", [text], created=CREATED) == ()


def test_long_copy_orders_nothing() -> None:
    assert words.orders("", ["Please kill item mpa 123 'Ferry'.", *["Ferry sails again today. " * 20] * 4]) == ()


@pytest.mark.parametrize(
    ("text", "limit", "territories", "surfaces"),
    [
        ("TURKEY OUT", Limit.EXCEPT, ("TR",), ()),
        ("JAPAN AND SOUTH KOREA OUT", Limit.EXCEPT, ("JP", "KR"), ()),
        ("No Use in Japan", Limit.EXCEPT, ("JP",), ()),
        ("Broadcast: No access Canada", Limit.EXCEPT, ("CA",), ()),
        ("Nicht für Österreich", Limit.EXCEPT, ("AT",), ()),
        ("Interdit en Belgique", Limit.EXCEPT, ("BE",), ()),
        ("Not for use outside Italy", Limit.ONLY, ("IT",), ()),
        ("Non utilizzare al di fuori dell'Italia", Limit.ONLY, ("IT",), ()),
        ("Geography: Australia", Limit.ONLY, ("AU",), ()),
        ("NO ARCHIVAL USE", Limit.SURFACE, (), ("archive",)),
        ("Keine Archivierung", Limit.SURFACE, (), ("archive",)),
        ("ONLINE OUT", Limit.SURFACE, (), ("online",)),
        ("Nur für Print", Limit.SURFACE, (), ("online",)),
        ("Pas d'utilisation internet", Limit.SURFACE, (), ("online",)),
        ("No mobile use until two hours after the match", Limit.SURFACE, (), ("mobile",)),
        ("No alteration", Limit.EDIT, (), ()),
        ("EDITORIAL USE ONLY", Limit.EDITORIAL, (), ()),
        ("Nur für redaktionelle Verwendung", Limit.EDITORIAL, (), ()),
        ("NO SALES", Limit.RESALE, (), ()),
        ("Mandatory credit: Meridian", Limit.CREDIT, (), ()),
        ("NEW YORK OUT", Limit.UNKNOWN, (), ()),
        ("Use in printed calendars is restricted", Limit.UNKNOWN, (), ()),
        ("Not for Yodelling Gazette", Limit.UNKNOWN, (), ()),
    ],
)
def test_restrictions(text: str, limit: Limit, territories: tuple[str, ...], surfaces: tuple[str, ...]) -> None:
    (one,) = words.restrictions(text)
    assert (one.limit, one.territories, one.surfaces) == (limit, territories, surfaces)


def test_a_date_ends_use() -> None:
    (one,) = words.restrictions("No use after 31 December 2026")
    assert (one.limit, one.until) == (Limit.TIME, datetime(2027, 1, 1, tzinfo=UTC))


def test_a_list_in_capitals_is_several() -> None:
    found = words.restrictions("NO ARCHIVES, TURKEY OUT, MAGS OUT")
    assert [one.limit for one in found] == [Limit.SURFACE, Limit.EXCEPT, Limit.SURFACE]


@pytest.mark.parametrize(
    "text",
    [
        "All rights reserved.",
        "© 2026 Meridian. It may not be published, broadcast, rewritten or redistributed without permission.",
        "Alle Rechte vorbehalten. Vervielfältigung nur mit Genehmigung der Meridian.",
        "Riproduzione riservata",
        "https://mpa.example/terms",
        "Subject to the terms of your licence",
    ],
)
def test_boilerplate_restricts_nothing(text: str) -> None:
    assert words.restrictions(text) == ()


@pytest.mark.parametrize(
    "note", ["The minister did not use the word", "Adds quotes, no other changes", "Photos only later", "NO PICKUP"]
)
def test_ordinary_notes_restrict_nothing(note: str) -> None:
    assert words.restrictions(notes=note) == ()


@given(st.text(max_size=300))
def test_no_text_makes_any_of_them_fail(text: str) -> None:
    words.kill(text), words.hold(text), words.advisory(text), words.embargo(text, text), words.mark_of(text)
    words.signal(text, text), words.orders(text, [text], text), words.restrictions(text, notes=text)


@pytest.mark.parametrize(
    "terms",
    [
        "NOT FOR ZEBRAS ON TUESDAYS",
        "not to be sold in Texas",
        "Prohibited in Brazil",
        "Verboten in Bayern",
        "OUT: Italy",
    ],
)
def test_terms_that_begin_with_a_limit_are_one_however_they_go_on(terms: str) -> None:
    assert [one.limit for one in words.restrictions(terms)] == [Limit.UNKNOWN]


def test_words_that_had_to_be_forgotten_change_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("wireroom.formats.words.orders")
    monkeypatch.setattr(module, "_MOST_KNOWN", 8)
    for number in range(40):
        assert not module.hinted([f"harbour{number}", "ferry"])
        assert module.hinted(["please", f"withdraw{number}"])
        assert module.hinted(["please", "do", "not", f"sail{number}"])
