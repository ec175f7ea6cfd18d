"""Agence Boréale's wire: NewsML 1.2 in the layout that French agencies use, NITF paragraphs inside."""

from __future__ import annotations

from wireroom.demo.dress.model import PICTURE_SIZE, Take, compact, esc, paragraphs


def write(take: Take) -> bytes:
    """The take as one NewsItem; a kill changes identification and management alone (RevisionId/@Update="A")."""
    text, agency = take.text, take.agency
    canceled = take.status == "canceled"
    date_id, item_id = take.uri.split(":")[-2:]
    return f"""<?xml version="1.0" encoding="utf-8"?>
<NewsML Version="1.2"><Catalog Href="https://wire.{agency.domain}/dtd/catalog.xml"/>
<NewsEnvelope><TransmissionId>{int(take.created.timestamp()) % 10_000:04}</TransmissionId>\
<DateAndTime>{compact(take.created)}</DateAndTime><NewsService FormalName="WORLD-{text.language.upper()}"/>\
<Priority FormalName="{text.urgency}"/></NewsEnvelope>
<NewsItem xml:lang="{text.language}"><Identification><NewsIdentifier><ProviderId>{agency.domain}</ProviderId>\
<DateId>{date_id}</DateId><NewsItemId>{item_id}</NewsItemId>\
<RevisionId PreviousRevision="{take.number - 1}" Update="{"A" if canceled else "N"}">{take.number}</RevisionId>\
<PublicIdentifier>{esc(take.uri)}:{take.number}{"A" if canceled else ""}</PublicIdentifier></NewsIdentifier>\
<NameLabel>{esc(text.slugline)}</NameLabel></Identification>
<NewsManagement><NewsItemType FormalName="{"News" if text.headline else "Alert"}"/>\
<FirstCreated>{compact(take.first)}</FirstCreated><ThisRevisionCreated>{compact(take.created)}</ThisRevisionCreated>\
<Status FormalName="{take.status.capitalize()}"/><Urgency FormalName="{text.urgency}"/></NewsManagement>
{"" if canceled else _component(take)}</NewsItem></NewsML>
""".encode()


def _component(take: Take) -> str:
    text = take.text
    words = sum(len(one.split()) for one in text.paragraphs)
    content = f"""<ContentItem><MediaType FormalName="Text"/><Format FormalName="NITF3.1"/>\
<Characteristics><Property FormalName="Words" Value="{words}"/></Characteristics>\
<DataContent><nitf><body><body.content>
{paragraphs(take)}
</body.content></body></nitf></DataContent></ContentItem>"""
    if take.picture:
        content = f"<NewsComponent>{content}</NewsComponent>\n{_photo(take)}"
    return f"""<NewsComponent><NewsLines><HeadLine xml:lang="{text.language}">{esc(text.headline)}</HeadLine>\
{f"<ByLine>{esc(text.byline)}</ByLine>" if text.byline else ""}<DateLine>{esc(take.dateline)}</DateLine>\
<CreditLine>{take.agency.code}</CreditLine><CopyrightLine>{esc(take.agency.notice(take.first.year))}</CopyrightLine>\
<SlugLine>{esc(text.slugline)}</SlugLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="{take.agency.code}"/></Provider></AdministrativeMetadata>
<RightsMetadata><Copyright><CopyrightHolder>{esc(take.agency.name)}</CopyrightHolder>\
<CopyrightDate>{take.first.year}</CopyrightDate></Copyright></RightsMetadata>
<DescriptiveMetadata><Language FormalName="{text.language}"/>\
{"".join(_subject(one) for one in take.old_topics)}<DateLineDate>{compact(take.created)}</DateLineDate>\
<Location HowPresent="Origin"><Property FormalName="City" Value="{esc(take.city)}"/></Location>\
{"".join(f'<Property FormalName="Keyword" Value="{esc(one)}"/>' for one in text.keywords)}</DescriptiveMetadata>
{content}</NewsComponent>
"""


def _subject(code: str) -> str:
    """A Subject Code at its own level: Subject, SubjectMatter or SubjectDetail."""
    level = "Subject" if code.endswith("000000") else "SubjectMatter" if code.endswith("000") else "SubjectDetail"
    return f'<SubjectCode><{level} FormalName="{code}"/></SubjectCode>'


def _photo(take: Take) -> str:
    width, height = PICTURE_SIZE
    return f"""<NewsComponent Duid="photo0"><NewsLines><HeadLine>{esc(take.text.caption)}</HeadLine>\
<CreditLine>Illustration: {take.agency.code}</CreditLine></NewsLines>
<NewsComponent><Role FormalName="Caption"/><ContentItem><MediaType FormalName="Text"/>\
<Format FormalName="bcNITF2.5"/><DataContent><p>{esc(take.text.caption)}</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="HighDef"/><ContentItem Href="{esc(take.picture)}"><MediaType FormalName="Photo"/>\
<Format FormalName="JPG"/><MimeType FormalName="image/jpeg"/><Characteristics>\
<Property FormalName="Width" Value="{width}"/><Property FormalName="Height" Value="{height}"/>\
</Characteristics></ContentItem></NewsComponent></NewsComponent>
"""
