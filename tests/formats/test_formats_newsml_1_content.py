"""NewsML 1.0 to 1.2: what stands in the components, as body, byline, dateline, summary, pictures and clips."""

from __future__ import annotations

from datetime import date

import pytest

from tests.formats.test_formats_newsml_1 import LINES, STORY, item, picture, read, reading, text


@pytest.mark.parametrize(
    "last",
    ["ab/cde/f", "bur-ab-cd/fz", "هو/ماب/ب ق", "ا ف ب/جص", "ab"],
    ids=["latin", "dash", "arabic", "agency", "one"],
)
def test_the_desks_initials_go(last: str) -> None:
    administrative = '<Provider><Party FormalName="AFP"/></Provider>'
    version = read(item(content=text(f"{STORY}<p>{last}</p><p/>"), administrative=administrative))
    assert version.body.endswith("<p>The tide is high.</p>")


@pytest.mark.parametrize("last", ["So it is.", "They sail and/or return, it says/writes.", "24/7", "AB/CD", "★★★☆☆"])
def test_a_short_last_paragraph_of_words_stays(last: str) -> None:
    assert read(item(content=text(f"{STORY}<p>{last}</p>"))).body.endswith(f"<p>{last}</p>")


@pytest.mark.parametrize("last", ["(AB)", "==AB", "AB", "-----", "***"])
def test_a_last_paragraph_of_the_agencys_name_or_of_dashes_goes(last: str) -> None:
    assert read(item(content=text(f"{STORY}<p>{last}</p>"))).body.endswith("<p>The tide is high.</p>")


@pytest.mark.parametrize("trailer", [" AB", " (AB)", "(©AB)", " (AB)."])
def test_the_agencys_name_behind_the_last_sentence_goes(trailer: str) -> None:
    one = item(content=text(f"<p>Ships sail.</p><p>The tide is high.{trailer}</p>"))
    assert read(one).body.endswith("<p>The tide is high.</p>")


@pytest.mark.parametrize("last", ["They asked the AB", "The tide is high (CD).", "The tide is high. CD"])
def test_other_names_at_the_end_stay(last: str) -> None:
    assert read(item(content=text(f"<p>Ships sail.</p><p>{last}</p>"))).body.endswith(f"<p>{last}</p>")


def test_a_first_paragraph_that_tells_editors_what_it_replaces_is_for_them() -> None:
    told = "<p>N i e u w bericht, vervangt: Ships</p><p>NORDHAVEN (ANP) - Ships sail.</p>"
    version = read(item(content=text(told), administrative='<Provider><Party FormalName="ANP"/></Provider>'))
    assert (version.ed_note, version.signal) == ("N i e u w bericht, vervangt: Ships", "update")
    assert (version.dateline.place, version.body) == ("NORDHAVEN", "<p>Ships sail.</p>")


def test_a_body_of_bare_paragraphs() -> None:
    assert read(item(content=text(STORY))).body.startswith("<p>Ships sail at noon.")


def test_a_body_in_xhtml() -> None:
    body = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>{STORY}</body></html>'
    assert read(item(content=text(body))).body.startswith("<p>Ships sail at noon.")


def test_a_body_in_escaped_html_or_plain_text() -> None:
    assert read(item(content=text("<![CDATA[<p>Ships</p><script>x</script>]]>"))).body == "<p>Ships</p>"
    assert read(item(content=text("Ships.\n\nTides."))).body == "<p>Ships.</p>\n<p>Tides.</p>"


def test_the_story_may_be_nested_with_its_lines() -> None:
    nested = f"<NewsComponent><NewsLines>{LINES}<DateLine>Nordhaven</DateLine></NewsLines>{text()}</NewsComponent>"
    version = read(item("<CopyrightLine>© AB</CopyrightLine>", content=nested))
    assert (version.headline, version.dateline.text, version.rights.notice) == ("Ships sail", "Nordhaven", "© AB")


def test_the_text_whose_role_says_so_is_the_story() -> None:
    def part(role: str, words: str) -> str:
        return f'<NewsComponent><Role FormalName="{role}"/>{text(f"<p>{words}</p>")}</NewsComponent>'

    content = part("StyleSheet", "css") + part("Contact", "+00 1234") + part("Odd", "odd") + part("Body", "Ships sail.")
    version = read(item(content=content))
    assert version.body == "<p>Ships sail.</p>"
    assert "1234" not in repr(version)


def test_pictures_are_associations_of_their_largest_rendition() -> None:
    lines = "<NewsLines><HeadLine>A ship</HeadLine><ByLine>Bo Lind</ByLine><CreditLine>AB</CreditLine></NewsLines>"
    caption = f'<NewsComponent><Role FormalName="Caption"/>{text("<p>A ship at sea</p>")}</NewsComponent>'
    version = read(item(content=text() + picture("1", lines + caption) + picture("2")))
    first, second = version.associations
    assert (first.href, first.width, first.height, first.rendition) == ("1-800.jpg", 800, 400, "HighDef")
    assert (first.kind, first.caption, first.credit) == ("picture", "A ship at sea", "Bo Lind / AB")
    assert second.href == "2-800.jpg"


def test_the_photographer_is_not_the_storys_author() -> None:
    lines = "<NewsLines><ByLine>Bo Lind</ByLine><CreditLine>AB</CreditLine></NewsLines>"
    version = read(item(content=picture("1", lines) + f"<NewsComponent>{text()}</NewsComponent>"))
    assert (version.byline, version.rights.credit_line) == ("", "")


def test_byline_or_the_creators_full_name() -> None:
    assert read(item(LINES + "<ByLine>Anna Berg</ByLine>")).byline == "Anna Berg"
    provider = '<Provider><Party FormalName="AB"/></Provider>'
    assert (
        read(item(administrative=provider + '<Creator><Party FormalName="Anna Berg "/></Creator>')).byline
        == "Anna Berg"
    )
    assert read(item(administrative=provider + '<Creator><Party FormalName="aberg"/></Creator>')).byline == ""


def test_dateline_with_the_city_of_its_description() -> None:
    place = (
        '<DateLineDate>20260305T120000+0000</DateLineDate><Location HowPresent="Origin">'
        '<Property FormalName="Country" Value="NRL"/><Property FormalName="City" Value="Nordhaven "/></Location>'
    )
    version = read(item(LINES + "<DateLine>Nordhaven, Norland, 5 mars (AB) -</DateLine>", place))
    assert (version.dateline.text, version.dateline.place) == ("Nordhaven, Norland, 5 mars (AB) -", "Nordhaven")
    assert version.dateline.on == date(2026, 3, 5)
    assert version.places == ("Nordhaven", "NRL")


def test_media_placeholders_in_the_text_are_no_pictures() -> None:
    body = f'<media media-type="image"><media-reference data-location="#photo0"/></media>{STORY}'
    version = read(item(content=text(body)))
    assert version.associations == ()
    assert version.body.startswith("<p>Ships")


def test_the_initials_of_the_desk_are_no_byline() -> None:
    assert read(item(LINES + "<ByLine>gr/bp</ByLine>")).byline == ""
    assert read(item(LINES + "<ByLine>Anna Berg</ByLine>")).byline == "Anna Berg"


@pytest.mark.parametrize(
    ("opening", "place"),
    [("NORDHAVEN, March 5. /TASS/. ", "NORDHAVEN"), ("NORDHAVEN, March 5, Kyodo - ", "NORDHAVEN")],
)
def test_a_dateline_without_brackets_is_taken_from_the_body(opening: str, place: str) -> None:
    version = read(item(content=text(f"<p>{opening}Ships sail.</p>")))
    assert (version.dateline.place, version.body) == (place, "<p>Ships sail.</p>")


def part(role: str, words: str, lang: str = "") -> str:
    """A text in a component of its own, as agencies send that give every part of a story a role."""
    tag = f' xml:lang="{lang}"' if lang else ""
    return (
        f'<NewsComponent{tag}><Role FormalName="{role}"/>'
        f'<ContentItem><Format FormalName="Text"/><DataContent>{words}</DataContent></ContentItem></NewsComponent>'
    )


def test_a_lead_beside_the_body_is_the_summary() -> None:
    version = read(item(content=part("Lead", "Ships sail.") + part("Body", "The tide is high.")))
    assert (version.summary, version.body) == ("Ships sail.", "<p>The tide is high.</p>")


def test_a_lead_without_a_body_is_the_story() -> None:
    version = read(item(content=part("Lead", "Ships sail at noon.") + part("Body", "")))
    assert (version.summary, version.body) == ("", "<p>Ships sail at noon.</p>")


def test_what_is_for_short_message_services_is_not_the_story() -> None:
    assert read(item(content=part("TweetText", "Ships!") + part("Text", "Ships sail."))).body == "<p>Ships sail.</p>"


def test_a_translation_has_the_headline_in_its_own_language() -> None:
    told = [
        part("Body", words, lang).replace(
            '<Role FormalName="Body"/>',
            f'<Role FormalName="Body"/><NewsLines><HeadLine>{line}</HeadLine></NewsLines>',
        )
        for words, lang, line in (("Schepen varen.", "nl", "Schepen"), ("Les navires partent.", "fr", "Navires"))
    ]
    one = item(LINES, "", "".join(told)).replace("<NewsComponent>", '<NewsComponent xml:lang="nl">', 1)
    assert [version.headline for version in reading(one).versions] == ["Ships sail", "Navires"]


def test_complex_data_in_nitf_is_text() -> None:
    content = text().replace(
        '<MediaType FormalName="Text"/>',
        '<MediaType FormalName="ComplexData"/><MimeType FormalName="text/vnd.IPTC.NITF"/>',
    )
    assert read(item(content=content)).body.startswith("<p>Ships sail at noon.")


@pytest.mark.parametrize("indent", ["\t", "        "])
def test_indented_lines_with_marked_words_are_paragraphs(indent: str) -> None:
    words = f"{indent}Ships &lt;b&gt;sail&lt;/b&gt; at noon.\n{indent}The tide is high."
    assert read(item(content=text(words))).body == (
        "<p>Ships <strong>sail</strong> at noon.</p>\n<p>The tide is high.</p>"
    )


def test_lines_that_begin_with_a_tab_are_paragraphs() -> None:
    assert read(item(content=text("\tShips sail.\n\tThe tide is high."))).body == (
        "<p>Ships sail.</p>\n<p>The tide is high.</p>"
    )


def test_a_picture_beside_the_text_has_a_caption_of_its_own() -> None:
    beside = (
        '<ContentItem Href="1.jpg"><MediaType FormalName="Picture"/>'
        '<Property FormalName="caption" value="A tug"/></ContentItem>'
    )
    assert [one.caption for one in read(item(content=text() + beside)).associations] == ["A tug"]


def test_a_picture_beside_the_text_has_not_the_storys_headline_for_a_caption() -> None:
    beside = '<ContentItem Href="1.jpg"><MediaType FormalName="Picture"/></ContentItem>'
    assert [one.caption for one in read(item(content=text() + beside)).associations] == [""]


def clip(role: str, href: str, media: str) -> str:
    return (
        f'<NewsComponent><Role FormalName="{role}"/><ContentItem Href="{href}"><MediaType FormalName="{media}"/>'
        "</ContentItem></NewsComponent>"
    )


def test_a_video_and_its_still_are_two_associations() -> None:
    content = clip("Clip", "1.mp4", "Video") + clip("Image", "1.jpg", "Photo")
    version = read(item(content=f"{text()}<NewsComponent>{content}</NewsComponent>"))
    assert [(one.kind, one.href) for one in version.associations] == [("video", "1.mp4"), ("picture", "1.jpg")]


@pytest.mark.parametrize("role", ["Video", "Audio"])
def test_a_list_of_what_is_seen_or_heard_makes_no_story(role: str) -> None:
    inside = part("Body", "00:00 Ships sail") + clip("Clip", "1.mp4", role)
    content = f'<NewsComponent><Role FormalName="{role}"/>{inside}</NewsComponent>'
    assert read(item(content=content)).kind == role.lower()


def test_complex_data_may_be_the_story() -> None:
    inner = (
        text()
        .replace('<MediaType FormalName="Text"/>', '<MediaType FormalName="ComplexData"/>')
        .replace("<DataContent>", '<MimeType FormalName="text/vnd.IPTC.NITF"/><DataContent>')
    )
    assert read(item(content=inner)).body.startswith("<p>Ships sail at noon.")
