"""What people did after a post, beside ordering: files of analytics, of links, and of conversations."""
