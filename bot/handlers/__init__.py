"""Slack in: parse, call one use case, answer."""
