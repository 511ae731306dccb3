"""Seasons of invented posts, honest and manipulated, as a workspace's files."""
