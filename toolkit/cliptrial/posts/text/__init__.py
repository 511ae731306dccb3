"""What people and platforms write: dates, numbers, hashtags, ids, and what must be hidden."""
