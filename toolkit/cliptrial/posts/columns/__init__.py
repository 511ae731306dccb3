"""Tables by column: what reads many rows looks at whole columns, and at each distinct cell once."""
