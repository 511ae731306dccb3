"""Whole weeks or fortnights as units: what came of each of them, and of the cadence."""
