"""The steps on the screen, one a file."""
