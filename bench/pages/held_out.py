"""Layouts that nothing was tuned on: written last, measured, and left as they are."""

from __future__ import annotations

from html import escape as e

from bench.pages.layouts import Layout
from bench.pages.parts import COOKIES, POPULAR, RELATED, Page


def _prose(p: Page) -> list[str]:
    return [e(text, quote=False) for text in p.story.paragraphs]


def business_daily(p: Page) -> str:
    """Market figures over the story, a disclaimer behind it, a list of companies between."""
    ticks = "".join(
        f"<td>{name}</td><td>{value}</td><td>{move}%</td>"
        for name, value, move in (
            ("LMX 40", "4,210.15", "+0.4"),
            ("Krona", "0.0943", "-0.1"),
            ("Brent", "81.20", "+1.2"),
        )
    )
    return (
        p.head(og=True, ld=True, title="{h} - {s} Business")
        + f"""<body><table><tr>{ticks}</tr></table><div>{p.nav("", " · ")}</div><p>Markets | {p.date(2)} {p.story.day:%H:%M} GMT | Updated 3 hours ago</p><h1>{p.headline}</h1>
<p>{p.by()}</p><p>4 Min Read</p><p>{p.story.place.upper()} ({p.story.agency}) - {_prose(p)[0]}</p>{"".join(f"<p>{one}</p>" for one in _prose(p)[1:])}<p>Reporting by {e(p.story.byline)}; Editing by Karl Moss</p><p>Our Standards: The Principles of Trust.</p>
<h3>Read Next</h3>{p.headlines(5, "div")}<p>All quotes delayed a minimum of 15 minutes. See here for a complete list of exchanges and delays.</p><p>© {p.story.day.year} {e(p.site)}. All rights reserved.</p></body></html>"""
    )


def forum_like(p: Page) -> str:
    """A community's news: votes, posted by, the story, then a thread of answers."""
    answers = "".join(
        f"<div>member{n} · {n + 1} hours ago · {9 - n} points</div><div>{text}</div><div>Reply · Report</div>"
        for n, text in enumerate(
            (
                "This was overdue by at least ten years if you ask anybody who works there.",
                "Does anyone know whether the second part of the plan is still alive? I cannot find it anywhere.",
            )
        )
    )
    return (
        p.head(og=False, title="{h} - {s} forum")
        + f"""<body><div>{e(p.site)} community</div><div>Log in · Sign up</div><div>128 points</div><h2>{p.headline}</h2><div>Posted by harbourmaster on {p.date(0)} | 14 comments</div>
{"".join(f"<div>{one}</div>" for one in _prose(p))}<div>14 comments</div>{answers}<div>Rules · Moderators · Help</div></body></html>"""
    )


def regional(p: Page) -> str:
    """A regional paper: place as a heading, captions in brackets, the same headline again in the crumbs and the title."""
    parts = [f"<p>{one}</p>" for one in _prose(p)]
    parts.insert(1, f"<p><small>[Photo: {e(p.sister().place.title())} in the evening, seen from the mill]</small></p>")
    return (
        p.head(og=True, meta=True, title="{h} – {s} – Region")
        + f"""<body><div>{COOKIES.get(p.language, COOKIES["en"])}</div><ul>{p.nav()}</ul><p>{e(p.site)} &gt; Region &gt; {p.headline}</p><h4>{e(p.story.place.title())}</h4><h1>{p.headline}</h1><p>{p.date(1)}, {p.story.day:%H:%M}</p>
{"".join(parts)}<p>({p.story.agency})</p><h4>{p.pick(RELATED)}</h4><ul>{p.headlines(4)}</ul><h4>{p.pick(POPULAR)}</h4><ol>{p.headlines(5)}</ol><p>Contact the newsroom: 0555 12 34 56</p><p>© {e(p.site)} {p.story.day.year}</p></body></html>"""
    )


def digest(p: Page) -> str:
    """Before the story, three others in short; after it, three more."""
    return (
        p.head(og=True, title="{s} | {h}")
        + f"""<body><h2>{e(p.site)}</h2><div>{p.nav("span")}</div><h3>Also today</h3>{p.teasers(3)}<hr><h1>{p.headline}</h1><div>{e(p.story.byline)} / {p.date(5)}</div>{"".join(f"<p>{one}</p>" for one in _prose(p))}<hr><h3>Keep reading</h3>{p.teasers(3)}<p>Terms · Privacy · {p.story.day.year}</p></body></html>"""
    )


def handout(p: Page) -> str:
    """A ministry's press page: a reference number, a lead in bold, contact lines and notes behind the story."""
    prose = _prose(p)
    return (
        p.head(og=False, title="{h} | Press")
        + f"""<body><p>Ministry of Coasts</p><p>Press room | Speeches | Calendar | Contact</p><p>Press release No 118/{p.story.day.year}</p><p>{p.date(1)}</p><h1>{p.headline}</h1><p><b>{prose[0]}</b></p>{"".join(f"<p>{one}</p>" for one in prose[1:])}<p>-- ENDS --</p>
<h3>Media contact</h3><p>Press office of the ministry<br>Phone: +45 555 12 34<br>press@ministry.example</p><h3>Notes to editors</h3><p>The ministry was founded in 1921 and has 340 employees in eleven towns along the coast.</p><p>Page last reviewed in {p.story.day.year}. Print this page. Back to top.</p></body></html>"""
    )


LAYOUTS: tuple[Layout, ...] = (business_daily, forum_like, regional, digest, handout)
