"""What experiments teach together."""
