"""Commands of now and then."""
