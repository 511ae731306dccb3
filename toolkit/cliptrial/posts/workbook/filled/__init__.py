"""What people filled in, row by row."""
