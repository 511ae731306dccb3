"""Commands of the analyst."""
