"""What agencies write in NewsML and NITF that their standards do not say, one fact a test."""

from __future__ import annotations

import pytest

from wireroom import formats
from wireroom.news import Version

_LINES = "<HeadLine>Ferry back</HeadLine>"
_TEXT = '<MediaType FormalName="Text"/>'


def _newsml(content: str, lines: str = _LINES, media: str = _TEXT, more: str = "", provider: str = "AB") -> Version:
    data = (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>ab.example</ProviderId><DateId>20260305</DateId>"
        '<NewsItemId>1</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId></NewsIdentifier>'
        "</Identification><NewsManagement><ThisRevisionCreated>20260305T120000Z</ThisRevisionCreated></NewsManagement>"
        f"<NewsComponent>{more}<NewsLines>{lines}</NewsLines><AdministrativeMetadata><Provider>"
        f'<Party FormalName="{provider}"/></Provider></AdministrativeMetadata>'
        f"<ContentItem>{media}<DataContent>{content}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    )
    (version,) = formats.read(data.encode()).versions
    return version


def _nitf(content: str, docdata: str = '<doc-id id-string="1"/>', body_head: str = "") -> Version:
    head = f"<hedline><hl1>Ferry back</hl1></hedline>{body_head}"
    data = (
        f"<nitf><head><docdata>{docdata}</docdata></head>"
        f"<body><body.head>{head}</body.head><body.content>{content}</body.content></body></nitf>"
    )
    (version,) = formats.read(data.encode()).versions
    return version


def _g2(contents: str = "", meta: str = "", kind: str = "picture", provider: str = 'literal="AB"') -> Version:
    data = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1" version="1"><itemMeta>'
        f'<itemClass qcode="ninat:{kind}"/><provider {provider}/></itemMeta><contentMeta>{meta}</contentMeta>'
        f"<contentSet>{contents}</contentSet></newsItem>"
    )
    (version,) = formats.read(data.encode()).versions
    return version


def test_html_may_stand_where_the_media_type_has_its_place() -> None:
    found = _newsml("<![CDATA[<P>It sails.</P>]]>", media='<MediaType FormalName="HTML"/>')
    assert (found.kind, found.body) == ("text", "<p>It sails.</p>")


def test_an_empty_title_does_not_swallow_the_page_behind_it() -> None:
    page = "<html><head><title /></head><body><p>It sails.</p></body></html>"
    assert _newsml(f"<![CDATA[{page}]]>").body == "<p>It sails.</p>"


def test_topics_that_occur_are_subjects_where_no_others_are_stated() -> None:
    topic = "<TopicSet><Topic><FormalName Scheme='IPTCSubjectCodes'>04000000</FormalName></Topic></TopicSet>"
    assert "subj:04000000" in _newsml("<p>It sails.</p>", more=topic).subjects


def test_a_summary_is_without_the_dateline_and_none_where_the_copy_says_the_same() -> None:
    start = "Nordhaven, 5 mar 2026 (Lusa) -- It sails."
    lines = f"{_LINES}<SubHeadLine>{start}</SubHeadLine>"
    assert _newsml(f"<p>{start}</p><p>Soon.</p>", lines, provider="Lusa").summary == ""


def test_a_dateline_may_be_a_paragraph_by_itself() -> None:
    found = _newsml("<p>NORDHAVEN (AB), 5 (EUROPA PRESS)</p><p>It sails.</p>", provider="Europa Press")
    assert (found.dateline.place, str(found.dateline.on), found.body) == (
        "NORDHAVEN (AB)",
        "2026-03-05",
        "<p>It sails.</p>",
    )


def test_an_ideographic_indent_begins_a_paragraph_and_the_end_mark_goes() -> None:
    found = _newsml("\n\u3000\u3000渡轮恢复通航。\n\u3000\u3000首班船清晨出发。（完）\n")
    assert found.body == "<p>渡轮恢复通航。</p>\n<p>首班船清晨出发。</p>"


def test_an_agencys_name_may_stand_right_behind_the_last_sentence() -> None:
    assert _newsml("<p>Go.</p><p>It sails.EFE</p>", provider="EFE").body.endswith("<p>It sails.</p>")


def test_a_last_paragraph_in_double_brackets_is_for_editors() -> None:
    assert _newsml("<p>It sails.</p><p>((anna@ab.example; +44 20 7946 0000))</p>").body == "<p>It sails.</p>"


def test_an_id_may_be_the_text_of_its_element() -> None:
    assert _nitf("<p>It sails.</p>", docdata="<doc-id>30257</doc-id>").uri == "30257"


def test_the_owner_of_the_rights_is_their_holder() -> None:
    assert _nitf("", body_head="<rights><rights.owner>AB News</rights.owner></rights>").rights.holder == "AB News"


def test_the_beginning_by_itself_is_not_read_twice() -> None:
    blocks = '<block class="lead_paragraph"><p>One.</p></block><block class="full_text"><p>One.</p><p>Two.</p></block>'
    assert _nitf(blocks).body == "<p>One.</p>\n<p>Two.</p>"


def test_the_byline_for_the_register_is_left_out() -> None:
    bylines = '<byline>By ANNA BERG</byline><byline class="normalized_byline">Berg, Anna</byline>'
    assert _nitf("<p>It sails.</p>", body_head=bylines).byline == "By ANNA BERG"


def test_a_picture_has_the_items_caption_and_credit() -> None:
    meta = '<creditline>AB</creditline><description role="drol:caption">A ferry.</description>'
    (found,) = _g2('<remoteContent href="a.jpg" contenttype="image/jpeg"/>', meta).associations
    assert (found.caption, found.credit) == ("A ferry.", "AB")


def test_a_pictures_words_as_a_file_are_no_picture() -> None:
    (found,) = _g2('<remoteContent href="a.xml" contenttype="application/nitf+xml"/>').associations
    assert found.kind == "other"


def test_a_provider_may_be_known_by_the_domain_of_its_address() -> None:
    assert _g2(provider='uri="http://ref.afp.com/customers/afp"').provider == "AFP"


@pytest.mark.parametrize(
    ("provider", "last"),
    [
        ("PAP", "abc/ def/"),
        ("Lusa", "AB // CD"),
        ("Lusa", "Lusa/Fim"),
        ("SPA", "// انتهى //"),
        ("Yonhap", "berg@yna.co.kr"),
        ("Yonhap", "&lt;저작권자(c) 연합뉴스, 무단 전재-재배포 금지&gt;"),
    ],
)
def test_how_agencies_end_their_copy(provider: str, last: str) -> None:
    assert _newsml(f"<p>It sails.</p><p>{last}</p>", provider=provider).body == "<p>It sails.</p>"
