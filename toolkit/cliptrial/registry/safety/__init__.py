"""What keeps a workspace safe: from those who share the machine, from those who sent it, from two people at once."""
