"""Commands of every week."""
