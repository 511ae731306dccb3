"""What a year of honest tests is worth: ideas tried on posts, adopted by expectation, checked once."""
