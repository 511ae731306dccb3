"""Experiments planned together on the same posts: drawn, or refused with what to do instead."""
