"""Whole weeks, months and quarters as numbers: what is usual for them."""
