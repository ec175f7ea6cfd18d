"""Layouts to tune on: each makes a page of its own kind."""

from __future__ import annotations

from collections.abc import Callable
from html import escape as e

from bench.pages.parts import AD, BIO, COOKIES, LETTER, POPULAR, RELATED, Page

Layout = Callable[[Page], str]


def portal(p: Page) -> str:
    deck = f'<p class="deck">{e(p.story.deck)}</p>' if p.story.deck else ""
    return (
        p.head(ld=True, meta=True)
        + f"""<body><div class="cookie-banner"><p>{COOKIES.get(p.language, COOKIES["en"])}</p><button>OK</button> <a href="/c">Accept all</a></div>
<header><a href="/"><img alt="{e(p.site)}" src="l.png"></a><nav><ul>{p.nav()}</ul></nav></header>
<main><article><h1>{p.headline}</h1>{deck}<p class="byline">{p.by()}</p><time datetime="{p.story.day:%Y-%m-%dT%H:%M:00Z}">{p.date()}</time>
<ul class="share"><li><a href="#">Facebook</a></li><li><a href="#">Twitter</a></li><li><a href="#">Email</a></li></ul>
<figure><img src="x.jpg" alt=""><figcaption>{e(p.story.caption or "The harbour on Thursday.")} Photo: {p.story.agency}</figcaption></figure>
{p.paragraphs(ad_after=1, box_after=2)}</article>
<aside class="sidebar"><h3>{p.pick(POPULAR)}</h3><ol>{p.headlines(6)}</ol></aside></main>
<section class="related"><h2>{p.pick(RELATED)}</h2>{p.teasers(4)}</section>
<footer><ul><li>About us</li><li>Privacy policy</li><li>Terms of use</li></ul><p>© {p.story.day.year} {e(p.site)}. All rights reserved.</p></footer></body></html>"""
    )


def agency_page(p: Page) -> str:
    place = p.story.place.title()
    return (
        p.head(og=False, title="{h}")
        + f"""<body bgcolor=white><table width=100%><tr><td><a href="/"><b>{e(p.site.upper())}</b></a><br>Your Portal To The World</td></tr>
<tr><td>{p.nav("", " | ")}</td></tr></table><table><tr><td valign=top width=160>{p.pick(AD)}</td><td valign=top>
<font size=2>MILITARY SPACE NEWS</font><br><font size=5><b>{p.headline}</b></font><br><font size=1>by Staff Writers<br>{e(place)} ({p.story.agency}) {p.date(0)}</font><p>
{"<p>".join(e(text, quote=False) for text in p.story.paragraphs)}<p><table><tr><td>ADVERTISEMENT</td></tr></table>
<b>Related Links</b><br><a href="/a">{e(p.site)} space pages</a><br><a href="/b">All the news about missiles</a>
<table><tr><td>{p.plea()}</td></tr><tr><td>Monthly Supporter<br>$5 Billed Monthly</td></tr></table>
<table><tr><td><b>MILITARY SPACE NEWS</b></td></tr><tr><td>{"<br>".join(e(p.sister().headline) for _ in range(5))}</td></tr></table>
<table><tr><td><b>24/7 Energy News Coverage</b></td></tr><tr><td>{"<br>".join(e(p.sister().headline) for _ in range(4))}</td></tr></table></td></tr></table>
<font size=1>All rights reserved. © {p.story.day.year} {"Agence France-Presse" if p.story.agency == "AFP" else p.story.agency}. Sections of the information displayed on this page (dispatches, photographs, logos) are protected by intellectual property rights owned by {p.story.agency}.</font></body></html>"""
    )


def blog(p: Page) -> str:
    return (
        p.head(og=True, title="{h} – {s}")
        + f"""<body class="single has-sidebar"><div id="page"><div id="header"><h1 class="site-title"><a href="/">{e(p.site)}</a></h1><p class="description">Notes from the north</p></div>
<div id="content"><div class="post"><h2 class="entry-title">{p.headline}</h2><small>Posted on {p.date()} by {e(p.story.byline)} in <a href="/c">Uncategorized</a></small>
<div class="entry">{p.paragraphs(ad_after=2)}</div><p class="postmetadata">Filed under: <a href="/n">News</a>. Tags: <a href="/t">sea</a>, <a href="/u">harbour</a></p></div>
<h3 id="comments">3 Comments</h3>{p.comments()}<h3>Leave a Reply</h3><p>Your email address will not be published. Required fields are marked *</p></div>
<div id="sidebar"><h2>Recent Posts</h2><ul>{p.headlines(5)}</ul><h2>Archives</h2><ul><li>May 2018</li><li>April 2018</li><li>March 2018</li></ul></div>
<div id="footer"><p>{e(p.site)} is proudly made by hand.</p></div></div></body></html>"""
    )


def nineties(p: Page) -> str:
    rows = "".join(
        f'<tr><td bgcolor="#ccccff"><font size=1><a href="/{n}">{e(p.sister().headline)}</a></font></td></tr>'
        for n in range(6)
    )
    return (
        p.head(og=False, title="{s}: {h}")
        + f"""<body><center><h2>{e(p.site)}</h2><i>on the web since 1996</i></center><hr><table border=0><tr><td valign=top><table>{rows}</table></td>
<td><center><h3>{p.headline}</h3></center><b>{p.date(0)}</b><br>Web posted at: 9:12 a.m. EST<p>{p.story.place.upper()} ({p.story.agency}) -- {"<br><br>".join(e(text, quote=False) for text in p.story.paragraphs)}
<p><i>Copyright {p.story.day.year} {p.story.agency}. All rights reserved. This material may not be published, broadcast, rewritten, or redistributed.</i></td></tr></table><hr>
<center>[<a href="/">Home</a>] [<a href="/s">Search</a>] [<a href="/f">Feedback</a>]</center></body></html>"""
    )


def magazine(p: Page) -> str:
    middle = len(p.story.paragraphs) // 2
    parts = [f"<p>{e(text, quote=False)}</p>" for text in p.story.paragraphs]
    parts.insert(middle, "<h3>What comes next</h3>")
    parts.insert(
        1, f'<blockquote class="pullquote">{e(p.story.paragraphs[-1].split(". ")[0], quote=False)}</blockquote>'
    )
    return (
        p.head(ld=True, title="{h} - {s}")
        + f"""<body><div class="topbar"><a href="/sub">Subscribe</a> <a href="/in">Sign in</a></div><header><nav>{p.nav("span")}</nav></header>
<div class="hero"><span class="kicker">Analysis</span><h1>{p.headline}</h1><p class="dek">{e(p.story.deck or "A long look at what has changed and what has not.")}</p><div>{p.by()} · {p.date()} · 6 min read</div></div>
<div class="article-body">{"".join(parts)}</div><div class="newsletter-box"><h4>Newsletter</h4><p>{LETTER.format(site=e(p.site))}</p><a href="/s">Sign up</a></div>
<div class="author-bio"><h4>About the author</h4><p>{BIO.format(name=e(p.story.byline), site=e(p.site))}</p></div>
<div class="more"><h4>More from {e(p.site)}</h4>{p.teasers(3)}</div><footer>Copyright © {p.story.day.year} {e(p.site)}<br>Contact · Imprint · Privacy</footer></body></html>"""
    )


def mobile(p: Page) -> str:
    return (
        p.head(og=True, meta=True, title="{h}")
        + f"""<body><div>Menu</div><div>{e(p.site)}</div><div class="h">{p.headline}</div><div>{p.date()} | {p.by()}</div>
{p.paragraphs(tag="div", ad_after=0)}<div>Share</div><div>Tweet</div><div>{p.pick(RELATED)}</div>{p.headlines(5, "div")}<div>© {p.story.day.year} {e(p.site)}</div></body></html>"""
    )


def front_heavy(p: Page) -> str:
    """The headlines of the day stand over the story."""
    return (
        p.head(og=True, title="{h} :: {s}")
        + f"""<body><div id="ticker"><b>{p.pick(POPULAR)}</b> {p.headlines(5, "span")}</div><div class="menu">{p.nav("div")}</div><div class="promo">{p.teasers(2)}</div>
<div class="breadcrumb"><a href="/">Home</a> › <a href="/n">News</a> › {p.headline}</div><div class="story"><h1>{p.headline}</h1><div class="meta">Published: {p.date()} | Updated: {p.date(0)} 14:20 GMT</div><div class="tools">Print Email A A A</div>
<p><b>{p.story.place.upper()} ({p.story.agency}) — </b>{e(p.story.paragraphs[0], quote=False)}</p>{"".join(f"<p>{e(t, quote=False)}</p>" for t in p.story.paragraphs[1:])}</div><div class="tags">Tags: harbour, sea, ministry</div>
<h3>Comments (2)</h3>{p.comments(2)}<div class="popular"><h3>{p.pick(POPULAR)}</h3>{p.headlines(8, "p")}</div><p>Copyright {p.story.day.year}. {e(p.site)}. {p.story.agency} contributed to this report.</p></body></html>"""
    )


def plain_text_site(p: Page) -> str:
    return (
        p.head(og=False, title="{h}")
        + f"""<body><p><a href="/">{e(p.site)}</a></p><h1>{p.headline}</h1><p>{p.by()}, {p.story.agency}</p><p>{p.date()}</p>{p.paragraphs()}<p><a href="/prev">Previous story</a> <a href="/next">Next story</a></p></body></html>"""
    )


LAYOUTS: tuple[Layout, ...] = (portal, agency_page, blog, nineties, magazine, mobile, front_heavy, plain_text_site)
