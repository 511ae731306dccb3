"""Combined tests: several experiments, each with its own question, drawn together on the same posts."""
