"""A wall clock that stands where the test puts it, counted from the real one: files carry real times."""

from __future__ import annotations

import time


class Wall:
    """Tells seconds since 1970."""

    def __init__(self) -> None:
        self.at = time.time()

    def __call__(self) -> float:
        return self.at

    def pass_by(self, seconds: float) -> None:
        """Lets time pass."""
        self.at += seconds
