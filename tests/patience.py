"""Slack waits three seconds for an answer. In most tests it waits longer."""

from playground import Playground

SECONDS = 60.0


def patient(slack: Playground) -> Playground:
    """Have Slack wait for longer than a busy machine may stand still; how fast the bot is has tests of its own."""
    slack.timing.ack_seconds = slack.triggers.seconds = SECONDS
    return slack
