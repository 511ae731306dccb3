"""The page of a team's year."""
