"""Accounts and experiments whose truth is known, because they are invented."""
