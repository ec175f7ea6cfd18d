"""Snapshot and URL to page: stories, fronts, rails, feeds, sitemaps; pure functions of what they are given."""
