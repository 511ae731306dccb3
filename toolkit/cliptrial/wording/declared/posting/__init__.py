"""What every language must have for when and how often to post."""
