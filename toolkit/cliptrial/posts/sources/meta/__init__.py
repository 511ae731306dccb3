"""What Meta gives out about Instagram: posts and days from Business Suite, and what its interface for programs says."""
