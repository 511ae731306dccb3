"""Experiment and workspace files: read with every problem at once, and written."""
