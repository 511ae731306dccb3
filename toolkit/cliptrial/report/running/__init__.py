"""A run over many pages: kernels that work side by side, analyses that are made once, and what became of every page."""
