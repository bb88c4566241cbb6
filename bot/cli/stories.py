"""The stories of `prompts/stories/`: who is in one, when it starts, and its steps. Light to import."""

from collections.abc import Mapping
from typing import Any

from bot.language import PROMPTS, read_prompts

STORIES = PROMPTS / "stories"
#: What `demo --play` plays when no story is named: a conference cycle.
CYCLE = "cycle"
#: What `demo` opens when no story is named.
NETWORK = "demo"

Step = Mapping[str, Any]
Story = Mapping[str, Any]


def names() -> list[str]:
    """Return the names of the stories that can be played."""
    return _with("starts")


def openable() -> list[str]:
    """Return the names of the stories that can be opened in the browser: each says what its workspace is called."""
    return _with("place")


def _with(key: str) -> list[str]:
    return sorted(path.stem for path in STORIES.glob("*.yaml") if key in read_prompts(f"stories/{path.name}"))


def story_named(name: str) -> Story:
    """Return a story: who is in it, when it starts, and its steps."""
    story: Story = read_prompts(f"stories/{name}.yaml")
    return story


def cast(story: Story) -> dict[str, str]:
    """Return who is in a story, by Slack id."""
    return {slack_user_id: person["name"] for slack_user_id, person in story["people"].items()}


def files_of(name: str) -> list[str]:
    """Return the files a story is told in: its own, and those that it loads."""
    return [f"{name}.yaml", *dict.fromkeys(step["load"] for step in story_named(name)["steps"] if "load" in step)]
