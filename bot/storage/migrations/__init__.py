"""The steps from one version of the tables to the next.

Write a new one: `uv run python -m bot.storage.migrations "What changes"`.
"""
