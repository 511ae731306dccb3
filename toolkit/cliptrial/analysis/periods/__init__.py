"""The numbers of a week, a month or a quarter, and what is usual for them."""
