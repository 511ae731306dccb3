"""Many estimates at once: pooled, shrunken, or drawn towards what is known."""
