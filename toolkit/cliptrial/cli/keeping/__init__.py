"""Numbers that are kept, given away and removed."""
