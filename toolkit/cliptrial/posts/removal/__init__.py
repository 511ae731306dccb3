"""What may not be kept any more: old numbers, accounts and people, taken out of the whole workspace."""
