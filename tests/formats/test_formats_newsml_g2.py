"""NewsML-G2, one fact a test, on small items of agencies made up for it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from wireroom.errors import UnreadableError
from wireroom.formats import Hint, newsml_g2
from wireroom.news import Status, Version

NO_HINT = Hint()
NS = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
STORY = "<p>Ships sail at noon. They return at night.</p><p>The tide is high.</p>"


def item(
    meta: str = "",
    content: str = "",
    body: str = STORY,
    *,
    guid: str = 'guid="urn:newsml:mpa.example:20260305:ships"',
    version: str = 'version="2"',
    rights: str = "",
    provider: str = '<provider qcode="nprov:MPA"/>',
    content_set: str | None = None,
    kind: str = '<itemClass qcode="ninat:text"/>',
) -> str:
    inline = (
        f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="{XHTML}"><body>{body}</body></html></inlineXML>'
    )
    return (
        f'<newsItem xmlns="{NS}" {guid} {version} xml:lang="en"><rightsInfo>{rights}</rightsInfo>'
        f"<itemMeta>{kind}{provider}<versionCreated>2026-03-05T12:00:00Z</versionCreated>{meta}</itemMeta>"
        f"<contentMeta>{content}</contentMeta><contentSet>{inline if content_set is None else content_set}</contentSet>"
        "</newsItem>"
    )


def read(text: str, hint: Hint = NO_HINT) -> Version:
    (version,) = newsml_g2.read(text.encode(), hint).versions
    return version


def test_guid_and_version_are_the_identity() -> None:
    version = read(item())
    assert (version.uri, version.number, version.format) == ("urn:newsml:mpa.example:20260305:ships", 2, "newsml-g2")


def test_without_a_version_it_is_the_first() -> None:
    assert read(item(version="")).number == 1


def test_a_version_that_is_no_number_leaves_the_order_to_the_time() -> None:
    reading = newsml_g2.read(item(version='version="B"').encode(), Hint())
    assert reading.versions[0].number is None
    assert "is no number" in reading.notes[0].problem


def test_a_version_may_be_as_large_as_the_ledger_can_keep() -> None:
    assert read(item(version='version="978556838"')).number == 978556838
    assert read(item(version=f'version="{2**63 - 1}"')).number == 2**63 - 1
    assert read(item(version=f'version="{2**63}"')).number is None
    assert read(item(version=f'version="{"9" * 5000}"')).number is None


def test_a_provider_known_by_an_address_keeps_it_whole() -> None:
    assert read(item(provider='<provider uri="https://mpa.example/about/"/>')).provider == "https://mpa.example/about/"


def test_an_agencys_diary_entry_is_no_summary_for_readers() -> None:
    diary = '<description role="drol:summary">The minister speaks at ten.</description>'
    version = read(item(content=diary, provider='<provider literal="stt.fi"/>'))
    assert (version.summary, version.ed_note) == ("", "The minister speaks at ten.")
    assert read(item(content=diary)).summary == "The minister speaks at ten."


def test_an_embargo_in_the_diary_holds_the_story() -> None:
    diary = '<description role="drol:summary">EMBARGO: until he has spoken.</description>'
    assert "embargo" in read(item(content=diary, provider='<provider literal="stt.fi"/>')).hold


def test_an_item_without_a_guid_is_refused() -> None:
    with pytest.raises(UnreadableError, match="without a guid"):
        newsml_g2.read(item(guid="").encode(), Hint())


def test_a_message_gives_all_its_items_and_notes_the_one_that_cannot_be_read() -> None:
    items = item(guid='guid="urn:a"') + item(guid="") + item(guid='guid="urn:b"')
    text = f'<newsMessage xmlns="{NS}"><header/><itemSet>{items}</itemSet></newsMessage>'
    reading = newsml_g2.read(text.encode(), Hint())
    assert [version.uri for version in reading.versions] == ["urn:a", "urn:b"]
    assert "without a guid" in reading.notes[0].problem


@pytest.mark.parametrize("kind", ["packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"])
def test_other_items_are_noted_and_give_no_version(kind: str) -> None:
    reading = newsml_g2.read(f'<{kind} xmlns="{NS}" guid="urn:x"/>'.encode(), Hint())
    assert reading.versions == ()
    assert f"a {kind} (urn:x)" in reading.notes[0].problem


def test_an_empty_message_is_noted() -> None:
    reading = newsml_g2.read(f'<newsMessage xmlns="{NS}"><itemSet/></newsMessage>'.encode(), Hint())
    assert (reading.versions, len(reading.notes)) == ((), 1)


def test_no_namespace_and_any_prefix_read_the_same() -> None:
    plain = item().replace(f' xmlns="{NS}"', "").replace(f' xmlns="{XHTML}"', "")
    prefixed = (
        plain.replace("</", "</n:")
        .replace("<", "<n:")
        .replace("<n:/n:", "</n:")
        .replace("<n:newsItem", f'<n:newsItem xmlns:n="{NS}"')
    )
    assert read(plain) == read(prefixed) == read(item())


def test_recognises_its_roots_only() -> None:
    assert newsml_g2.recognises(item().encode(), Hint())
    assert not newsml_g2.recognises(b"<NewsML/>", Hint())
    assert not newsml_g2.recognises(b"newsItem", Hint())


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ("", Status.USABLE),
        ('<pubStatus qcode="stat:usable"/>', Status.USABLE),
        ('<pubStatus qcode="stat:withheld"/>', Status.WITHHELD),
        ('<pubStatus qcode="stat:canceled"/>', Status.CANCELED),
        ('<pubStatus qcode="x:cancelled"/>', Status.CANCELED),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', Status.CANCELED),
        ('<pubStatus qcode="stat:perhaps"/>', Status.WITHHELD),
    ],
)
def test_status(meta: str, status: Status) -> None:
    assert read(item(meta)).status is status


def test_a_kill_may_have_no_body() -> None:
    version = read(item('<pubStatus qcode="stat:canceled"/>', content_set=""))
    assert (version.status, version.body, version.headline) == (Status.CANCELED, "", "")


def test_an_embargo_has_its_time() -> None:
    version = read(item("<embargoed>2026-03-06T06:00:00+01:00</embargoed>"))
    assert (version.embargoed_until, version.hold) == (datetime(2026, 3, 6, 5, tzinfo=UTC), "")


@pytest.mark.parametrize("meta", ["<embargoed/>", "<embargoed>  </embargoed>"])
def test_an_empty_embargo_holds(meta: str) -> None:
    version = read(item(meta))
    assert (version.embargoed_until, version.hold) == (None, "embargoed without a time")


def test_an_unreadable_embargo_holds() -> None:
    assert "Friday" in read(item("<embargoed>Friday</embargoed>")).hold


def test_expiry_is_read_from_either_section() -> None:
    moment = datetime(2026, 4, 1, tzinfo=UTC)
    assert read(item("<expires>2026-04-01T00:00:00Z</expires>")).expires == moment
    assert read(item(content="<expires>2026-04-01T00:00:00Z</expires>")).expires == moment


@pytest.mark.parametrize(
    ("signal", "provider", "found"),
    [
        ('qcode="sig:update"', "MPA", "update"),
        ('qcode="action:update"', "MPA", "update"),
        ('uri="http://cv.iptc.org/newscodes/signal/correction"', "MPA", "correction"),
        ('qcode="sig:correction"', "MPA", "correction"),
        ('qcode="edStat:U"', "reuters.com", "update"),
        ('qcode="edStat:C"', "reuters.com", "correction"),
        ('qcode="action:replace"', "STT", "correction"),
        ('qcode="action:replace"', "MPA", "action:replace"),
        ('qcode="house:planned"', "MPA", "house:planned"),
    ],
)
def test_signals(signal: str, provider: str, found: str) -> None:
    version = read(item(f"<signal {signal}/>", provider=f'<provider literal="{provider}"/>'))
    assert version.signals == (found,)


def test_an_agencys_own_signal_can_kill() -> None:
    version = read(item('<signal qcode="sttinstruct:remove"/>', provider='<provider literal="STT"/>'))
    assert (version.status, version.signals) == (Status.CANCELED, ("sttinstruct:remove",))


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        ('<provider qcode="nprov:MPA"><name>Meridian Press Agency</name></provider>', "MPA"),
        ('<provider qcode="own:z01"><name>Meridian</name></provider>', "Meridian"),
        ('<provider literal="meridian.example"/>', "meridian.example"),
        ('<provider qcode="own:z01"/>', "z01"),
        ('<provider literal="reuters.com"/>', "Reuters"),
        ('<provider qcode="own:1"><name>Agence France-Presse</name></provider>', "AFP"),
        ("", "House"),
    ],
)
def test_provider(provider: str, name: str) -> None:
    assert read(item(provider=provider), Hint(provider="House")).provider == name


def test_times_without_a_zone_are_in_the_hints() -> None:
    text = item("<firstCreated>2026-03-05T09:00:00</firstCreated>").replace("12:00:00Z", "14:00:00")
    version = read(text, Hint(zone=ZoneInfo("Europe/Helsinki")))
    assert version.version_created == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert version.first_created == datetime(2026, 3, 5, 7, tzinfo=UTC)


def test_a_zulu_that_is_local_time_is_the_agencys_habit() -> None:
    version = read(item(provider='<provider literal="ANSA"/>'), Hint(zone=ZoneInfo("Europe/Rome")))
    assert version.version_created == datetime(2026, 3, 5, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "headline"),
    [
        ("<headline>Ships  sail</headline>", "Ships sail"),
        ('<headline role="hldrole:sub">Tide</headline><headline role="hldrole:main">Ships</headline>', "Ships"),
        ('<headline rank="3">Tide</headline><headline rank="1">Ships</headline>', "Ships"),
        ("<headline/><headline>Ships</headline>", "Ships"),
        ("<headline>Fish &amp;amp; ships</headline>", "Fish & ships"),
        ("", "Ships sail at noon"),
    ],
)
def test_headline(content: str, headline: str) -> None:
    assert read(item(content=content)).headline == headline


def test_the_title_stands_in_for_a_headline() -> None:
    assert read(item("<title>Ships</title>")).headline == "Ships"


def test_a_headline_from_the_copy_does_not_end_at_an_abbreviation() -> None:
    assert read(item(body="<p>The U.S. and Dr. Berg sail. They win.</p>")).headline == "The U.S. and Dr. Berg sail"


def test_a_long_first_sentence_is_cut_between_words() -> None:
    headline = read(item(body=f"<p>{'harbour ' * 60}</p>")).headline
    assert len(headline) <= 181
    assert headline.endswith("harbour…")


def test_slugline_urgency_language_and_lists() -> None:
    version = read(
        item(
            '<service qcode="svc:world"/>',
            '<slugline>SHIPS/</slugline><urgency>3</urgency><language tag="en-GB"/><keyword>ships</keyword>'
            '<genre qcode="genre:Current"/>',
        )
    )
    assert (version.slugline, version.urgency, version.language) == ("SHIPS/", 3, "en-GB")
    assert (version.keywords, version.services, version.genre) == (("ships",), ("svc:world",), ("genre:Current",))


def test_the_items_language_stands_in_for_the_contents() -> None:
    assert read(item()).language == "en"


def test_an_urgency_out_of_range_is_none() -> None:
    assert read(item(content="<urgency>12</urgency>")).urgency is None


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ('qcode="medtop:20000053"', "medtop:20000053"),
        ('qcode="subj:1000000"', "subj:01000000"),
        ('uri="http://cv.iptc.org/newscodes/mediatopic/20000053"', "medtop:20000053"),
        ('qcode="house:ships"', "house:ships"),
        ('uri="https://codes.example/ships"', "https://codes.example/ships"),
    ],
)
def test_subjects(subject: str, code: str) -> None:
    assert read(item(content=f"<subject {subject}/>")).subjects == (code,)


def test_people_organisations_and_places_by_their_nature() -> None:
    content = "".join(
        f'<subject type="cpnat:{nature}" qcode="x:{nature}"><name>{name}</name></subject>'
        for nature, name in (("person", "Anna Berg"), ("organisation", "Harbour Board"), ("geoArea", "Norland"))
    )
    version = read(item(content=content + "<located><name>Nordhaven</name></located>"))
    assert version.people == ("Anna Berg",)
    assert version.organisations == ("Harbour Board",)
    assert version.places == ("Nordhaven", "Norland")


def test_rights_of_the_copy() -> None:
    rights = (
        '<copyrightHolder qcode="nprov:MPA"><name>Meridian</name></copyrightHolder>'
        "<copyrightNotice>© MPA</copyrightNotice>"
        "<usageTerms>NO ARCHIVAL USE</usageTerms><usageTerms>Not for Norland</usageTerms>"
    )
    found = read(item(content="<creditline>MPA</creditline>", rights=rights)).rights
    assert (found.holder, found.notice, found.credit_line) == ("Meridian", "© MPA", "MPA")
    assert found.usage_terms == ("NO ARCHIVAL USE", "Not for Norland")


def test_a_holder_may_be_a_literal() -> None:
    assert read(item(rights='<copyrightHolder literal="Meridian"/>')).rights.holder == "Meridian"


def test_links_to_an_earlier_item_and_other_ids() -> None:
    version = read(
        item('<link rel="irel:previousVersion" residref="urn:old"/>', "<altId>MPA0042</altId><altId>MPA0042</altId>")
    )
    assert (version.evolved_from, version.alt_ids) == ("urn:old", ("MPA0042",))


def test_a_picture_item_is_of_its_kind_with_its_renditions() -> None:
    remote = '<remoteContent href="1.jpg" contenttype="image/jpeg" rendition="rnd:highRes" width="800" height="600"/>'
    version = read(item(kind='<itemClass qcode="ninat:picture"/>', content_set=remote))
    (picture,) = version.associations
    assert version.kind == picture.kind == "picture"
    assert (picture.href, picture.width, picture.height, picture.rendition) == ("1.jpg", 800, 600, "rnd:highRes")


@pytest.mark.parametrize(
    ("region", "crops"),
    [
        ('<partMeta><regionDelim x="80" y="60" width="400" height="300"/></partMeta>', ((100, 100, 600, 600),)),
        ('<partMeta contentrefs="a b"><regionDelim x="0" y="0" width="8" height="6"/></partMeta>', ((0, 0, 10, 10),)),
        ('<partMeta contentrefs="b"><regionDelim x="0" y="0" width="8" height="6"/></partMeta>', ()),
        ('<partMeta><regionDelim x="700" y="0" width="400" height="6"/></partMeta>', ()),
        ('<partMeta><regionDelim x="-1" y="0" width="400" height="300"/></partMeta>', ()),
        ('<partMeta><regionDelim/></partMeta><partMeta><timeDelim start="1" end="2"/></partMeta>', ()),
    ],
    ids=["of all", "of this", "of another", "outside", "negative", "nothing"],
)
def test_a_region_that_the_item_points_out_is_a_crop(region: str, crops: tuple[tuple[int, ...], ...]) -> None:
    remote = '<remoteContent id="a" href="1.jpg" contenttype="image/jpeg" width="800" height="600"/>'
    written = item(kind='<itemClass qcode="ninat:picture"/>', content_set=remote)
    (picture,) = read(written.replace("<contentSet>", f"{region}<contentSet>", 1)).associations
    assert picture.crops == crops


def test_usable_copy_for_editors_is_held() -> None:
    provider = '<provider qcode="nprov:dpa"/>'
    assert "note to editors" in read(item(content="<genre><name>Tagesvorschau</name></genre>", provider=provider)).hold
    assert "note to editors" in read(item(content="<genre><name>Achtung Fähre</name></genre>", provider=provider)).hold
    assert read(item(content="<genre><name>Achtung Fähre</name></genre>")).hold == "", "a habit of one agency alone"


def test_a_file_cut_short_is_refused() -> None:
    with pytest.raises(UnreadableError, match="truncated"):
        newsml_g2.read(item().encode()[:-30], Hint())


@pytest.mark.parametrize(
    "note", ["Sperrfrist 6. März, 6 Uhr", "EMBARGOED until Friday", "Hold for release", "Sous embargo", "Под эмбарго"]
)
def test_an_embargo_that_only_the_notes_speak_of_holds(note: str) -> None:
    assert "speak of an embargo" in read(item(f"<edNote>{note}</edNote>")).hold


def test_an_embargo_with_its_time_is_no_hold_whatever_the_notes_say() -> None:
    meta = "<embargoed>2026-03-06T06:00:00Z</embargoed><edNote>Embargoed until Friday</edNote>"
    assert read(item(meta)).hold == ""


def test_an_embargo_said_to_be_lifted_holds_no_longer() -> None:
    assert read(item("<edNote>Embargo lifted</edNote>")).hold == ""


def test_an_agencys_routing_mark_is_no_part_of_the_headline() -> None:
    content = "<headline>&gt;&gt;&gt;ANSA/Ships sail</headline>"
    assert read(item(content=content, provider='<provider literal="ANSA"/>')).headline == "Ships sail"


def test_names_in_the_wrong_case_mean_the_same() -> None:
    text = item(content="<Headline>Ships sail</Headline><ednote>Call first</ednote>").replace("newsItem", "NewsItem")
    version = read(text.replace("itemMeta", "ItemMeta"))
    assert (version.headline, version.ed_note, version.provider) == ("Ships sail", "Call first", "MPA")


def test_a_prefix_that_nobody_declared_is_no_part_of_the_name() -> None:
    text = item(content="<headline>Ships sail</headline>").replace(f' xmlns="{NS}"', "")
    prefixed = text.replace("<headline>", "<nar:headline>").replace("</headline>", "</nar:headline>")
    assert read(prefixed).headline == "Ships sail"


def test_an_empty_embargo_is_nothing_where_the_agency_means_nothing_by_it() -> None:
    assert read(item("<embargoed/>", provider='<provider literal="Scoop"/>')).hold == ""
    assert read(item("<embargoed>soon</embargoed>", provider='<provider literal="Scoop"/>')).hold


def test_times_without_zone_are_in_the_agencys_own_unless_the_source_states_one() -> None:
    text = item("<embargoed>2026-03-05T15:00:00</embargoed>", provider='<provider literal="STT"/>')
    assert read(text).embargoed_until == datetime(2026, 3, 5, 13, tzinfo=UTC)
    assert read(text, Hint(zone=ZoneInfo("Asia/Tokyo"))).embargoed_until == datetime(2026, 3, 5, 6, tzinfo=UTC)


def test_the_earlier_of_two_expiries_binds() -> None:
    version = read(item("<expires>2026-05-01T00:00:00Z</expires>", "<expires>2026-04-01T00:00:00Z</expires>"))
    assert version.expires == datetime(2026, 4, 1, tzinfo=UTC)


def test_takes_with_ids_of_their_own_are_joined_by_their_package() -> None:
    subject = '<subject type="cpnat:textpackageid" qcode="stttextpackage:977"/>'
    assert read(item(content=subject, provider='<provider literal="STT"/>')).alt_ids == ("stttextpackage:977",)
    assert read(item(content=subject)).alt_ids == ()


@pytest.mark.parametrize(
    "rel", ['rel="irel:previousVersion"', 'reluri="http://cv.iptc.org/newscodes/itemrelation/evolvedFrom"']
)
def test_the_item_that_it_replaces(rel: str) -> None:
    assert read(item(f'<link {rel} residref="urn:newsml:mpa.example:20260304:old"/>')).evolved_from.endswith(":old")


def test_a_removal_with_status_usable_is_a_kill() -> None:
    meta = '<pubStatus qcode="stat:usable"/><signal qcode="sttinstruct:remove"/>'
    assert read(item(meta, provider='<provider literal="STT"/>')).status is Status.CANCELED


def test_the_headline_in_the_contents_own_language() -> None:
    content = (
        '<language tag="fr"/><headline xml:lang="en">Ships sail</headline><headline xml:lang="fr">Bateaux</headline>'
        '<slugline>SHIPS</slugline><description xml:lang="en">They do</description>'
        '<description xml:lang="fr-CA">Ils partent</description>'
    )
    version = read(item(content=content))
    assert (version.headline, version.summary, version.slugline) == ("Bateaux", "Ils partent", "SHIPS")


def test_content_in_two_languages_is_two_stories() -> None:
    inline = "".join(
        f'<inlineXML xml:lang="{tag}"><html><body><p>{text}</p></body></html></inlineXML>'
        for tag, text in (("nl", "Schepen varen."), ("fr", "Les bateaux partent."))
    )
    heads = '<language tag="nl"/><headline xml:lang="nl">Schepen</headline><headline xml:lang="fr">Bateaux</headline>'
    dutch, french = newsml_g2.read(item(content=heads, content_set=inline).encode(), NO_HINT).versions
    assert (dutch.language, dutch.headline, dutch.body) == ("nl", "Schepen", "<p>Schepen varen.</p>")
    assert (french.language, french.headline, french.body) == ("fr", "Bateaux", "<p>Les bateaux partent.</p>")
    assert french.uri == f"{dutch.uri}#fr"


def test_rights_of_a_part_only_add_their_terms() -> None:
    whole = "<copyrightHolder><name>Meridian</name></copyrightHolder><usageTerms>Credit MPA</usageTerms>"
    part = "<copyrightHolder><name>Somebody</name></copyrightHolder><usageTerms>No archive</usageTerms>"
    version = read(
        item(rights=f"{part}</rightsInfo><rightsInfo>{whole}").replace("<rightsInfo>", '<rightsInfo idrefs="p1">', 1)
    )
    assert version.rights.holder == "Meridian"
    assert version.rights.usage_terms == ("No archive", "Credit MPA")


def test_a_rights_expression_is_noted() -> None:
    rights = '<rightsExpressionXML langid="http://www.w3.org/ns/odrl/2/"><o/></rightsExpressionXML>'
    reading = newsml_g2.read(item(rights=rights).encode(), NO_HINT)
    assert "rightsexpressionxml" in reading.notes[0].problem


@pytest.mark.parametrize("note", ["EMBARGOTIETOA: the president visits", "Sperrfristende beachten"])
def test_an_embargo_named_in_a_longer_word_holds(note: str) -> None:
    assert "embargo" in read(item(f"<edNote>{note}</edNote>")).hold


def test_the_messages_language_is_that_of_its_items() -> None:
    one = item().replace(' xml:lang="en"', "")
    assert read(f'<newsMessage xmlns="{NS}" lang="de-AT"><itemSet>{one}</itemSet></newsMessage>').language == "de-AT"


def test_a_provider_nobody_knows_has_the_senders_habits() -> None:
    one = item("<embargoed/>", provider='<provider literal="XL"/>').replace("12:00:00Z", "12:00:00")
    header = "<header><sender>BusinessDesk</sender></header>"
    version = read(f'<newsMessage xmlns="{NS}">{header}<itemSet>{one}</itemSet></newsMessage>')
    assert (version.provider, version.hold) == ("XL", "")
    assert version.version_created == datetime(2026, 3, 4, 23, 0, tzinfo=UTC)


def test_a_literal_that_holds_a_subject_code_says_it_too() -> None:
    assert "subj:02000000" in read(item(content='<subject literal="XY:02000000:LAW"/>')).subjects


def test_an_item_of_tt_names_the_one_that_it_replaces() -> None:
    ids = '<altId type="tt:uno">20260305:TT:2:0</altId><altId type="tt:refuno">20260305:TT:1:0</altId>'
    one = item(content=ids, guid='guid="urn:newsml:tt.se:20260305:TT:2:0"', provider='<provider literal="TT"/>')
    version = read(one)
    assert (version.evolved_from, version.alt_ids) == ("urn:newsml:tt.se:20260305:TT:1:0", ("20260305:TT:2:0",))


def test_without_its_own_time_a_version_is_of_that_of_its_content() -> None:
    content = (
        "<contentCreated>2026-03-05T09:00:00Z</contentCreated><contentModified>2026-03-05T10:00:00Z</contentModified>"
    )
    one = item(content=content).replace("<versionCreated>2026-03-05T12:00:00Z</versionCreated>", "<versionCreated/>")
    assert read(one).version_created == datetime(2026, 3, 5, 10, tzinfo=UTC)


def test_an_agencys_own_scheme_of_subject_codes_says_them() -> None:
    one = item(content='<subject qcode="sttsubj:11002000"/>', provider='<provider literal="STT"/>')
    assert read(one).subjects == ("sttsubj:11002000", "subj:11002000")


def test_a_picture_that_is_linked_belongs_to_the_story() -> None:
    link = (
        '<link rel="irel:associatedWith" href="https://nln.example/ship.jpg" contenttype="image/jpeg">'
        "<description>The ship<a>Click here</a></description></link>"
    )
    (found,) = read(item(meta=link)).associations
    assert (found.kind, found.href, found.caption) == ("picture", "https://nln.example/ship.jpg", "The ship")
