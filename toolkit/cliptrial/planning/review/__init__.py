"""What a team tells a client of a week, a month or a quarter."""
