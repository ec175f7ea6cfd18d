"""The read API for partners: stories in the formats of the trade, and a stream of what changed and what is gone."""
