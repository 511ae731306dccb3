"""The page of a week, a month or a quarter."""
