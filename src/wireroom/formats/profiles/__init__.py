"""Agencies' habits as data: which conventions apply to whose copy."""
