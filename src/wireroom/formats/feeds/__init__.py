"""Feeds: RSS of every age, Atom, JSON Feed and WordPress's export, all read into one kind of entry."""
