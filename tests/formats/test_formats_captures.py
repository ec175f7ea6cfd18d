"""Old pages read: every line in its role, titles and dates by agreement, nothing but the story in the body."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oldpages import CAPTURE, HEADLINE, NOTICE, OTHERS, PARAGRAPHS, page, warc
from wireroom import formats
from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats.captures import decode, html_page, identity, text_capture
from wireroom.formats.captures.lines import blocks_of
from wireroom.formats.captures.model import Origin, Role, Rules
from wireroom.formats.captures.selectors import SelectorError, xpath_of
from wireroom.formats.captures.stamps import agency_named, is_byline, read_dateline
from wireroom.formats.facts import as_json, captured
from wireroom.formats.markup import paragraphs
from wireroom.formats.model import Capture, Hint
from wireroom.news import Version


def read(data: str | bytes) -> tuple[Version, Capture]:
    reading = formats.read(data.encode() if isinstance(data, str) else data, captures=True)
    return reading.versions[0], reading.captures[0]


def wrapped(text: str, width: int, indent: str = "") -> str:
    import textwrap

    return "\n\n".join(
        textwrap.fill(part, width, initial_indent=indent, subsequent_indent=indent) for part in text.split("\n\n")
    )


def role_of(capture: Capture, text: str) -> str:
    return next(role for _, role, line in capture.roles if line == text)


BOTH = pytest.mark.parametrize("data", [CAPTURE.encode(), page()], ids=["text", "html"])


@BOTH
def test_headline(data: bytes) -> None:
    assert read(data)[0].headline == HEADLINE


@BOTH
def test_body_is_the_story_and_nothing_else(data: bytes) -> None:
    assert paragraphs(read(data)[0].body) == list(PARAGRAPHS)


@BOTH
def test_dateline_has_place_agency_and_date(data: bytes) -> None:
    dateline = read(data)[0].dateline
    assert (dateline.place, dateline.provider, dateline.on) == ("Washington", "AFP", date(2019, 3, 26))


@BOTH
def test_byline(data: bytes) -> None:
    assert read(data)[0].byline == "by Staff Writers"


@BOTH
def test_day_of_publication(data: bytes) -> None:
    assert read(data)[0].first_created == datetime(2019, 3, 26, tzinfo=UTC)


@BOTH
def test_notice_and_its_owner(data: bytes) -> None:
    rights = read(data)[0].rights
    assert (rights.notice, rights.holder, rights.credit_line) == (NOTICE, "Agence France-Presse", "AFP")


@BOTH
def test_rails_are_kept_with_title_and_headlines(data: bytes) -> None:
    rails = {rail.title: rail.headlines for rail in read(data)[1].rails}
    assert rails["24/7 Energy News Coverage"][:3] == OTHERS[:3]


@BOTH
def test_language_and_provider(data: bytes) -> None:
    version = read(data)[0]
    assert (version.language, version.provider) == ("en", "AFP")


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("ORBIT DAILY", Role.MASTHEAD),
        (HEADLINE, Role.HEADLINE),
        ("by Staff Writers", Role.BYLINE),
        ("Washington (AFP) March 26, 2019", Role.DATELINE),
        (PARAGRAPHS[3], Role.BODY),
        ("ADVERTISEMENT", Role.AD),
        ("24/7 Energy News Coverage", Role.RAIL),
        (NOTICE, Role.RIGHTS),
        ("Home News Science Energy", Role.LEFT_OVER),
    ],
)
def test_role_of_a_line(line: str, role: Role) -> None:
    assert role_of(read(CAPTURE)[1], line) == role


def test_confidence_is_told_by_field() -> None:
    confidence = read(CAPTURE)[1].confidence
    assert set(confidence) == {"headline", "body", "dateline", "byline", "date", "rights", "provider"}
    assert all(0.5 <= value <= 1 for value in confidence.values())


def test_two_owners_are_a_doubt_and_a_hold() -> None:
    version, capture = read(CAPTURE.replace("(AFP)", "(Reuters)"))
    assert "another owner" in version.hold
    assert any("another owner" in doubt for doubt in capture.doubts)


def test_two_dates_that_do_not_agree_are_a_hold() -> None:
    version, _ = read(CAPTURE.replace("Washington (AFP) March 26", "Washington, March 2, 2019 (AFP) March 26"))
    assert "two dates" in version.hold


def test_two_dates_that_agree_are_no_doubt() -> None:
    version, _ = read(CAPTURE.replace("Washington (AFP) March 26", "Washington, March 25, 2019 (AFP) March 26"))
    assert version.hold == ""


def test_a_page_without_an_agency_tells_so() -> None:
    version, capture = read(CAPTURE.replace("Washington (AFP) ", "").replace(NOTICE, ""))
    assert version.provider == ""
    assert "no agency is named: whose copy it is remains unknown" in capture.doubts


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("indent", ["", "   "])
def test_wrapped_captures(width: int, indent: str) -> None:
    parts = CAPTURE.split("\n\n")
    text = "\n\n".join(
        wrapped(part, width, indent) if len(part) > width and "\n" not in part else part for part in parts
    )
    version, _ = read(text)
    assert (version.headline, paragraphs(version.body)) == (HEADLINE, list(PARAGRAPHS))


def test_captures_without_blank_lines() -> None:
    version, _ = read(CAPTURE.replace("\n\n", "\n"))
    assert (version.headline, paragraphs(version.body)) == (HEADLINE, list(PARAGRAPHS))


def test_numbered_links_and_their_list_are_taken_off() -> None:
    text = CAPTURE.replace("Home   News", "[1]Home [2]News").replace("new kind of radar", "[3]new kind of radar")
    text += (
        "\nReferences\n\n   1. https://orbit.example/\n   2. https://orbit.example/n\n   3. https://orbit.example/r\n"
    )
    assert paragraphs(read(text)[0].body) == list(PARAGRAPHS)


def test_markdown() -> None:
    text = CAPTURE.replace(HEADLINE, f"# {HEADLINE}").replace(
        "new kind of radar", "[new kind of radar](https://orbit.example/r)"
    )
    version, _ = read(text)
    assert (version.headline, paragraphs(version.body)) == (HEADLINE, list(PARAGRAPHS))


def test_the_address_at_the_head_of_a_capture_names_the_story() -> None:
    version, capture = read("URL: https://www.orbit.example/2019/watch\n" + CAPTURE)
    assert (version.uri, capture.url) == ("page:orbit.example/2019/watch", "https://www.orbit.example/2019/watch")


def test_the_same_text_has_the_same_uri_without_an_address() -> None:
    assert read(CAPTURE)[0].uri == read(CAPTURE.replace("ORBIT DAILY", "SHIELD DAILY"))[0].uri


def test_cyrillic() -> None:
    text = """Северный вестник
Главная
Новости
Порт Линдхольма впервые принял судно без экипажа
12 марта 2020
Порт Линдхольма в четверг впервые принял грузовое судно без экипажа, сообщила администрация порта.
Судно длиной 80 метров прошло 600 миль за трое суток, и за рейсом следили с берега двенадцать человек.
РЕКЛАМА
«Мы готовились к этому одиннадцать лет», — сказал начальник порта Олаф Прим.
Читайте также
Под ледником нашли озеро с тёплой водой
Музейный корабль снова учится ходить под парусами
© 2020 Северный вестник. Все права защищены.
"""
    version, _ = read(text)
    assert (version.headline, version.language) == ("Порт Линдхольма впервые принял судно без экипажа", "ru")
    assert len(paragraphs(version.body)) == 3
    assert version.first_created == datetime(2020, 3, 12, tzinfo=UTC)


def test_arabic() -> None:
    text = """صحيفة الشمال
الرئيسية
ميناء ليندهولم يستقبل أول سفينة شحن بلا طاقم
بقلم آنا بيرغ
12 مارس 2020
استقبل ميناء ليندهولم يوم الخميس أول سفينة شحن تبحر من دون طاقم على متنها بحسب ما أعلنته إدارة الميناء.
وقطعت السفينة التي يبلغ طولها ثمانين مترا مسافة ستمئة ميل بحري خلال ثلاثة أيام وتابع رحلتها من الشاطئ اثنا عشر شخصا.
إعلان
وقال مدير الميناء أولاف بريم إنه انتظر هذا اليوم أحد عشر عاما، مضيفا أن العام المقبل سيشهد أربعين رحلة مماثلة.
جميع الحقوق محفوظة
"""
    version, _ = read(text)
    assert (version.headline, version.language) == ("ميناء ليندهولم يستقبل أول سفينة شحن بلا طاقم", "ar")
    assert len(paragraphs(version.body)) == 3


def test_titles_agree_without_the_site() -> None:
    data = page(head=f'<meta property="og:title" content="{HEADLINE} | Orbit Daily">')
    assert read(data)[0].headline == HEADLINE


def test_json_ld_tells_the_time() -> None:
    days = '"datePublished": "2019-03-26T14:20:00+01:00", "dateModified": "2019-03-27T08:00:00Z"'
    facts = f'{{"@type": "NewsArticle", "headline": "x", {days}}}'
    version, _ = read(page(head=f'<script type="application/ld+json">{facts}</script>'))
    assert version.first_created == datetime(2019, 3, 26, 13, 20, tzinfo=UTC)
    assert version.version_created == datetime(2019, 3, 27, 8, 0, tzinfo=UTC)


def test_days_that_agree_outvote_one_that_does_not() -> None:
    version, _ = read(page(head='<meta name="date" content="2021-11-30">'))
    assert version.first_created == datetime(2019, 3, 26, tzinfo=UTC)


def test_a_page_without_a_story_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no story"):
        read("<html><body><h1>Not found</h1><p>There is no such page.</p></body></html>")


@pytest.mark.parametrize(
    "data", [page(), CAPTURE.encode(), warc("http://a.example/1", page())], ids=["html", "text", "warc"]
)
def test_pages_are_no_wire_copy(data: bytes) -> None:
    with pytest.raises(UnknownFormatError):
        formats.read(data)


def test_warc_records_have_address_and_time() -> None:
    reading = formats.read(warc("http://www.orbit.example/1.html", page()), captures=True)
    assert (reading.format, reading.versions[0].uri) == ("warc", "page:orbit.example/1.html")
    assert reading.captures[0].at == datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize("packed", [True, False])
def test_a_broken_record_does_not_stop_the_next(packed: bool) -> None:
    good = [warc(f"http://www.orbit.example/{name}.html", page(), packed=packed) for name in ("1", "2")]
    reading = formats.read(good[0] + b"WARC/1.0\r\nnonsense\r\n\r\n" + good[1], captures=True)
    assert [version.uri for version in reading.versions] == ["page:orbit.example/1.html", "page:orbit.example/2.html"]


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (warc("http://a.example/1", page(), status="302 Found"), "the server answered 302"),
        (warc("http://a.example/1", b"\x89PNG", headers="Content-Type: image/png"), "image/png: no page"),
        (warc("http://a.example/1", b"", kind="revisit"), "a revisit: the same bytes were captured before"),
    ],
)
def test_records_that_are_no_page_tell_why(record: bytes, why: str) -> None:
    reading = formats.read(warc("http://a.example/0", page()) + record, captures=True)
    assert why in [note.problem for note in reading.notes]


def test_chunked_and_packed_answers() -> None:
    import gzip

    body = gzip.compress(page())
    chunked = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    headers = "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked"
    assert (
        formats.read(warc("http://a.example/1", chunked, headers=headers), captures=True).versions[0].headline
        == HEADLINE
    )


def test_text_records_of_archives() -> None:
    record = warc("http://a.example/1", CAPTURE.encode(), kind="conversion", headers="Content-Type: text/plain")
    assert formats.read(record, captures=True).versions[0].headline == HEADLINE


@pytest.mark.parametrize(
    ("text", "place", "agency", "on"),
    [
        ("Washington (AFP) March 26, 2019", "Washington", "AFP", date(2019, 3, 26)),
        ("Tokyo, Japan (SPX) Mar 26, 2019", "Tokyo, Japan", "SPX", date(2019, 3, 26)),
        ("Paris, 25 mars 2019 (AFP)", "Paris", "AFP", date(2019, 3, 25)),
        ("MOSCOW (Reuters)", "MOSCOW", "Reuters", None),
    ],
)
def test_dateline_lines(text: str, place: str, agency: str, on: date | None) -> None:
    stamp = read_dateline(text)
    assert stamp is not None
    assert (stamp.dateline.place, stamp.dateline.provider, stamp.dateline.on) == (place, agency, on)


@pytest.mark.parametrize(
    "text", ["Anna Berg (XYZ)", "The ship (built in 1998) sank on Monday, officials said.", "(AFP)"]
)
def test_lines_that_are_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("By Anna Berg", True),
        ("by Staff Writers", True),
        ("Von Karl-Heinz Maier und Anna Berg", True),
        ("Автор: Пётр Лунд", True),
        ("By Tuesday the water had gone down again in most of the towns", False),
        ("By the way", False),
    ],
)
def test_bylines(text: str, is_one: bool) -> None:
    assert is_byline(text) is is_one


def test_owner_of_a_notice() -> None:
    assert agency_named("All rights reserved. © 2019 Agence France-Presse.") == "AFP"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.orbit.example/2019/watch/",
        "https://m.orbit.example/2019/watch",
        "https://orbit.example/2019/watch/amp",
        "https://orbit.example/2019/watch?utm_source=x&print=1",
        "https://web.archive.org/web/20190401000000/http://orbit.example/2019/watch",
    ],
)
def test_forms_of_one_address(url: str) -> None:
    assert identity.page_of(url) == "orbit.example/2019/watch"


@pytest.mark.parametrize("name", ["cp1251", "koi8-r", "utf-16", "utf-8-sig"])
def test_encodings_that_nothing_declares(name: str) -> None:
    text = "Порт Линдхольма в четверг впервые принял грузовое судно без экипажа, сообщила администрация порта. " * 3
    assert decode.text_of(text.encode(name)) == text


def test_meta_charset_is_believed_where_the_bytes_are_not_utf_8() -> None:
    html = '<html><head><meta charset="windows-1252"></head><body>Zürich – “gut”</body></html>'
    assert decode.text_of(html.encode("cp1252")) == html


def test_rules_choose_what_is_read() -> None:
    data = page(
        extra="<div class='box'><p>A long paragraph of quite another kind that the page repeats everywhere.</p></div>"
    )
    rules = Rules(drop=("div.box",), headline="h1")
    version, _ = html_page.read_page(data, Hint(), Origin(rules=rules))
    assert paragraphs(version.body) == list(PARAGRAPHS)


def test_rules_for_text_captures() -> None:
    rules = Rules(
        story_after=("Home News Science Energy",), story_before=("Related Links",), drop_lines=("ADVERTISEMENT",)
    )
    _, capture = text_capture.read_page(CAPTURE.encode(), Hint(), Origin(rules=rules))
    assert [role for _, role, _ in capture.roles] == ["headline", "byline", "dateline", *["body"] * 5]


@pytest.mark.parametrize(
    ("selector", "xpath"),
    [
        ("h1.title", ".//h1[contains(concat(' ', normalize-space(@class), ' '), ' title ')]"),
        ("div#story > p", ".//div[@id = 'story']/p"),
        ("td a[href^='/x'], b", ".//td//a[starts-with(@href, '/x')] | .//b"),
    ],
)
def test_selectors(selector: str, xpath: str) -> None:
    assert xpath_of(selector) == xpath


@pytest.mark.parametrize("selector", ["p:first-child", "a + b", "", "div >", ".", "a,"])
def test_selectors_that_are_refused(selector: str) -> None:
    with pytest.raises(SelectorError):
        xpath_of(selector)


def test_json_has_confidence_rails_and_roles_beside_every_known_field() -> None:
    version, capture = read(CAPTURE)
    facts = as_json(version) | captured(capture)
    assert {"confidence", "doubts", "rails", "roles", "url", "captured", "headline", "ed_note"} <= set(facts)


def test_rails_and_doubts_are_notes() -> None:
    notes = [note.problem for note in formats.read(CAPTURE.encode(), captures=True).notes]
    assert any(note.startswith("rail “24/7 Energy News Coverage”") for note in notes)


@given(st.binary(max_size=3000))
def test_no_bytes_break_a_reader(data: bytes) -> None:
    for module in (html_page, text_capture):
        with suppress(UnreadableError):
            module.read(data, Hint())


@given(
    st.lists(
        st.sampled_from([*CAPTURE.split("\n"), "* x", "[1]", "References", "# ", "()", "© 2019", "(AFP) 1"]),
        max_size=60,
    )
)
def test_no_mix_of_lines_breaks_a_reader(lines: list[str]) -> None:
    try:
        version, _ = text_capture.read_page("\n".join(lines).encode(), Hint(), Origin())
    except UnreadableError:
        return
    assert version.uri.startswith("page:")


@given(st.text(max_size=2000))
def test_blocks_lose_no_words(text: str) -> None:
    blocks, _ = blocks_of(text)
    letters = [char for block in blocks for char in block.text if char.isalpha()]
    assert len(letters) <= sum(char.isalpha() for char in text)
