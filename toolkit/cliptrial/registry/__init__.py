"""What we want to learn: experiments, workspaces, plans and decisions, as files."""
