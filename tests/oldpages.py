"""Made-up old pages for tests, in the layouts that old sites had, and text captures of them."""

from __future__ import annotations

import gzip
from html import escape

HEADLINE = "Lindholm builds a new watch station on its northern coast"
PARAGRAPHS = (
    "The government of Lindholm on Tuesday unveiled plans for a watch station on its northern coast, officials say.",
    "The station, which would cost 340 million crowns, is to track ships and aircraft with a new kind of radar.",
    '"We have waited eleven years for this decision," said minister Anna Berg, who leads the department of coasts.',
    "Fishermen fear that the beams will disturb the herring.",
    "Work on the station could begin next spring, the ministry said, if parliament approves the budget in June.",
)
OTHERS = (
    "Solar power plant opens in the southern desert",
    "Batteries get cheaper as lithium prices fall",
    "Wind farms off the coast pass the thousand mark",
    "Museum ship learns to sail again after sixty years",
)
_SECTIONS = "Sections of the information displayed on this page (dispatches, photographs, logos)"
NOTICE = (
    f"All rights reserved. © 2019 Agence France-Presse. {_SECTIONS} "
    "are protected by intellectual property rights owned by Agence France-Presse."
)
PLEA = (
    "Thanks for being here; we need your help. Our network continues to grow but revenues are hard to maintain.",
    "If you find our news site useful then please consider becoming a regular supporter or make a one off donation.",
)

CAPTURE = f"""ORBIT DAILY
Your Portal To Space

Home   News   Science   Energy

{HEADLINE}
by Staff Writers
Washington (AFP) March 26, 2019

{PARAGRAPHS[0]}

{PARAGRAPHS[1]}

{PARAGRAPHS[2]}

ADVERTISEMENT

{PARAGRAPHS[3]}

{PARAGRAPHS[4]}

Related Links
Lindholm Ministry of Coasts
Space pages at Orbit Daily

{PLEA[0]}

{PLEA[1]}

24/7 Energy News Coverage
{OTHERS[0]}
{OTHERS[1]}
{OTHERS[2]}

{NOTICE}
"""

NETWORK_NOTICE = (
    "The content herein, unless otherwise known to be public domain, are Copyright 1995-2019 - Halcyon Media Network. "
    "AFP and UPI wire stories are copyright Agence France-Presse and United Press International. Privacy Statement"
)
_STORY = "\n\n".join(PARAGRAPHS)
_OTHER_LINES = "\n".join(OTHERS)

LAYOUTS = {
    "printed on two sheets": f"""3/28/2019 {HEADLINE} - Orbit Daily

{HEADLINE}
by Staff Writers
Washington (AFP) March 26, 2019

{PARAGRAPHS[0]}

{PARAGRAPHS[1]}

{PARAGRAPHS[2].partition(" said ")[0]}

https://orbit.example/reports/watch_999.html 1/2
\f3/28/2019 {HEADLINE} - Orbit Daily

said {PARAGRAPHS[2].partition(" said ")[2]}

{PARAGRAPHS[3]}

{PARAGRAPHS[4]}

https://orbit.example/reports/watch_999.html 2/2
""",
    "rails before the story": f"""Launch Pad
{_OTHER_LINES}

24/7 Energy News
{_OTHER_LINES}

ORBIT DAILY
News from above the weather

LUNAR SCIENCE
{HEADLINE}
by Staff Writers
Washington (AFP) March 26, 2019

{_STORY}

{NETWORK_NOTICE}
""",
    "a name between headline and time": f"""The Harbour Tribune | Home | Business

{HEADLINE}
Anna Berg, Harbour Tribune
Published: March 26, 2019 5:41 PM
Updated: March 27, 2019 9:02 AM
Herring boats lay in port on Monday. Photo: K. Oster / Harbour Tribune

{_STORY}

© 2019 Harbour Tribune Publishing Co.
""",
    "site and headline on the first line": f"""Orbit Radio
Orbit Radio: {HEADLINE}
[1]Front Page [2]Weather [3]Sport

   Tuesday, 26 March, 2019, 16:40 GMT
   {HEADLINE}

{_STORY}

References

   1. http://radio.example/
   2. http://radio.example/weather
   3. http://radio.example/sport
""",
    "a short deck over the agencies": f"""EL CORREO DEL NORTE
Portada   Nacional   Deportes

{HEADLINE}
The station is to track ships with radar

AGENCIAS
Lindholm, March 26 (EFE).-

{_STORY}

© EFE 2019. Redistribution is forbidden.
""",
    "comments that are counted": f"""Harbour Notes

{HEADLINE}
March 26th, 2019 by anna

{_STORY}

Posted in Coasts
3 Responses to “{HEADLINE}”

Greta says:
March 27, 2019 at 7:14 am
I have fished there for thirty years and never once did I see a ship that was not where it said it was.
""",
    "another story below": f"""{HEADLINE}
Washington (AFP) March 26, 2019

{_STORY}

Guards doubled in ports of the north
Washington (AFP) March 27, 2019 - Ports across the north put more guards on their quays on Wednesday, officials said.
""",
    "lines cut at links": f"""{HEADLINE}
By
ANNABERG
REPORTER
26-Mar-2019

{PARAGRAPHS[0].replace("on Tuesday unveiled", "on Tuesday" + chr(10) + "unveiled")}

{_STORY.partition(chr(10) + chr(10))[2]}
""",
}
"""Captures of the same story in other layouts."""


def page(
    headline: str = HEADLINE,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    *,
    agency: str = "AFP",
    head: str = "",
    notice: str = NOTICE,
    extra: str = "",
) -> bytes:
    """A page of tables, as an agency's customer had it in the nineties and long after."""
    rows = "".join(f"<tr><td><a href='/{number}'>{escape(one)}</a></td></tr>" for number, one in enumerate(OTHERS))
    body = "".join(f"<p>{escape(one, quote=False)}</p>" for one in paragraphs)
    return f"""<html lang="en"><head><title>{escape(headline)} - Orbit Daily</title>{head}</head><body>
<table><tr><td><a href="/">ORBIT DAILY</a><br>Your Portal To Space</td></tr>
<tr><td><a href="/">Home</a> | <a href="/n">News</a> | <a href="/s">Science</a></td></tr></table>
<h1>{escape(headline)}</h1><div>by Staff Writers</div><div>Washington ({agency}) March 26, 2019</div>
{body}{extra}<b>Related Links</b><br><a href="/a">Space pages at Orbit Daily</a><br>
<table><tr><td><b>24/7 Energy News Coverage</b></td></tr>{rows}</table>
<p><small>{notice}</small></p></body></html>""".encode()


def warc(
    url: str,
    body: bytes,
    *,
    status: str = "200 OK",
    headers: str = "Content-Type: text/html; charset=utf-8",
    kind: str = "response",
    packed: bool = True,
) -> bytes:
    """One record of a WARC file (ISO 28500 §5): a server's answer, or `kind` with the bare body."""
    http = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() if kind in ("response", "revisit") else b""
    media_type = "application/http; msgtype=response" if http else headers.partition(": ")[2]
    block = http + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-05-06T07:08:09Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(url):012}>\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    ).encode()
    record = head + block + b"\r\n\r\n"
    return gzip.compress(record) if packed else record
