"""One ninjs item as the tests of its reader make it."""

from __future__ import annotations

import json
from typing import Any

from wireroom import formats
from wireroom.formats import Hint
from wireroom.news import Version

_NO_HINT = Hint()


def read(hint: Any = _NO_HINT, **fields: Any) -> formats.Reading:
    """What is read of an item with these fields."""
    return formats.read(json.dumps({"uri": "urn:mpa:1", **fields}).encode(), hint)


def one(hint: Any = _NO_HINT, **fields: Any) -> Version:
    """Its only version."""
    (version,) = read(hint, **fields).versions
    return version
