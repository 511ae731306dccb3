"""A week, a month or a quarter in words."""
