"""Figures of a period's page."""
