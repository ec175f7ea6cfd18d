"""The shapes in which agencies begin a story with place, date and their own name: patterns, and nothing else.

Each gives `head` (place and date), `agency`, and by its end how much of the paragraph it is. What a pattern finds is
a dateline only when the agency is known; see `dateline.split_from_body`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 140
"""Characters within which a dateline ends."""
_DASH = r"[-–—_]{1,3}"
_BRACKET = r"[(（﴾](?P<agency>[^()（）﴾﴿]{2,30})[)）﴿]"
_NAME = r"(?![a-zß-ÿа-яё])[^\W\d_][\w'’./-]{1,25}"
_CAPITAL = r"(?=[\"“«„‘]?(?:[A-ZÀ-ÞА-ЯЁ]|[^\W\da-zß-ÿа-яё_]))"
# In the order they are tried: the more they demand, the earlier.
_LATIN = (
    # Press releases: "YORK, Pa. / NEWSWIRE / April 4, 2026 / ", "York, England – (Newswire - April 4, 2026) - "
    re.compile(r"(?P<head>[^/()\n]{2,60}?)\s+/\s+(?P<agency>[^/()\d\n]{2,30}?)\s+/\s+(?P<date>[^/()\n]{6,20}?)\s+/\s+"),
    re.compile(
        rf"(?P<head>[^()\n]{{2,60}}?)\s*[(](?P<agency>[^()\d\n]{{2,30}}?)\s+{_DASH}\s+(?P<date>[^()\n]{{6,20}})[)]\s*{_DASH}\s*"
    ),
    # TASS: "МОСКВА, 4 апреля. /ТАСС/. ", "MOSCOW, April 4. /TASS/. "; Ritzau: "Haag /ritzau/AFP/: "
    re.compile(
        rf"(?P<head>[^/()\n]{{2,80}}?)[.,]?\s+/(?P<agency>[^/()\d\n]{{2,30}})/(?:[^/()\s\d]{{2,20}}/){{0,3}}"
        rf"\s*[.:]?\s*(?:{_DASH}\s*)?"
    ),
    # Business Wire: "YORK, Pa.--(BUSINESS WIRE)--The"; Reuters: "LONDON (Reuters) -The"
    re.compile(rf"(?P<head>[^()（）\n]{{2,60}}?)\s*{_BRACKET}\s*{_DASH}\s*{_CAPITAL}"),
    # ANSA: "(ANSA) - ROMA, 04 APR - "; AGI: "(AGI) - Roma, 4 apr. - "
    re.compile(
        rf"[(](?P<agency>[^()]{{2,30}})[)]\s*{_DASH}\s*"
        rf"(?P<head>[^\W\d_][^()\n]{{1,50}}?\d[^()\n]{{0,16}}?|[A-ZÀ-Þ][A-ZÀ-Þ .'/-]{{2,40}}?)\s*{_DASH}\s+"
    ),
    # Interfax: "Москва. 4 апреля. INTERFAX.RU - "
    re.compile(
        rf"(?P<head>[^().\n]{{2,40}}\. (?:\d{{1,2}} [^\W\d_]{{3,12}}|[^\W\d_]{{3,12}} \d{{1,2}}))\.\s*"
        rf"(?P<agency>[^\W\d_][\w. ]{{2,24}}?)\s*{_DASH}\s+"
    ),
    # RIA: "МОСКВА, 4 апр — РИА Новости. "
    re.compile(
        rf"(?P<head>[^().\n]{{2,40}}?,\s*\d{{1,2}} [^\W\d_]{{3,12}})\.?\s+{_DASH}\s+"
        r"(?P<agency>[^\W\d_][\w ]{1,24}?)\.\s+"
    ),
    # Kyodo: "TOKYO, April 4, Kyodo - "; AAP: "SYDNEY, April 4 AAP - "
    re.compile(rf"(?P<head>[^()\n]{{2,60}}?\d[^()\n]{{0,14}}?),?\s+(?P<agency>[^\W\d_]\w{{1,18}})\s*{_DASH}\s+"),
    # Belga, ANI: "BRUSSEL 04/04 (BELGA) = ", "New Delhi [India], April 4 (ANI): "
    re.compile(r"(?P<head>[^()（）\n]{2,80}?)\s*[(（](?P<agency>[^()（）]{2,30})[)）]\s*[:=]\s*"),
    # PTI: "New Delhi, Apr 4 (PTI) The"; the copy begins with a capital, or with what has none.
    re.compile(rf"(?P<head>[^()（）\n]{{2,40}}?\d[^()（）\n]{{0,16}}?)\s*{_BRACKET}\s*[.,]?\s+{_CAPITAL}"),
    # SPA: place, day by the moon, day by the sun, its name; a paragraph by itself
    re.compile(
        r"(?P<head>[^\d()\n]{2,30}?) \d{1,2} [^\d()\n]{3,25} \d{4} ?(?:هـ)? الموافق "
        r"(?P<date>\d{1,2} [^\d()\n]{3,25} \d{4}) ?م? (?P<agency>واس)\s*$"
    ),
    # KNA: "Bonn (KNA) Die"; AFP in Arabic
    re.compile(rf"(?P<head>{_NAME}(?: {_NAME})?)\s*{_BRACKET}\s*[.,]?\s+{_CAPITAL}"),
)
_TOLD = r"\s*(?:[（(]\s*(?:记者|記者|编辑|編輯|实习|文\W)[^（）()]{1,60}[）)])?\s*"  # who wrote it
_DAY = r"(?:\d{1,2}月)?\d{1,2}[日号號]"
_CHINESE = (
    "新华社|中新社|中新网|中国新闻社|新華社|中央社|人民网|法新社|路透社|路透|美联社|共同社|韩联社|塔斯社|埃菲社|德新社"
)
_JAPANESE = (
    "共同通信|共同|時事通信|AFP時事|ＡＦＰ時事|時事|AFP|ＡＦＰ|AP|ＡＰ|ロイター|聯合ニュース|新華社|タス通信|中央社"
)
# Where a writer's name stands before the place without a space, only a place that is known can be told from it.
_PLACES = (
    "台北|新北|桃園|台中|台南|高雄|基隆|新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|台東|澎湖|金門|馬祖|連江|"
    "北京|上海|香港|澳門|東京|大阪|首爾|華盛頓|紐約|洛杉磯|舊金山|芝加哥|倫敦|巴黎|柏林|布魯塞爾|日內瓦|羅馬|馬德里|"
    "莫斯科|基輔|華沙|曼谷|新加坡|吉隆坡|雅加達|馬尼拉|河內|新德里|雪梨|墨爾本|溫哥華|多倫多|耶路撒冷|開羅|杜拜"
)
_KOREAN_WRITER = r"(?:[^=\n]{1,40}?(?:기자|특파원|통신원|논설위원)\s*=|=)?\s*"
_EASTERN = (
    # 新华社北京4月4日电（记者…）
    re.compile(
        rf"(?P<agency>{_CHINESE})(?P<head>[^\s，。（(]{{0,20}}?{_DAY})(?:[电電讯訊]|报道|報導){_TOLD}(?:[-—–]\s*)?"
    ),
    # （中央社記者王小明台北4日電）, （中央社台北4日電）, （中央社華盛頓4日綜合外電報導）
    re.compile(
        rf"[（(](?P<agency>{_CHINESE})(?:記者|记者)[^\s，。（）()\d]{{2,20}}?"
        rf"(?P<head>(?:{_PLACES})?{_DAY})[^（）()]{{0,8}}[电電导導]\s*[）)]\s*"
    ),
    re.compile(
        rf"[（(](?P<agency>{_CHINESE})(?P<head>[^\s，。（）()]{{2,20}}?{_DAY})[^（）()]{{0,8}}[电電导導]\s*[）)]\s*"
    ),
    # 【東京共同】, 【ワシントン時事】, 【ワシントン共同＝記者】, 【ソウル22日聯合ニュース】, 【北京＝時事】
    re.compile(
        rf"[【［](?P<head>[^】］\n]{{1,20}}?)[=＝\s]?(?P<agency>{_JAPANESE})(?:[=＝][^】］\n]{{1,16}})?[】］]\s*(?:[-–—]\s*)?"
    ),
    # [東京 4日 ロイター] -
    re.compile(rf"[\[［](?P<head>[^\]］\n]{{1,24}}?)\s+(?P<agency>{_JAPANESE})[\]］]\s*[-–—]?\s*"),
    # (서울=연합뉴스) 홍길동 기자 =, [서울=뉴시스] 홍길동 기자 =, (파리 AFP=연합뉴스)
    re.compile(
        rf"[(（\[［](?P<head>[^()\[\]=＝\n]{{1,20}}?)(?: (?:AFP|AP|EPA|dpa|로이터))?[=＝]"
        rf"(?P<agency>[^()\[\]=＝\n]{{2,12}})[)）\]］]\s*{_KOREAN_WRITER}"
    ),
    # (평양 11월 22일발 조선중앙통신)
    re.compile(r"[(（](?P<head>[^()\d\n]{1,12} \d{1,2}월 ?\d{1,2}일)발 (?P<agency>[^()\n]{2,12})[)）]\s*"),
)
_EASTERN_STARTS = frozenset("【［[(（新中人法路美共韩塔埃德安俄")
_DIGIT = re.compile(r"\d")
# "April 4 AAP- ": a day, the agency, a dash.
_BARE = re.compile(r"\d,? +[^\W\d_]\w{1,18} *[-–—_]{1,3} ")
_MAY_BEGIN = re.compile(r"[(（﴾/【［=＝]|\d|[０-９]")


def may_open(first: str) -> bool:
    """Whether a paragraph may begin with a dateline: an agency in brackets or strokes, or after a date and a dash."""
    start = first[:90]
    if "(" in start or "（" in start or start[:1] in _EASTERN_STARTS or " /" in start:
        return True
    if not start.isascii() and "الموافق" in start:
        return True
    if _DIGIT.search(start) is None:  # as most paragraphs begin
        return False
    return " - " in start or " — " in start or " – " in start or _BARE.search(start) is not None


def openings(first: str) -> Iterator[re.Match[str]]:
    """Every shape that the beginning of a paragraph has; none for most."""
    start = first[:LONGEST]
    if not _MAY_BEGIN.search(start, 0, 90):
        return
    for pattern in _LATIN:
        if found := pattern.match(start):
            yield found
    yield from eastern(start)


def eastern(first: str) -> Iterator[re.Match[str]]:
    """Those shapes of Chinese, Japanese and Korean agencies alone."""
    for pattern in _EASTERN if first[:1] in _EASTERN_STARTS else ():
        if found := pattern.match(first[:LONGEST]):
            yield found
