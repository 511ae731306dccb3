"""One number a post, at equal age."""
