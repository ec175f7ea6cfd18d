"""Parts that made-up pages are put together from: navigation, boxes, labels, notices, each in many wordings."""

from __future__ import annotations

import json
import random
from html import escape as e

from bench.pages.stories import Story

SITES = (
    "Lindholm Courier",
    "Orbit Daily",
    "The Harbour Post",
    "Nordhaven Today",
    "Current Affairs Weekly",
    "Shield Report",
)
NAV = (
    "Home",
    "News",
    "World",
    "Politics",
    "Business",
    "Science",
    "Sport",
    "Culture",
    "Opinion",
    "Weather",
    "Video",
    "Contact",
)
NAVS = {
    "de": ("Startseite", "Politik", "Wirtschaft", "Kultur", "Sport", "Wissen", "Meinung", "Wetter", "Impressum"),
    "fr": ("Accueil", "Politique", "Économie", "Culture", "Sports", "Sciences", "Opinions", "Météo"),
    "es": ("Portada", "Política", "Economía", "Cultura", "Deportes", "Ciencia", "Opinión"),
    "ru": ("Главная", "Политика", "Экономика", "Общество", "Культура", "Спорт", "Наука", "Контакты"),
    "ar": ("الرئيسية", "سياسة", "اقتصاد", "رياضة", "ثقافة", "علوم", "من نحن"),
}
RELATED = {
    "en": ("Related Articles", "Read More", "More on this story", "You may also like", "Related Links", "See also"),
    "de": ("Mehr zum Thema", "Lesen Sie auch"), "fr": ("À lire aussi", "Sur le même sujet"),
    "es": ("Te puede interesar", "Lee también"), "ru": ("Читайте также", "По теме"), "ar": ("اقرأ أيضا", "مواضيع ذات صلة"),
}  # fmt: skip
POPULAR = {"en": ("Most Read", "Trending Now", "Latest News", "Top Stories", "24/7 Energy News Coverage"), "de": ("Meistgelesen",), "fr": ("Les plus lus",), "es": ("Lo más leído",), "ru": ("Популярное",), "ar": ("الأكثر قراءة",)}  # fmt: skip
AD = {"en": ("ADVERTISEMENT", "Advertisement", "Sponsored", "Story continues below advertisement"), "de": ("Anzeige",), "fr": ("Publicité",), "es": ("Publicidad",), "ru": ("Реклама",), "ar": ("إعلان",)}  # fmt: skip
COOKIES = {
    "en": "We use cookies and similar technologies to give you the best experience on our site. By continuing to browse you agree to our use of cookies.",
    "de": "Wir verwenden Cookies, um unsere Website für Sie zu verbessern. Mit der Nutzung stimmen Sie dem zu.",
    "fr": "Nous utilisons des cookies pour améliorer votre visite. En poursuivant, vous acceptez leur usage.",
    "es": "Utilizamos cookies para mejorar su experiencia. Al continuar navegando acepta su uso.",
    "ru": "Мы используем файлы cookie, чтобы сайт работал лучше. Оставаясь на сайте, вы соглашаетесь с этим.",
    "ar": "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.",
}
_MONTHS = "January February March April May June July August September October November December".split()
_LOCAL = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
}
COMMENTS = (
    "I have lived there for thirty years and nobody ever asked me. This is how it always goes with these projects, and my neighbours think so too.",
    "Great article, thank you! One question though: who is going to pay for all of this in the end?",
    "Typical. They announce, they postpone, and then they announce again. Wake me up when something has really been built.",
)
BIO = "{name} writes about industry and the sea for the {site}. She has reported from eleven countries and lives near the harbour with two dogs."
PLEA = (
    "Thanks for being here; we need your help. Our news network continues to grow but revenues have never been harder to maintain.",
    "With the rise of ad blockers our traditional revenue sources continue to decline, and unlike so many other news sites we don't have a paywall.",
    "If you find our news site informative and useful then please consider becoming a regular supporter or for now make a one off contribution.",
)
LETTER = "Get the best of the {site} in your inbox every morning. Sign up for our free newsletter; you can unsubscribe at any time."


class Page:
    """One page in the making: the story, the sister stories that fill its boxes, and the dice."""

    def __init__(self, story: Story, sisters: list[Story], chance: random.Random) -> None:
        self.story, self.sisters, self.chance = story, sisters, chance
        self.site = chance.choice(SITES)
        self.language = story.language
        self.headline = e(story.headline)
        self._next = 0

    def pick(self, table: dict[str, tuple[str, ...]]) -> str:
        return self.chance.choice(table.get(self.language, table["en"]))

    def nav(self, tag: str = "li", joint: str = "") -> str:
        words = NAVS.get(self.language, NAV)
        return joint.join(
            f'<{tag}><a href="/{n}">{e(word)}</a></{tag}>' if tag else f'<a href="/{n}">{e(word)}</a>'
            for n, word in enumerate(words)
        )

    def sister(self) -> Story:
        self._next += 1
        return self.sisters[self._next % len(self.sisters)]

    def headlines(self, count: int, tag: str = "li") -> str:
        return "".join(f'<{tag}><a href="/s{n}">{e(self.sister().headline)}</a></{tag}>' for n in range(count))

    def teasers(self, count: int) -> str:
        out = ""
        for _ in range(count):
            one = self.sister()
            out += f'<div class="card"><h3><a href="/t">{e(one.headline)}</a></h3><p>{e(" ".join(one.paragraphs[0].split()[:22]))}…</p></div>'
        return out

    def date(self, style: int | None = None) -> str:
        day = self.story.day
        months = _LOCAL.get(self.language)
        if months:
            name = months[day.month - 1]
            return {"de": f"{day.day}. {name} {day.year}", "es": f"{day.day} de {name} de {day.year}"}.get(
                self.language, f"{day.day} {name} {day.year}"
            )
        name = _MONTHS[day.month - 1]
        forms = (
            f"{name} {day.day}, {day.year}",
            f"{day.day} {name} {day.year}",
            f"{name[:3]} {day.day}, {day.year}",
            f"{day:%A}, {name} {day.day}, {day.year}",
            f"{day:%Y-%m-%d}",
            f"{day.day} {name[:3]} {day.year}",
        )
        return forms[self.chance.randrange(len(forms)) if style is None else style]

    def by(self) -> str:
        word = {"de": "Von", "fr": "Par", "es": "Por", "ru": "Автор:", "ar": "بقلم"}.get(self.language, "By")
        return f"{word} {e(self.story.byline)}"

    def paragraphs(self, *, tag: str = "p", ad_after: int = -1, box_after: int = -1, subhead_after: int = -1) -> str:
        out = ""
        for number, text in enumerate(self.story.paragraphs):
            out += f"<{tag}>{e(text, quote=False)}</{tag}>\n"
            if number == ad_after:
                out += f'<div class="ad-slot">{self.pick(AD)}</div>\n'
            if number == box_after:
                out += f'<div class="inline-related"><strong>{self.pick(RELATED)}</strong><ul>{self.headlines(3)}</ul></div>\n'
        return out

    def head(self, *, og: bool = True, ld: bool = False, meta: bool = False, title: str = "{h} | {s}") -> str:
        day = self.story.day
        out = f"<title>{title.format(h=self.headline, s=e(self.site))}</title>"
        if og:
            out += f'<meta property="og:title" content="{self.headline}"><meta property="og:site_name" content="{e(self.site)}">'
        if meta:
            out += f'<meta property="article:published_time" content="{day:%Y-%m-%dT%H:%M:00+00:00}">'
        if ld:
            facts = {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": self.story.headline,
                "datePublished": f"{day:%Y-%m-%dT%H:%M:00Z}",
                "publisher": {"@type": "Organization", "name": self.site},
            }
            out += f'<script type="application/ld+json">{json.dumps(facts)}</script>'
        return f'<html lang="{self.language}"><head><meta charset="utf-8">{out}</head>'

    def comments(self, count: int = 3) -> str:
        return "".join(
            f'<div class="comment"><b>reader{n}</b> <span>{n + 2} hours ago</span><p>{text}</p><a href="#">Reply</a></div>'
            for n, text in enumerate(COMMENTS[:count])
        )

    def plea(self) -> str:
        return "".join(f"<p>{text}</p>" for text in PLEA)
