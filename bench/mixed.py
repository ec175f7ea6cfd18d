"""Made-up stories in eight wire formats, one after the other, for the backlog benchmark."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import datetime

from bench.corpus import SLUGS, sentence, uri
from tests.wires import g2, iso, ninjs, rss

Copy = tuple[int, str, list[str], datetime]


def _newsml_1(copy: Copy) -> bytes:
    number, headline, paragraphs, created = copy
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<NewsML Version="1.2"><NewsEnvelope><DateAndTime>{created:%Y%m%dT%H%M%SZ}</DateAndTime></NewsEnvelope>
<NewsItem><Identification><NewsIdentifier><ProviderId>mpa.example</ProviderId><DateId>{created:%Y%m%d}</DateId>
<NewsItemId>N1-{number}</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId>
<PublicIdentifier>urn:newsml:mpa.example:{created:%Y%m%d}:N1-{number}:1</PublicIdentifier></NewsIdentifier>
<NameLabel>{SLUGS[number % 4]}</NameLabel></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>{created:%Y%m%dT%H%M%SZ}</FirstCreated>
<ThisRevisionCreated>{created:%Y%m%dT%H%M%SZ}</ThisRevisionCreated><Status FormalName="Usable"/>
<Urgency FormalName="4"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine><DateLine>Lindholm, {created:%b %d} (MPA) -</DateLine>
</NewsLines><DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/>
<Format FormalName="bcNITF2.5"/><DataContent>{body}</DataContent></ContentItem>
</NewsComponent></NewsItem></NewsML>""".encode()


def _nitf(copy: Copy) -> bytes:
    number, headline, paragraphs, created = copy
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<nitf><head><title>{headline}</title><docdata management-status="usable"><doc-id id-string="nitf-{number}"
regsrc="mpa.example"/><urgency ed-urg="4"/><date.issue norm="{created:%Y%m%dT%H%M%SZ}"/>
<du-key version="1" key="{SLUGS[number % 4]}"/></docdata></head>
<body><body.head><hedline><hl1>{headline}</hl1></hedline><dateline><location>Lindholm</location></dateline></body.head>
<body.content>{body}</body.content></body></nitf>""".encode()


def _iptc7901(copy: Copy) -> bytes:
    number, headline, paragraphs, created = copy
    body = "\r\n".join(f"  {one}" for one in paragraphs)
    return (
        f"\x01mpa{number % 10000:04} 4 pl 400  mpa {number % 10000:04}\r\n\r\n{SLUGS[number % 4]}/{number}/\r\n\x02"
        f"{headline} =\r\n\r\nLindholm (mpa) - {body.strip()}\r\nmpa xy\r\n"
        f"\x03{created:%d%H%M} {created:%b %y}\r\n\x7f\x7f\x04"
    ).encode()


def _ap(copy: Copy) -> bytes:
    number, headline, paragraphs, created = copy
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    item = {
        "altids": {"itemid": f"ap-{number}", "etag": f"ap-{number}_1a"},
        "uri": f"https://api.example/content/ap-{number}",
        "version": 1,
        "type": "text",
        "pubstatus": "usable",
        "signals": ["newscontent"],
        "urgency": 4,
        "firstcreated": iso(created),
        "versioncreated": iso(created),
        "headline": headline,
        "slugline": SLUGS[number % 4],
        "datelinelocation": {"city": "Lindholm"},
        "body_nitf": f"<nitf><body><body.content>{body}</body.content></body></nitf>",
    }
    return json.dumps({"api_version": "1.2", "data": {"item": item}}).encode()


def _dpa(copy: Copy) -> bytes:
    number, headline, paragraphs, created = copy
    return json.dumps(
        {
            "urn": f"urn:newsml:dpa.example:{created:%Y%m%d}:{number}",
            "version": 1,
            "version_created": iso(created),
            "pubstatus": "usable",
            "language": "en",
            "urgency": 4,
            "headline": headline,
            "dateline": "Lindholm (mpa) -",
            "article_html": "<section class='main'>" + "".join(f"<p>{one}</p>" for one in paragraphs) + "</section>",
            "categories": [{"type": "dnltype:keyword", "name": SLUGS[number % 4]}],
        }
    ).encode()


def _g2(copy: Copy) -> bytes:
    number, headline, paragraphs, created = copy
    return g2(uri(number), 1, headline, paragraphs=tuple(paragraphs), created=created, slugline=SLUGS[number % 4])


def _ninjs(copy: Copy) -> bytes:
    number, headline, paragraphs, created = copy
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return ninjs(
        f"urn:ninjs:{number}", 1, headline, slugline=SLUGS[number % 4], body_xhtml=body, versioncreated=iso(created)
    )


def _rss(copy: Copy) -> bytes:
    number, headline, paragraphs, created = copy
    return rss((f"urn:rss:{number}", headline, paragraphs[0], created))


KINDS: tuple[Callable[[Copy], bytes], ...] = (_g2, _newsml_1, _nitf, _ninjs, _ap, _dpa, _iptc7901, _rss)


def file(number: int, created: datetime) -> tuple[str, bytes]:
    """The name and bytes of the file with this number: the formats take turns."""
    rng = random.Random(number)
    kind = KINDS[number % len(KINDS)]
    paragraphs = [sentence(rng, rng.randint(35, 60)) for _ in range(rng.randint(3, 12))]
    data = kind((number, f"{sentence(rng, 8)[:-1]} {number}", paragraphs, created))
    ending = ".json" if data[:1] == b"{" else ".txt" if data[:1] == b"\x01" else ".xml"
    return f"{number:06}{ending}", data
