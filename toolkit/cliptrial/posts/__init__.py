"""What happened: exports in, one row a post at equal age out."""
