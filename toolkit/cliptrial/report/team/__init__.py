"""Pages for a team and its clients before and while posts go out; each a file of its own that asks for nothing."""
