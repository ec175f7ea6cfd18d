"""NewsML 1.0 to 1.2, one fact a test, on small items of agencies made up for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wireroom.errors import UnreadableError
from wireroom.formats import Hint, Reading, newsml_1
from wireroom.news import Status, Version

NO_HINT = Hint()
URI = "urn:newsml:ab.example:20260305:ships"
STORY = "<p>Ships sail at noon. They return at night.</p><p>The tide is high.</p>"
LINES = "<HeadLine>Ships sail</HeadLine>"


def identification(
    revision: str = '<RevisionId PreviousRevision="1" Update="N">2</RevisionId>', public: str = f"{URI}:2"
) -> str:
    return (
        "<Identification><NewsIdentifier><ProviderId>ab.example</ProviderId><DateId>20260305</DateId>"
        f"<NewsItemId>ships</NewsItemId>{revision}<PublicIdentifier>{public}</PublicIdentifier></NewsIdentifier>"
        "<NameLabel>SHIPS-HARBOUR</NameLabel></Identification>"
    )


def text(body: str = f"<nitf><body><body.content>{STORY}</body.content></body></nitf>", before: str = "") -> str:
    return f'{before}<ContentItem><MediaType FormalName="Text"/><DataContent>{body}</DataContent></ContentItem>'


def picture(name: str = "1", inside: str = "") -> str:
    sizes = "".join(
        f'<NewsComponent><Role FormalName="{role}"/><ContentItem Href="{name}-{width}.jpg">'
        f'<MediaType FormalName="Photo"/><Characteristics><Property FormalName="Width" Value="{width}"/>'
        f'<Property FormalName="Height" Value="{width // 2}"/>'
        "</Characteristics></ContentItem></NewsComponent>"
        for role, width in (("Thumbnail", 100), ("HighDef", 800))
    )
    return f'<NewsComponent Duid="photo{name}">{inside}{sizes}</NewsComponent>'


def item(
    lines: str = LINES,
    described: str = '<Language FormalName="EN"/>',
    content: str | None = None,
    *,
    ident: str | None = None,
    managed: str = '<Status FormalName="Usable"/>',
    administrative: str = '<Provider><Party FormalName="AB"/></Provider>',
    more: str = "",
) -> str:
    inner = text() if content is None else content
    return (
        f"<NewsItem>{ident or identification()}<NewsManagement>"
        '<NewsItemType FormalName="News"/><FirstCreated>20260305T090000Z</FirstCreated>'
        f"<ThisRevisionCreated>20260305T120000+0000</ThisRevisionCreated>{managed}</NewsManagement>"
        f"<NewsComponent><NewsLines>{lines}</NewsLines><AdministrativeMetadata>{administrative}</AdministrativeMetadata>"
        f"{more}<DescriptiveMetadata>{described}</DescriptiveMetadata>{inner}</NewsComponent></NewsItem>"
    )


def reading(*items: str, envelope: str = "", hint: Hint = NO_HINT) -> Reading:
    data = f"<NewsML><NewsEnvelope>{envelope}</NewsEnvelope>{''.join(items)}</NewsML>"
    return newsml_1.read(data.encode(), hint)


def read(one: str, envelope: str = "", hint: Hint = NO_HINT) -> Version:
    (version,) = reading(one, envelope=envelope, hint=hint).versions
    return version


def test_the_public_identifier_without_its_revision_is_the_identity() -> None:
    version = read(item())
    assert (version.uri, version.number, version.format) == (URI, 2, "newsml-1")


@pytest.mark.parametrize(
    ("revision", "public"),
    [
        ('<RevisionId PreviousRevision="1" Update="U">2</RevisionId>', f"{URI}:2U"),
        ('<RevisionId PreviousRevision="1" Update="A">2</RevisionId>', f"{URI}:2A"),
        ('<RevisionId PreviousRevision="1" Update="N">2</RevisionId>', f"{URI}:2N"),
        ("<RevisionId>2</RevisionId>", f"{URI}:2"),
        ("<RevisionId>2</RevisionId>", URI),
        ("<RevisionId>2</RevisionId>", URI.replace("newsml", "NewsML") + ":2"),
        ("<RevisionId>2</RevisionId>", "urn:newsml:ab.example"),
        ("<RevisionId>2</RevisionId>", ""),
    ],
)
def test_every_way_of_writing_it_gives_the_same_identity(revision: str, public: str) -> None:
    version = read(item(ident=identification(revision, public)))
    assert (version.uri, version.number) == (URI, 2)


def test_an_item_without_identity_is_refused() -> None:
    bare = "<Identification><NewsIdentifier><RevisionId>1</RevisionId></NewsIdentifier></Identification>"
    with pytest.raises(UnreadableError, match="without ProviderId"):
        reading(item(ident=bare))


def test_several_items_are_several_versions_and_the_broken_one_is_noted() -> None:
    other = item().replace("ships</NewsItemId>", "boats</NewsItemId>").replace(":ships:2", ":boats:2")
    found = reading(item(), item(ident="<Identification/>"), other)
    assert [version.uri for version in found.versions] == [URI, URI.replace("ships", "boats")]
    assert "without ProviderId" in found.notes[0].problem


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Usable", "usable"),
        ("USABLE", "usable"),
        ("Withheld", "withheld"),
        ("Canceled", "canceled"),
        ("Cancelled", "canceled"),
        ("Odd", "withheld"),
    ],
)
def test_status(word: str, status: str) -> None:
    assert read(item(managed=f'<Status FormalName="{word}"/>')).status == status


def change(future: str, moment: str = "20260306T060000+0100") -> str:
    return (
        f'<StatusWillChange><FutureStatus FormalName="{future}"/><DateAndTime>{moment}</DateAndTime></StatusWillChange>'
    )


@pytest.mark.parametrize("word", ["Embargoed", "Withheld"])
def test_an_embargo_is_a_status_that_will_change(word: str) -> None:
    version = read(item(managed=f'<Status FormalName="{word}"/>{change("Usable")}'))
    assert version.embargoed_until == datetime(2026, 3, 6, 5, tzinfo=UTC)
    assert (version.status, version.hold) == (Status.USABLE, "")


def test_embargoed_without_a_time_holds() -> None:
    assert read(item(managed='<Status FormalName="Embargoed"/>')).hold == "embargoed without a time of release"
    assert "Friday" in read(item(managed=f'<Status FormalName="Embargoed"/>{change("Usable", "Friday")}')).hold


def test_a_status_that_will_end_is_an_expiry() -> None:
    version = read(item(managed=f'<Status FormalName="Usable"/>{change("Canceled")}'))
    assert (version.expires, version.status) == (datetime(2026, 3, 6, 5, tzinfo=UTC), Status.USABLE)


def test_an_item_may_manage_without_content() -> None:
    bare = f'<NewsItem>{identification()}<NewsManagement><Status FormalName="Canceled"/></NewsManagement></NewsItem>'
    version = read(bare, hint=Hint(provider="AB"))
    assert (version.uri, version.status, version.provider, version.has_copy) == (
        URI,
        Status.CANCELED,
        "ab.example",
        False,
    )


def test_an_instruction_sets_the_status_of_the_revisions_when_nothing_else_does() -> None:
    instruction = (
        '<Instruction FormalName="x"><RevisionStatus><Status FormalName="Canceled"/></RevisionStatus></Instruction>'
    )
    bare = f"<NewsItem>{identification()}<NewsManagement>{instruction}</NewsManagement></NewsItem>"
    assert read(bare).status is Status.CANCELED


def test_a_partial_update_is_an_update_and_noted() -> None:
    ident = identification('<RevisionId PreviousRevision="1" Update="U">2</RevisionId>', f"{URI}:2U")
    found = reading(f"<NewsItem>{ident}<NewsManagement/><Update/></NewsItem>")
    assert found.versions[0].signals == ("update",)
    assert "partial update" in found.notes[0].problem


def test_provider_by_party_or_domain_and_by_its_known_name() -> None:
    assert read(item()).provider == "AB"
    assert read(item(administrative="")).provider == "ab.example"
    assert read(item(administrative='<Provider><Party FormalName="أ ف ب"/></Provider>')).provider == "AFP"


def test_times_urgency_and_priority() -> None:
    version = read(item(managed='<Urgency FormalName="3"/>'))
    assert version.first_created == datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert (version.version_created, version.urgency) == (datetime(2026, 3, 5, 12, tzinfo=UTC), 3)
    assert read(item(), envelope='<Priority FormalName="4"/>').urgency == 4


@pytest.mark.parametrize(("stated", "tag"), [("EN", "en"), ("GB", "en"), ("fr", "fr"), ("ar", "ar")])
def test_language(stated: str, tag: str) -> None:
    assert read(item(described=f'<Language FormalName="{stated}"/>')).language == tag


def test_slugline_is_its_line_or_the_name_label() -> None:
    assert read(item()).slugline == "SHIPS-HARBOUR"
    assert read(item(LINES + "<SlugLine>ships</SlugLine>")).slugline == "ships"


def test_an_alert_without_a_headline_gets_one_from_its_first_sentence() -> None:
    version = read(item("<HeadLine/>", content=text("<p>Ships sail at noon (harbour board)</p><p>ab/cd</p>")))
    assert version.headline == "Ships sail at noon (harbour board)"
    assert version.body == "<p>Ships sail at noon (harbour board)</p>"


def parts(domain: str = "", date_id: str = "", item_id: str = "", public: str = "", revision: str = "4") -> str:
    return (
        f"<Identification><NewsIdentifier><ProviderId>{domain}</ProviderId><DateId>{date_id}</DateId><NewsItemId>{item_id}"
        f'</NewsItemId><RevisionId PreviousRevision="0" Update="N">{revision}</RevisionId>'
        f"<PublicIdentifier>{public}</PublicIdentifier></NewsIdentifier></Identification>"
    )


def test_a_public_identifier_without_a_day_is_the_identity() -> None:
    ident = parts("ab.example", "20260305T143325", "110346", "urn:newsml:www.ab.example:67d584aa9:4N")
    assert read(item(ident=ident)).uri == "urn:newsml:www.ab.example:67d584aa9"


def test_a_date_id_with_the_revisions_own_time_does_not_change_the_identity() -> None:
    public = "urn:newsml:www.ab.example"
    first = read(item(ident=parts("ab.example", "20260305T090000", "98055798", public, "1")))
    later = read(item(ident=parts("ab.example", "20260306T010000", "98055798", public, "2")))
    assert first.uri == later.uri == "urn:newsml:ab.example:20260305:98055798"


def test_a_long_duid_names_an_item_without_an_id() -> None:
    ident = "<Identification><NewsIdentifier><ProviderId>\nab.example\n</ProviderId></NewsIdentifier></Identification>"
    one = item(ident=ident).replace("<NewsComponent>", '<NewsComponent Duid="03AE4325838900396A95">')
    assert read(one).uri == "urn:newsml:ab.example:20260305:03AE4325838900396A95"


def test_a_duid_that_counts_components_names_no_item() -> None:
    ident = "<Identification><NewsIdentifier><ProviderId>ab.example</ProviderId></NewsIdentifier></Identification>"
    with pytest.raises(UnreadableError, match="without ProviderId and NewsItemId"):
        reading(item(ident=ident).replace("<NewsComponent>", '<NewsComponent Duid="NC0001">'))


@pytest.mark.parametrize("item_id", ["", "0"])
def test_an_item_numbered_nought_is_known_by_its_time(item_id: str) -> None:
    ident = parts("ab.example", "20260305T074132", item_id, "urn:newsml:www.ab.example", "0")
    assert read(item(ident=ident)).uri == "urn:newsml:ab.example:20260305T074132"


def test_an_item_without_management_is_of_the_time_of_its_date_id() -> None:
    ident = parts("ab.example", "2026-03-05 13:00:00", "AB3058")
    one = item(ident=ident)
    start, end = one.index("<NewsManagement>"), one.index("</NewsManagement>") + len("</NewsManagement>")
    version = read(one[:start] + one[end:])
    assert version.version_created == version.first_created == datetime(2026, 3, 5, 13, tzinfo=UTC)


def test_an_urgency_written_as_text() -> None:
    assert read(item(managed='<Status FormalName="Usable"/><Urgency>2</Urgency>')).urgency == 2


def test_news_in_capitals_is_no_genre() -> None:
    assert read(item().replace('NewsItemType FormalName="News"', 'NewsItemType FormalName="NEWS"')).genre == ()


def test_the_kind_of_item_is_a_genre_when_it_is_not_news() -> None:
    assert read(item().replace('NewsItemType FormalName="News"', 'NewsItemType FormalName="Alert"')).genre == ("Alert",)


def test_a_picture_item_takes_its_headline_from_the_caption_when_its_own_is_a_number() -> None:
    caption = f'<NewsComponent><Role FormalName="Caption"/>{text("<p>A ship at sea. It rains.</p>")}</NewsComponent>'
    jpeg = '<ContentItem Href="1.jpg"><Format FormalName="JPEG"/></ContentItem>'
    main = f'<NewsComponent><Role FormalName="Main"/>{jpeg}</NewsComponent>'
    version = read(item("<HeadLine>569697231</HeadLine>", content=caption + main))
    assert (version.kind, version.headline, version.body) == ("picture", "A ship at sea", "")
    assert len(version.associations) == 1


def test_a_story_in_two_languages_is_two_stories() -> None:
    def part(tag: str, headline: str) -> str:
        return (
            f"<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine></NewsLines><DescriptiveMetadata>"
            f'<Language FormalName="{tag}"/></DescriptiveMetadata>{text()}</NewsComponent>'
        )

    first, second = reading(item("", content=part("nl", "Schepen") + part("fr", "Navires"))).versions
    assert (first.uri, first.language, first.headline) == (URI, "nl", "Schepen")
    assert (second.uri, second.language, second.headline) == (f"{URI}#fr", "fr", "Navires")


def test_an_index_is_noted() -> None:
    found = reading(item(content='<NewsComponent><NewsItemRef NewsItem="1.xml"/></NewsComponent>'))
    assert found.versions == ()
    assert "an index" in found.notes[0].problem


def test_subjects_old_codes_padded_and_others_under_their_scheme() -> None:
    codes = (
        '<SubjectCode><Subject FormalName="04000000"/></SubjectCode><SubjectCode><SubjectMatter FormalName="4001000"/>'
        '</SubjectCode><SubjectCode><SubjectDetail FormalName="F01" Scheme="House"/></SubjectCode>'
        '<SubjectCode><Subject FormalName="04000000"/></SubjectCode><SubjectCode><Subject FormalName=""/></SubjectCode>'
    )
    assert read(item(described=codes)).subjects == ("subj:04000000", "subj:04001000", "house:F01")


def test_keywords_people_genre_and_services() -> None:
    described = (
        '<Genre FormalName="Update"/><OfInterestTo FormalName="harbours"/>'
        '<Property FormalName="Keyword" Value="ships"/>'
        '<Property FormalName="Keyword" Value="Anna Berg" Role="PersonInImage"/>'
    )
    version = read(item(described=described), envelope='<NewsService FormalName="WORLD"/>')
    assert (version.keywords, version.people) == (("ships", "Anna Berg"), ("Anna Berg",))
    assert (version.genre, version.services) == (("Update",), ("WORLD", "harbours"))


def advisory_line(words: str) -> str:
    return f'{LINES}<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>{words}</NewsLineText></NewsLine>'


def test_an_advisory_of_any_agency_is_held() -> None:
    assert "note to editors" in read(item("<HeadLine>ADVISORY: what follows tonight</HeadLine>")).hold


def test_an_advisory_line_is_for_editors() -> None:
    version = read(item(advisory_line("ADDS tide, call +00 1234")))
    assert (version.ed_note, version.rights.usage_terms) == ("ADDS tide, call +00 1234", ())
    assert "1234" not in version.body + version.headline + version.summary


@pytest.mark.parametrize(
    "words",
    ["RESTRICTED TO EDITORIAL USE", "NO ARCHIVAL USE", "No commercial use", "NORLAND OUT", "Not for use in Norland"],
)
def test_an_advisory_line_that_restricts_is_a_usage_term_too(words: str) -> None:
    assert read(item(advisory_line(words))).rights.usage_terms == (words,)


def test_rights_of_the_copy() -> None:
    more = (
        "<RightsMetadata><Copyright><CopyrightHolder>Boréale</CopyrightHolder></Copyright>"
        "<UsageRights><UsageType>Print</UsageType>"
        "<Geography>Norland</Geography><EndDate>20260401T000000Z</EndDate></UsageRights></RightsMetadata>"
    )
    version = read(item(LINES + "<CopyrightLine>© AB</CopyrightLine><RightsLine>Credit AB</RightsLine>", more=more))
    assert (version.rights.holder, version.rights.notice) == ("Boréale", "© AB")
    assert version.rights.usage_terms == ("Credit AB", "Print; Geography: Norland")
    assert version.expires == datetime(2026, 4, 1, tzinfo=UTC)


def test_usable_copy_for_editors_is_held() -> None:
    administrative = '<Provider><Party FormalName="AFP"/></Provider>'
    assert "note to editors" in read(item("<HeadLine>مذكرة</HeadLine>", administrative=administrative)).hold
    assert "note to editors" in read(item("<HeadLine>Avis: demain</HeadLine>", administrative=administrative)).hold
    assert read(item("<HeadLine>Avis: demain</HeadLine>")).hold == "", "a habit of one agency alone"


def test_components_nested_without_end_are_left_unread() -> None:
    deep = "<NewsComponent>" * 120 + text() + "</NewsComponent>" * 120
    assert read(item(content=deep)).body == ""


def test_recognises_its_root_only() -> None:
    assert newsml_1.recognises(b'<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "x.dtd"><NewsML>', Hint())
    assert not newsml_1.recognises(b"<newsItem/>", Hint())


def test_an_embargo_that_only_the_advisory_speaks_of_holds() -> None:
    assert "speak of an embargo" in read(item(advisory_line("SOUS EMBARGO jusqu'à vendredi"))).hold


@pytest.mark.parametrize(
    ("stated", "tag"), [("GB", "en"), ("EN", "en"), ("FRE", "fr"), ("ar", "ar"), ("zh-TW", "zh-tw")]
)
def test_languages_that_are_no_tags(stated: str, tag: str) -> None:
    assert read(item(described=f'<Language FormalName="{stated}"/>')).language == tag


def test_names_in_another_case_mean_the_same() -> None:
    text = item().replace("HeadLine", "Headline").replace("NewsComponent", "newsComponent")
    assert read(text).headline == "Ships sail"


def test_use_that_begins_later_is_an_embargo_and_words_stay_words() -> None:
    more = (
        "<RightsMetadata><UsageRights><Limitations>No archive</Limitations><StartDate>20260306T000000Z</StartDate>"
        "<EndDate>the end of the match</EndDate></UsageRights></RightsMetadata>"
    )
    version = read(item(more=more))
    assert version.embargoed_until == datetime(2026, 3, 6, tzinfo=UTC)
    assert version.expires is None
    assert version.rights.usage_terms == ("No archive; until the end of the match",)


def test_an_order_about_earlier_revisions_binds_an_item_without_content() -> None:
    order = '<Instruction><RevisionStatus><Status FormalName="Canceled"/></RevisionStatus></Instruction>'
    managed = f'<NewsManagement><Status FormalName="Usable"/>{order}</NewsManagement>'
    assert read(f"<NewsItem>{identification()}{managed}</NewsItem>").status is Status.CANCELED
    assert read(item(managed=f'<Status FormalName="Usable"/>{order}')).status is Status.USABLE


def test_a_version_in_the_item_id_is_no_part_of_the_uri() -> None:
    ident = (
        "<Identification><NewsIdentifier><ProviderId>anp.nl</ProviderId><DateId>20260305</DateId>"
        "<NewsItemId>ANP123-v2</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification>"
    )
    version = read(item(ident=ident, administrative=""))
    assert version.uri == "urn:newsml:anp.nl:20260305:ANP123"
    assert version.alt_ids == ("urn:newsml:anp.nl:20260305:ANP123-v2",)


def test_keyword_lines_are_keywords() -> None:
    lines = f"{LINES}<KeywordLine>SHIPS/HARBOUR</KeywordLine><KeywordLine>BRIEF</KeywordLine>"
    assert read(item(lines)).keywords == ("SHIPS", "HARBOUR", "BRIEF")


def test_a_summary_among_the_lines() -> None:
    line = '<NewsLine><NewsLineType FormalName="Summary"/><NewsLineText>Tides rule.</NewsLineText></NewsLine>'
    assert read(item(LINES + line)).summary == "Tides rule."


def test_a_line_below_the_headline_is_the_summary() -> None:
    assert read(item(f"{LINES}<SubHeadLine>Tides rule them</SubHeadLine>")).summary == "Tides rule them"


def test_a_line_below_the_headline_in_capitals_is_a_slug() -> None:
    assert read(item(f"{LINES}<SubHeadLine>HARBOUR TIDES</SubHeadLine>")).summary == ""


def test_a_line_below_the_headline_that_the_copy_repeats_is_no_summary() -> None:
    lines = f"{LINES}<SubHeadLine>Ships sail at noon. They return at night.</SubHeadLine>"
    assert read(item(lines)).summary == ""


@pytest.mark.parametrize(
    ("name", "value", "field", "found"),
    [
        ("EditorialInfo", "Call the desk", "ed_note", "Call the desk"),
        ("Priority", "3", "urgency", 3),
        ("NewsService", "HARBOUR", "services", ("HARBOUR",)),
    ],
)
def test_what_stands_among_the_administrative_properties(name: str, value: str, field: str, found: object) -> None:
    stated = f'<Provider><Party FormalName="AB"/></Provider><Property FormalName="{name}" Value="{value}"/>'
    assert getattr(read(item(administrative=stated)), field) == found


def test_a_credit_among_the_administrative_properties() -> None:
    assert read(item(administrative='<Property FormalName="Credit" Value="AB"/>')).rights.credit_line == "AB"


@pytest.mark.parametrize(
    ("advice", "signals"),
    [
        ("CORRECTS para 4 to say Thursday", ("correction",)),
        ("ATTENTION - Updates with quotes", ("update",)),
        ("NO ARCHIVAL USE", ()),
    ],
)
def test_what_an_advisory_line_says_of_the_version(advice: str, signals: tuple[str, ...]) -> None:
    line = f'<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>{advice}</NewsLineText></NewsLine>'
    assert read(item(LINES + line)).signals == signals


def test_a_comment_in_a_component_is_for_editors() -> None:
    inner = f"<NewsComponent><Comment> Embargoed to 0001 Tuesday </Comment>{text()}</NewsComponent>"
    assert read(item(content=inner)).ed_note == "Embargoed to 0001 Tuesday"


def test_the_component_names_an_item_that_names_itself_nowhere() -> None:
    ident = "<Identification><NewsIdentifier><ProviderId>ab.example</ProviderId></NewsIdentifier></Identification>"
    one = item(ident=ident).replace("<NewsComponent>", '<NewsComponent Duid="03AE4325838900396A95">', 1)
    assert read(one).uri == "urn:newsml:ab.example:20260305:03AE4325838900396A95"


def test_a_duid_that_is_only_a_label_names_nothing() -> None:
    ident = "<Identification><NewsIdentifier><ProviderId>ab.example</ProviderId></NewsIdentifier></Identification>"
    with pytest.raises(UnreadableError, match="no update or kill"):
        read(item(ident=ident).replace("<NewsComponent>", '<NewsComponent Duid="nc1">', 1))


def test_an_urgency_may_stand_in_the_element() -> None:
    assert read(item(managed='<Status FormalName="Usable"/><Urgency>2</Urgency>')).urgency == 2
