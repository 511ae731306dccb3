"""Figures of when to post."""
