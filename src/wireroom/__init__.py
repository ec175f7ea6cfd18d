"""Wireroom: licensed wire copy in, a network of news sites out."""

__version__ = "0.1.0"
