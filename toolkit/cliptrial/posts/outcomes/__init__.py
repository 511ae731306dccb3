"""What people did after a post: orders, attributed to the post that led to them."""
