"""What a page, a plan or a terminal says of one experiment."""
