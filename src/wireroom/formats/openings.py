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
    # TASS: "МОСКВА, 4 апреля. /ТАСС/. ", "MOSCOW, April 4. /TASS/. "
    re.compile(rf"(?P<head>[^/()\n]{{2,80}}?)[.,]?\s+/(?P<agency>[^/()\d\n]{{2,30}})/\s*[.:]?\s*(?:{_DASH}\s*)?"),
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
    # KNA: "Bonn (KNA) Die"; AFP in Arabic
    re.compile(rf"(?P<head>{_NAME}(?: {_NAME})?)\s*{_BRACKET}\s*[.,]?\s+{_CAPITAL}"),
)
_EASTERN = (
    # 新华社北京4月4日电（记者…）
    re.compile(
        r"(?P<agency>新华社|中新社|新華社|中央社)(?P<head>[^\s，。（(]{2,20}?\d{1,2}月\d{1,2}日)[电電]\s*(?:[（(][^）)]{1,40}[）)])?\s*"
    ),
    # 【東京共同】, 【ワシントン時事】
    re.compile(r"[【［](?P<head>[^】］\n]{1,20}?)[=＝]?(?P<agency>共同|時事|AFP時事|ＡＦＰ時事|AFP|ロイター)[】］]\s*"),
    # (서울=연합뉴스) 홍길동 기자 =
    re.compile(
        r"[(（](?P<head>[^()=\n]{1,20})=(?P<agency>[^()=\n]{2,12})[)）]\s*(?:[^=\n]{1,30}?(?:기자|특파원)\s*)?=\s*"
    ),
)
_MAY_BEGIN = re.compile(r"[(（﴾/【［=]|\d|新华社|中新社|新華社|中央社")


def openings(first: str) -> Iterator[re.Match[str]]:
    """Every shape that the beginning of a paragraph has; none for most."""
    start = first[:LONGEST]
    if not _MAY_BEGIN.search(start, 0, 90):
        return
    for pattern in _LATIN:
        if found := pattern.match(start):
            yield found
    if start[:1] in "【［(（新中":
        for pattern in _EASTERN:
            if found := pattern.match(start):
                yield found
