"""What is handed to a client: one page of one sheet, and pictures of the answer for slides and chat."""
