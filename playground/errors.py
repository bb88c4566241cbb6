"""What the playground answers or raises when something is refused."""

from typing import Any


class SlackError(Exception):
    """A refusal as Slack words it: `ok: false` with a code, and for Block Kit the places."""

    def __init__(self, code: str, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.extra = extra

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["errors"] = self.messages
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body


class NotShownError(AssertionError):
    """A person looked for something that is not on their screen; the text says what is there."""


class NotPossibleError(AssertionError):
    """A person tried something that Slack's own client would not let them do."""
