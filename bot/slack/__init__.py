"""Slack itself: the client, error classes, blocks, forms, and the guard around every listener."""
