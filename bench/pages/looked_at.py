"""Layouts that were held out once: what they showed was mended, so they are held out no more."""

from __future__ import annotations

from html import escape as e

from bench.pages.layouts import Layout
from bench.pages.parts import AD, COOKIES, LETTER, POPULAR, RELATED, Page


def _prose(p: Page) -> list[str]:
    return [e(text, quote=False) for text in p.story.paragraphs]


def tabloid(p: Page) -> str:
    """Key points in a list, captions between paragraphs, calls to share."""
    parts = [f"<p>{text}</p>" for text in _prose(p)]
    parts.insert(
        2, f"<div class=pic><img src=a.jpg><p class=cap>{e(p.sister().headline)} (Image: Getty Images)</p></div>"
    )
    parts.insert(4, f'<p>READ MORE: <a href="/x">{e(p.sister().headline)}</a></p>')
    return (
        p.head(title="{h} | {s} News")
        + f"""<body><div class=hd><div>{e(p.site)}</div><div>{p.nav("span")}</div></div>
<div class=art><h1>{p.headline}</h1><ul class=pts><li><b>{e(p.story.deck or "Residents are waiting for an answer")}</b></li></ul>
<div>{p.by().upper()} FOR {e(p.site.upper())}</div><div>PUBLISHED: 09:12 GMT, {p.date(1)} | UPDATED: 11:40 GMT, {p.date(1)}</div><div>Share this article</div><div>Share</div><div>41 shares</div>
{"".join(parts)}</div><div class=cm><h3>Share what you think</h3><p>The comments below have not been moderated.</p>{p.comments()}</div>
<div class=pf><h3>Top Stories</h3>{p.teasers(4)}</div><div class=ft>Published by {e(p.site)} Ltd. Part of the {e(p.site)} Group. Sitemap Archive Topics Index</div></body></html>"""
    )


def wire_service(p: Page) -> str:
    """A small agency's own site: the dateline opens the story, the code numbers close it."""
    prose = _prose(p)
    return (
        p.head(og=False, ld=True, title="{s} - {h}")
        + f"""<body><div id=top>{p.nav("", " ")}</div><div id=main><p class=cat>GENERAL</p><h2>{p.headline}</h2><p>{p.date(4)} 12:03 UTC</p>
<p>{p.story.place}, {p.date(0)} ({p.story.agency}) - {prose[0]}</p>{"".join(f"<p>{one}</p>" for one in prose[1:])}<p>{p.story.agency}/ab/cd</p></div>
<div id=last><h4>{p.pick(POPULAR)}</h4><table>{"".join(f"<tr><td>1{n}:20</td><td><a href=/{n}>{e(p.sister().headline)}</a></td></tr>" for n in range(7))}</table></div>
<div>(c) {p.story.day.year} {p.story.agency}. Reproduction prohibited without written permission.</div></body></html>"""
    )


def paper(p: Page) -> str:
    """A daily paper with a paywall plea between the paragraphs and long lists of sections below."""
    parts = [f"<p>{text}</p>" for text in _prose(p)]
    parts.insert(
        2,
        "<div class=gate><p>Already a subscriber? Log in to keep reading.</p><p>Subscribe now for one crown a week.</p></div>",
    )
    sections = "".join(f"<div><h5>{word}</h5><ul>{p.nav()}</ul></div>" for word in ("Sections", "More", "Company"))
    return (
        p.head(og=True, ld=True, meta=True, title="{h} - The {s}")
        + f"""<body><a href=#c>Skip to content</a><div role=banner><span>{p.date(3)}</span><span>Today's Paper</span>{p.nav("span")}</div>
<article id=c><header><p>World</p><h1>{p.headline}</h1><p id=summary>{e(p.story.deck or "Months of argument end with a decision that nobody quite expected.")}</p></header>
<figure><figcaption>A view of the coast. Credit... Marta Olin for The {e(p.site)}</figcaption></figure><div>{p.by()}</div><div><time datetime="{p.story.day:%Y-%m-%d}">{p.date(2)}</time></div>
<section>{"".join(parts)}</section><p><i>{e(p.story.byline)} reported from {e(p.story.place.title())}.</i></p></article><div><h2>More in World</h2>{p.headlines(4, "p")}</div><div><h2>Editors' Picks</h2>{p.teasers(3)}</div>
<nav>{sections}</nav><footer>© {p.story.day.year} The {e(p.site)} Company. Your Ad Choices. Terms of Service.</footer></body></html>"""
    )


def portal_cms(p: Page) -> str:
    """A content system of the early 2000s: boxes left and right in tables, the story in the middle with breaks."""
    left = "<br>".join(f"<a href=/{n}>{e(p.sister().headline)}</a>" for n in range(6))
    right = "<br><br>".join(
        f"<b>{e(one.headline)}</b><br>{e(' '.join(one.paragraphs[0].split()[:18]))}..."
        for one in (p.sister(), p.sister(), p.sister())
    )
    return (
        p.head(og=False, title="{s} :: {h}")
        + f"""<body><table><tr><td colspan=3>{e(p.site)} - {e("News for the whole coast")}</td></tr><tr><td><b>{p.pick(POPULAR)}</b><br>{left}</td>
<td><span class=title>{p.headline}</span><br><span class=info>Submitted by {e(p.story.byline)} on {p.date(0)} - 9:12am</span><br><br>{"<br><br>".join(_prose(p))}<br><br>[ <a href=/p>Printer friendly page</a> | <a href=/f>Send to a friend</a> ]</td>
<td><b>{p.pick(RELATED)}</b><br>{right}<br><br>{p.pick(AD)}</td></tr></table><center>All trademarks and copyrights on this page are owned by their respective owners. The rest © {p.story.day.year} by {e(p.site)}.</center></body></html>"""
    )


def live_site(p: Page) -> str:
    """A broadcaster: related links first, story in short paragraphs, a correspondent's box, social pleas."""
    prose = [one + "." for text in p.story.paragraphs for one in e(text, quote=False).rstrip(".").split(". ")]
    return (
        p.head(og=True, meta=True, title="{h} - {s}")
        + f"""<body><div>{COOKIES.get(p.language, COOKIES["en"])}</div><div>{p.nav("", " ")}</div><h1>{p.headline}</h1><div>{p.date(1)}</div>
<div>Share this with Email Facebook Messenger</div>{"".join(f"<p>{one}</p>" for one in prose[:4])}<div><h2>{p.pick(RELATED)}</h2><ul>{p.headlines(3)}</ul></div>{"".join(f"<p>{one}</p>" for one in prose[4:])}
<div><p>Are you in the area? Have you been affected? If it is safe to do so, email us and share your experience.</p><p>Please include a contact number if you are willing to speak to a journalist.</p></div>
<div><h2>Top Stories</h2>{p.headlines(3, "div")}<h2>Features</h2>{p.teasers(4)}</div><div>Copyright © {p.story.day.year} {e(p.site)}. The {e(p.site)} is not responsible for the content of external sites.</div></body></html>"""
    )


def science(p: Page) -> str:
    """A news site of releases: summary first, then the full story, the source, a citation and boxes of releases."""
    prose = _prose(p)
    return (
        p.head(og=True, title="{h} -- {s}")
        + f"""<body><div>{p.nav("li")}</div><h1>{p.headline}</h1><dl><dt>Date:</dt><dd>{p.date(0)}</dd><dt>Source:</dt><dd>University of Lindholm</dd></dl>
<div>{"".join(f"<p>{one}</p>" for one in prose)}</div><div><h3>Story Source:</h3><p>Materials provided by <a href=/u>University of Lindholm</a>. Note: Content may be edited for style and length.</p></div>
<div><h3>Cite This Page:</h3><p>University of Lindholm. "{p.headline}" {e(p.site)}, {p.date(1)}.</p></div><h3>RELATED STORIES</h3>{p.teasers(4)}<div>{p.pick(POPULAR)}</div><ul>{p.headlines(8)}</ul>
<p>{LETTER.format(site=e(p.site))}</p><p>Copyright {p.story.day.year} {e(p.site)} or by other parties, where indicated.</p></body></html>"""
    )


def letter(p: Page) -> str:
    """Hardly a page: a few links, the story, initials, a line below."""
    return (
        p.head(og=False, title="{h}")
        + f"""<body><a href=/>&lt;&lt; back</a><h3>{p.headline}</h3><i>{e(p.story.place.title())} ({p.story.agency}) {p.date(1)}</i>{"".join(f"<p>{one}" for one in _prose(p))}<hr>{e(p.site)} | <a href=mailto:x@y.example>mail</a></body></html>"""
    )


LAYOUTS: tuple[Layout, ...] = (tabloid, wire_service, paper, portal_cms, live_site, science, letter)
