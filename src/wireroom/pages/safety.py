"""The headers that keep a page from running or loading anything that is not its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

# For every response, of any kind; the web room applies them to those that are no pages too.
SECURITY_HEADERS: tuple[tuple[str, str], ...] = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
)

# Feeds, sitemaps and fragments need nothing at all.
BARE_POLICY: tuple[str, str] = ("content-security-policy", "default-src 'none'; frame-ancestors 'none'")


def page_policy(*styles: str, own: Iterable[str] = ()) -> tuple[str, str]:
    """The Content-Security-Policy (CSP Level 3) of pages whose only style is one of these <style> elements.

    `own` are further kinds of source (`font-src`, say) that the site itself may give.
    """
    digests = (base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() for css in styles)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    policy = f"default-src 'none'; style-src {allowed}; img-src 'self'; manifest-src 'self'; form-action 'self'"
    # No script runs that could connect; but browsers' own tools read robots.txt as if the page had asked for it.
    policy += "; connect-src 'self'"
    further = "".join(f"; {kind} 'self'" for kind in own)
    return "content-security-policy", f"{policy}{further}; base-uri 'none'; frame-ancestors 'none'"
