"""Tables of measurements."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of all stays under."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def summary(values: Sequence[float]) -> str:
    """Median, p99 and most, in milliseconds."""
    return (
        f"median {statistics.median(values) * 1e3:7.3f} ms   p99 {quantile(values, 0.99) * 1e3:7.3f} ms   "
        f"most {max(values) * 1e3:7.3f} ms"
    )
