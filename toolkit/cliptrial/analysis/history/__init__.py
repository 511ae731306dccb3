"""An account's own earlier posts: observed, never assigned."""
