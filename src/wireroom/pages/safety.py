"""The headers that keep a page from running or loading anything that is not its own."""

from __future__ import annotations

import base64
import hashlib

# For every response, of any kind; the web room applies them to those that are no pages too.
SECURITY_HEADERS: tuple[tuple[str, str], ...] = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
)

# Feeds, sitemaps and fragments need nothing at all.
BARE_POLICY: tuple[str, str] = ("content-security-policy", "default-src 'none'; frame-ancestors 'none'")


def page_policy(*styles: str) -> tuple[str, str]:
    """The Content-Security-Policy (CSP Level 3) of pages whose only style is one of these <style> elements."""
    digests = (base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() for css in styles)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    policy = f"default-src 'none'; style-src {allowed}; img-src 'self'; manifest-src 'self'; form-action 'self'"
    return "content-security-policy", f"{policy}; base-uri 'none'; frame-ancestors 'none'"
