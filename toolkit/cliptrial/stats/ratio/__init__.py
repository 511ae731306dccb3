"""Engines: a ratio of two arms, its test and its interval."""
