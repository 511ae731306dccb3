"""What every language must say, declared once: a missing sentence fails the type check and the start."""
