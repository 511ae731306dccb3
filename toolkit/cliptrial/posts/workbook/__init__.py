"""numbers.xlsx: written by the plan, filled in by people, read back."""
