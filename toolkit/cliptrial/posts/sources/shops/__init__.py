"""Exports of shops and of what takes the money: one row an order, and nothing of whoever ordered."""
