"""How long to leave a feed alone: its own rhythm, and what it says of it, within the owner's bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

REMEMBERED = 12  # moments of news that make a rhythm
KNOWN = 3  # moments that are needed for one
_PART = 8  # news is found after an eighth of the usual time between two, at the latest
_HEAD = 8192

_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_PERIOD = re.compile(rb"<(?:\w+:)?updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*</")
_FREQUENCY = re.compile(rb"<(?:\w+:)?updateFrequency>\s*(\d{1,4})\s*</")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,8})")
_PERIODS = {b"hourly": 3600, b"daily": 86400, b"weekly": 604800, b"monthly": 2629800, b"yearly": 31557600}


def hint_of(data: bytes) -> float | None:
    """The seconds between changes that a feed states: RSS `ttl`, or `sy:updatePeriod` and `sy:updateFrequency`."""
    head = data[:_HEAD]
    found = []
    if ttl := _TTL.search(head):
        found.append(int(ttl[1]) * 60.0)
    if period := _PERIOD.search(head):
        frequency = _FREQUENCY.search(head)
        found.append(_PERIODS[period[1]] / max(1, int(frequency[1]) if frequency else 1))
    return min((one for one in found if one > 0), default=None)


def fresh_for(headers: Mapping[str, str]) -> float:
    """The seconds for which the server's own caches give no other answer (RFC 9111 §5.2.2.1), 0 when it says none."""
    found = _MAX_AGE.search(headers.get("cache-control", "").lower())
    return float(found[1]) if found else 0.0


def interval(
    news: Sequence[float], now: float, *, shortest: float, longest: float, hint: float | None = None, fresh: float = 0.0
) -> float:
    """The seconds until a feed is worth another question.

    `news` holds the moments at which it brought something, oldest first, in the seconds of `now`. With a rhythm
    known that decides, and silence stretches it: a feed that sleeps at night is asked less. Before that, what the
    feed states (`hint`) decides; many state an hour and change each minute, so it is not believed for longer.
    """
    if len(news) >= KNOWN:
        gap = median(later - earlier for earlier, later in pairwise(news))
        wait = max(gap, now - news[-1]) / _PART
    else:
        wait = hint if hint is not None else shortest
    return min(max(wait, fresh, shortest), longest)
