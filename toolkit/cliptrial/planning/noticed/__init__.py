"""What is worth a look in an account's numbers, and what could be tried because of it."""
