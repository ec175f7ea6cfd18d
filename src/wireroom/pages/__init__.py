"""Snapshot and URL to page: stories, fronts, rails, feeds, sitemaps; pure functions of what they are given."""

from wireroom.pages.model import Frame, Hole, Links, Page, Request
from wireroom.pages.pages import Pages, earlier, etag, page
from wireroom.pages.safety import BARE_POLICY, SECURITY_HEADERS

__all__ = [
    "BARE_POLICY",
    "SECURITY_HEADERS",
    "Frame",
    "Hole",
    "Links",
    "Page",
    "Pages",
    "Request",
    "earlier",
    "etag",
    "page",
]
