"""HTTP: where Slack knocks, and what the outside may see."""
