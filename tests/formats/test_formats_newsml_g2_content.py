"""NewsML-G2: what stands in the contents, as body, byline, dateline, summary, pictures and tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.formats.test_formats_newsml_g2 import STORY, item, read
from wireroom.formats import Hint, newsml_g2


def test_paragraphs_typed_into_one_element_stand_alone() -> None:
    typed = """<p>Ships sail at noon from the old
harbour.
    They return at
night.

    The tide is high.</p><p>End.</p>"""
    assert read(item(body=typed)).body.split("\n") == [
        "<p>Ships sail at noon from the old harbour.</p>",
        "<p>They return at night.</p>",
        "<p>The tide is high.</p>",
        "<p>End.</p>",
    ]


def test_a_paragraph_that_is_only_indented_stays_one() -> None:
    assert read(item(body="<p>\n   Ships sail\n   at noon.\n</p>")).body == "<p>Ships sail at noon.</p>"


def test_a_body_without_any_markup_is_parted_by_its_blank_lines() -> None:
    bare = "Ships sail\n      at noon.\n\n      They return\n      at night."
    assert read(item(body=bare)).body == "<p>Ships sail at noon.</p>\n<p>They return at night.</p>"


def test_copy_of_which_no_body_can_be_made_is_held() -> None:
    scores = '<inlineXML><sports-content xmlns="urn:x"><team>One</team></sports-content></inlineXML>'
    beside = '<inlineData contenttype="text/plain">One won.</inlineData>'
    assert "sports-content" in read(item(content_set=scores)).hold
    assert read(item(content_set=scores + beside)).hold == ""


def test_summary_is_the_teaser_and_never_a_caption_or_the_desks_mail() -> None:
    assert read(item(content='<description role="drol:teaser">High tide.</description>')).summary == "High tide."
    assert read(item(content='<description role="drol:caption">A ship.</description>')).summary == ""
    assert read(item(content="<description>&lt;desk@mpa.example&gt;</description>")).summary == ""


def test_a_summary_repeated_in_the_body_goes_from_there() -> None:
    version = read(
        item(content='<description role="drol:summary">High tide.</description>', body=f"<p>High tide.</p>{STORY}")
    )
    assert "High tide." not in version.body


def test_behind_a_summary_repeated_in_the_body_the_dateline_is_still_found() -> None:
    content = '<description role="drol:teaser">High tide.</description>'
    version = read(item(content=content, body="<p>High tide.</p><p>Nordhaven (MPA) - Ships sail.</p>"))
    assert (version.dateline.place, version.body) == ("Nordhaven", "<p>Ships sail.</p>")


def test_editors_notes_go_to_the_ed_note_and_nowhere_else() -> None:
    version = read(item('<edNote>Call Anna Berg, +00 1234</edNote><signal qcode="sig:correction"/>'))
    assert version.ed_note == "Call Anna Berg, +00 1234"
    assert "1234" not in version.body + version.summary + version.correction_note + version.headline


def test_a_correction_is_noted_in_the_words_that_the_story_opens_with() -> None:
    version = read(item('<signal qcode="sig:correction"/>', body=f"<p>(Corrects the hour in paragraph 2)</p>{STORY}"))
    assert version.correction_note == "Corrects the hour in paragraph 2"
    assert version.body.startswith("<p>Ships sail")


def test_a_correction_may_name_the_story_it_corrects() -> None:
    note = "In March 4 story, corrects the tide in the last paragraph"
    version = read(item('<signal qcode="sig:correction"/>', body=f"<p>({note})</p><p>Nordhaven (MPA) - Ships.</p>"))
    assert (version.correction_note, version.dateline.place, version.body) == (note, "Nordhaven", "<p>Ships.</p>")


def test_what_is_no_correction_keeps_its_brackets() -> None:
    assert read(item(body=f"<p>(The port gave the hour.)</p>{STORY}")).body.startswith("<p>(The port")


def test_byline_of_its_field() -> None:
    assert read(item(content="<by>By Anna Berg</by><by>Bo Lind</by>")).byline == "By Anna Berg, Bo Lind"


def test_a_byline_repeated_as_first_paragraph_goes_from_there() -> None:
    version = read(item(content="<by>Anna Berg</by>", body=f"<p>By Anna Berg</p>{STORY}"))
    assert version.byline == "Anna Berg"
    assert version.body.startswith("<p>Ships")


def test_a_byline_that_is_only_the_first_paragraph_is_found() -> None:
    version = read(item(body=f"<p>By Anna Berg</p>{STORY}"))
    assert version.byline == "By Anna Berg"
    assert version.body.startswith("<p>Ships")


def test_a_first_paragraph_that_is_a_sentence_is_no_byline() -> None:
    version = read(item(body=f"<p>By noon the ships had sailed.</p>{STORY}"))
    assert version.byline == ""
    assert version.body.startswith("<p>By noon")


def test_dateline_of_its_field() -> None:
    found = read(item(content="<dateline>Nordhaven, March 4 (MPA) - </dateline>")).dateline
    assert (found.text, found.place, found.on) == ("Nordhaven, March 4 (MPA) -", "Nordhaven", date(2026, 3, 4))


def test_a_dateline_in_the_body_moves_to_its_field() -> None:
    version = read(item(body="<p><span class='dateline'>Nordhaven <i>(MPA)</i> - </span>Ships sail.</p>"))
    assert (version.dateline.text, version.body) == ("Nordhaven (MPA) -", "<p>Ships sail.</p>")


def test_a_time_in_the_dateline_field_gives_way_to_the_bodys_dateline() -> None:
    field = "<dateline>2026-03-05 12:00:00 GMT+00:00</dateline>"
    version = read(item(content=field, body="<p>NORDHAVEN (MPA) - Ships sail.</p>"))
    assert (version.dateline.text, version.dateline.place) == ("NORDHAVEN (MPA) -", "NORDHAVEN")
    assert version.dateline.on == date(2026, 3, 5)


def test_a_field_without_agency_takes_it_from_the_body() -> None:
    version = read(
        item(content="<dateline>NORDHAVEN, Wash.</dateline>", body="<p>NORDHAVEN, Wash. (MPA) _ Ships sail.</p>")
    )
    assert (version.dateline.text, version.dateline.provider) == ("NORDHAVEN, Wash.", "MPA")
    assert version.body == "<p>Ships sail.</p>"


def test_desk_initials_at_the_end_go() -> None:
    assert read(item(body=f"{STORY}<p>ab/cde/f</p>")).body.endswith("<p>The tide is high.</p>")


def test_what_some_put_into_the_body_beside_the_story_goes() -> None:
    body = (
        f'<header><h1>Ships</h1></header><section><p class="byline">By Anna Berg</p>{STORY}'
        '<section class="np-nonpublic">Anna Berg +00 1234</section></section>'
    )
    version = read(item(body=body))
    assert version.byline == "By Anna Berg"
    assert version.body == "<p>Ships sail at noon. They return at night.</p>\n<p>The tide is high.</p>"
    assert "1234" in version.ed_note


def test_a_body_in_nitf() -> None:
    content = "<body.content><block><hl2>Tides</hl2><p>High.</p></block></body.content>"
    inline = f"<inlineXML><nitf><body>{content}</body></nitf></inlineXML>"
    assert read(item(content_set=inline)).body == "<h3>Tides</h3>\n<p>High.</p>"


def test_a_body_in_plain_text() -> None:
    content_set = '<inlineData contenttype="text/plain">Ships &lt; boats.\n\nTides.</inlineData>'
    assert read(item(content_set=content_set)).body == "<p>Ships &lt; boats.</p>\n<p>Tides.</p>"


def test_a_body_in_escaped_html() -> None:
    content_set = (
        '<inlineData contenttype="text/html">&lt;p&gt;Ships&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</inlineData>'
    )
    assert read(item(content_set=content_set)).body == "<p>Ships</p>"


def test_text_renditions_for_editors_are_never_the_body() -> None:
    content_set = (
        '<inlineData rendition="r:nonpublic">Anna Berg +00 1234</inlineData>'
        '<inlineData rendition="r:headline">Ships</inlineData><inlineData rendition="r:text">Ships sail.</inlineData>'
    )
    assert read(item(content_set=content_set)).body == "<p>Ships sail.</p>"


def test_sports_data_is_noted() -> None:
    reading = newsml_g2.read(item(content_set="<inlineXML><sports-content/></inlineXML>").encode(), Hint())
    assert reading.versions[0].body == ""
    assert "sports-content" in reading.notes[0].problem


def test_nothing_in_a_hostile_body_runs() -> None:
    version = read(item(body='<p onclick="x">Ships<script>x</script><a href="javascript:x">a</a></p>'))
    assert version.body == "<p>Shipsa</p>"


STANDING = (
    '<inlineXML contenttype="application/sportsml+xml"><sports-content><standing content-label="First division">'
    '<team><team-metadata><name role="nrol:full">Lindholm SK</name><name role="nrol:short">LSK</name></team-metadata>'
    '<team-stats><outcome-totals alignment-scope="events-home" wins="9"/>'
    '<outcome-totals alignment-scope="events-all" events-played="3" wins="2" losses="1" standing-points="6"/>'
    '<rank value="1"/></team-stats></team>'
    "<team><team-metadata><name>Brodac &amp; Sons</name></team-metadata><team-stats>"
    '<outcome-totals events-played="3" wins="1" losses="2" standing-points="3"/><rank value="2"/></team-stats></team>'
    "</standing></sports-content></inlineXML>"
)


def test_standings_are_a_table() -> None:
    version = read(item(content="<headline>The table</headline>", content_set=STANDING))
    assert version.body.startswith("<h3>First division</h3>")
    assert "<tr><th>#</th><th></th><th>Played</th><th>Won</th><th>Lost</th><th>Points</th></tr>" in version.body
    assert "<tr><td>1</td><td>Lindholm SK</td><td>3</td><td>2</td><td>1</td><td>6</td></tr>" in version.body
    assert "Brodac &amp; Sons" in version.body
    assert not version.hold


def test_an_event_is_a_table_of_its_score() -> None:
    sides = "".join(
        f'<team><team-metadata><name>{name}</name></team-metadata><team-stats score="{sum(parts)}">'
        + "".join(f'<sub-score period-value="{at}" score="{part}"/>' for at, part in enumerate(parts, 1))
        + "</team-stats></team>"
        for name, parts in (("Lindholm SK", (1, 0)), ("Brodac", (0, 2)))
    )
    version = read(
        item(
            content_set=f"<inlineXML><sports-content><sports-event>{sides}</sports-event></sports-content></inlineXML>"
        )
    )
    assert "<tr><td>Lindholm SK</td><td>1</td><td>0</td><td>1</td></tr>" in version.body
    assert "<tr><td>Brodac</td><td>0</td><td>2</td><td>2</td></tr>" in version.body


def test_sports_data_without_a_result_stays_held() -> None:
    version = read(item(content_set="<inlineXML><sports-content><statistic/></sports-content></inlineXML>"))
    assert "sports-content" in version.hold


def test_a_table_without_a_headline_is_named_by_what_it_is_about() -> None:
    named = STANDING.replace(' content-label="First division"', "")
    content = "<genre><name>Standings</name></genre><subject><name>Football</name></subject>"
    assert read(item(content=content, content_set=named)).headline == "Football, Standings"


def test_an_update_that_only_its_marks_tell_of() -> None:
    story = "<p>(Adds quotes, background)</p>" + STORY
    version = read(item(content="<headline>UPDATE 1-Ships sail</headline>", body=story))
    assert version.signals == ("update",)
    assert version.ed_note == "Adds quotes, background"
    assert version.body.startswith("<p>Ships sail")


def test_a_correction_that_only_its_marks_tell_of() -> None:
    story = "<p>(Corrects hour in first paragraph)</p>" + STORY
    version = read(item(content="<headline>CORRECTED-Ships sail</headline>", body=story))
    assert version.signals == ("correction",)
    assert version.correction_note == "Corrects hour in first paragraph"
    assert "Corrects" not in version.body


def test_a_bracket_that_is_copy_stays() -> None:
    version = read(item(content="<headline>Ships sail</headline>", body="<p>(All times are local.)</p>" + STORY))
    assert (version.signals, version.ed_note) == ((), "")
    assert version.body.startswith("<p>(All times")


def nitf(head: str = "", docdata: str = "", body: str = STORY) -> str:
    return (
        f'<inlineXML contenttype="application/nitf+xml"><nitf><head>{docdata}</head><body><body.head>{head}</body.head>'
        f"<body.content>{body}</body.content></body></nitf></inlineXML>"
    )


def test_a_headline_in_the_nitf_alone() -> None:
    assert read(item(content_set=nitf("<hedline><hl1>Ships sail</hl1></hedline>"))).headline == "Ships sail"


def test_a_title_of_the_nitf_is_a_headline_where_there_is_no_other() -> None:
    assert read(item(content_set=nitf("", "<title>Ships sail</title>"))).headline == "Ships sail"


def test_the_abstract_of_the_nitf_is_the_summary() -> None:
    assert read(item(content_set=nitf("<abstract><p>Tides rule.</p></abstract>"))).summary == "Tides rule."


def test_the_nitf_may_say_when_it_expires() -> None:
    docdata = '<docdata><date.expire norm="2026-05-18 11:12:20+00:00"/></docdata>'
    assert read(item(content_set=nitf("", docdata))).expires == datetime(2026, 5, 18, 11, 12, 20, tzinfo=UTC)


def test_the_writers_title_is_no_part_of_the_nitfs_byline() -> None:
    head = "<byline>By<person>Anna Berg</person><byttl>House</byttl></byline>"
    assert read(item(content_set=nitf(head))).byline == "By Anna Berg"


def test_a_byline_above_the_copy_stands_before_that_of_the_nitf() -> None:
    version = read(item(content_set=nitf("<byline>By Staff Reporter</byline>", body=f"<p>By Anna Berg</p>{STORY}")))
    assert version.byline == "By Anna Berg"
    assert version.body.startswith("<p>Ships sail at noon.")


def test_a_headline_below_the_headline_is_the_summary() -> None:
    content = '<headline role="x:sub">Tides rule</headline><headline role="x:main">Ships sail</headline>'
    version = read(item(content=content))
    assert (version.headline, version.summary) == ("Ships sail", "Tides rule")


def test_headings_that_repeat_headline_and_summary_go() -> None:
    content = '<headline>Ships sail</headline><headline role="x:subtitle">Tides rule</headline>'
    version = read(item(content=content, body=f"<h1>Ships sail</h1><h2>Tides rule</h2><h2>At sea</h2>{STORY}"))
    assert version.body.startswith("<h2>At sea</h2>")


def test_a_note_between_dashes_before_the_copy_is_for_editors() -> None:
    dashes = "-" * 30
    body = f"<pre>{dashes}\n  NOTE\n  Tides were wrong &amp; are mended.\n{dashes}\n</pre>{STORY}"
    version = read(item(body=body))
    assert version.ed_note == "NOTE Tides were wrong & are mended."
    assert version.body.startswith("<p>Ships sail at noon.")


def test_text_behind_paragraphs_typed_into_one_stays_behind_them() -> None:
    body = "<p>\n    Ships sail\nat noon.\n    They return.\n  </p>The tide is high."
    assert read(item(body=body)).body == "<p>Ships sail at noon.</p>\n<p>They return.</p>\n<p>The tide is high.</p>"


def test_paragraphs_typed_into_one_of_inline_data_stand_alone() -> None:
    typed = "<p>\n   Ships sail\nat noon.\n   They return. </p>"
    content_set = f'<inlineData contenttype="text/plain"><![CDATA[{typed}]]></inlineData>'
    assert read(item(content_set=content_set)).body == "<p>Ships sail at noon.</p>\n<p>They return.</p>"


TT_ITEM = (
    '<inlineXML contenttype="application/ttnitf+xml"><BODY xmlns=""><TEXT><RUBRIK>Ships</RUBRIK>'
    "<INGRESS><P>Ships sail.</P></INGRESS><BRODTEXT><CITAT>We sail, she says.</CITAT><MELLIS>Tides</MELLIS>"
    "<P>The tide is high.</P></BRODTEXT><BYLINE>Anna Berg/XY</BYLINE><BILD><BILDFIL>http://xy.example/1</BILDFIL>"
    "<BILDTEXT><P>A ship.</P></BILDTEXT><BILDSKAPARE>Bo Lind/XY</BILDSKAPARE></BILD></TEXT>"
    "<TEXT><RUBRIK>Facts</RUBRIK><BRODTEXT><UL><LI>One</LI></UL></BRODTEXT></TEXT></BODY></inlineXML>"
)


def test_tts_own_markup_is_a_body() -> None:
    assert read(item(content_set=TT_ITEM)).body == (
        "<p>Ships sail.</p>\n<p>– We sail, she says.</p>\n<h3>Tides</h3>\n<p>The tide is high.</p>\n"
        "<h2>Facts</h2>\n<ul><li>One</li></ul>"
    )


def test_tts_own_markup_holds_byline_and_pictures() -> None:
    version = read(item(content_set=TT_ITEM))
    (picture,) = version.associations
    assert (version.byline, picture.caption, picture.credit) == ("Anna Berg/XY", "A ship.", "Bo Lind/XY")


def test_a_body_of_elements_nobody_knows_holds_the_item() -> None:
    # The sanitiser takes a "text" for one of SVG's.
    assert (
        "no body can be made" in read(item(content_set="<inlineXML><body><text>Ships</text></body></inlineXML>")).hold
    )


def test_a_picture_that_a_link_names_has_its_caption() -> None:
    link = (
        '<link rel="irel:seeAlso" residref="urn:x:1" contenttype="image/jpeg"><title>A ship</title>'
        "<filename>1.jpg</filename></link>"
    )
    (picture,) = read(item(meta=link)).associations
    assert (picture.kind, picture.uri, picture.href, picture.caption) == ("picture", "urn:x:1", "1.jpg", "A ship")


def test_the_nitfs_byline_is_that_above_the_copy_where_both_name_the_same() -> None:
    version = read(item(content_set=nitf("<byline>Anna Berg</byline>", body=f"<p>By Anna Berg</p>{STORY}")))
    assert version.byline == "Anna Berg"
    assert version.body.startswith("<p>Ships sail at noon.")


def test_a_picture_at_the_end_stays() -> None:
    picture = '<p><img src="https://mpa.example/1.jpg" alt="A ship"/></p>'
    assert read(item(body=STORY + picture)).body.endswith(picture)
