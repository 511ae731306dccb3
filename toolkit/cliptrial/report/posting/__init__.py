"""Pages on when to post."""
