"""Whom a reach reaches, what it was about, and a rating of the platform."""
