"""Facts in content-named files: what was handed in, and what it says of posts and days."""
