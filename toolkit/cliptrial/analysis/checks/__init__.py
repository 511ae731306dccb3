"""Was it fair? Each module answers one part of the question with findings."""
