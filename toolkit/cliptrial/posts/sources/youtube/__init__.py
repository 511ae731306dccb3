"""What YouTube gives away: the tables of Studio, and what its interface for programs answers."""
