"""What every language must have."""
