"""Wireroom: licensed wire copy in, a network of news sites out."""
