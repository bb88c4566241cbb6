"""A guided tour over the page: steps in the words of whoever starts the playground."""

from dataclasses import dataclass

#: What a step may point at. `composer`: where one writes · `clock`: the day of the story · `people`: whom one acts as ·
#: `channels`: the list of conversations · `home`: the door to the app's Home tab · `message`: the newest message of the
#: app, or the newest with the step's `button` · `conversation`: all that is said in the open conversation
HIGHLIGHTS = ("composer", "clock", "people", "channels", "home", "message", "conversation")
#: Conversations that a step may name without an id: the direct one with the app, and the app's Home tab.
DIRECT, HOME = "direct", "home"


@dataclass(frozen=True)
class TourStep:
    """One step: what to read, as whom, where, and what to look at."""

    #: Stable, for coming back to it.
    id: str
    title: str
    text: str
    #: The Slack id of whom one acts as; None leaves it as it is.
    person: str | None = None
    #: A channel's id, `direct` or `home`; None leaves it as it is.
    conversation: str | None = None
    #: One of `HIGHLIGHTS`.
    highlight: str | None = None
    #: What is written in the composer for the reader, who sends it or not.
    prefill: str | None = None
    #: The words on a button of the `message` that is meant; without such a message nothing is pointed at.
    button: str | None = None

    def __post_init__(self) -> None:
        if self.highlight is not None and self.highlight not in HIGHLIGHTS:
            raise ValueError(f"no highlight {self.highlight!r}; there are {', '.join(HIGHLIGHTS)}")
