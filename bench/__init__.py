"""Benchmarks: each prints a table of medians and ratios, side by side with what it is compared with."""
