"""A table of posts brought to one row a post: columns once, no totals, the newest reading of each post."""
