"""Results as pictures: SVG with text kept as text; nothing is computed here."""
