"""The payloads of gestures, as Slack words them."""

from typing import TYPE_CHECKING, Any

from playground import mentions
from playground.inputs import Placed
from playground.messages import Message
from playground.views import View
from playground.workspace import Channel, Workspace

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]


class Payloads:
    """Makes the payloads of one person's gestures; each with a fresh trigger id."""

    def __init__(self, playground: "Playground", workspace: Workspace, user: str) -> None:
        self._playground = playground
        self._workspace = workspace
        self._user = user

    def command(self, command: str, text: str, channel: Channel) -> Json:
        """Return a slash command; `&`, `<` and `>` in the text come as entities."""
        user = self._workspace.user(self._user)
        body: Json = {"token": "playground", "team_id": self._workspace.team_id, "team_domain": "playground"}
        body |= {"channel_id": channel.id, "channel_name": channel.name, "user_id": user.id, "user_name": user.name}
        if channel.is_private:
            body["channel_name"] = "privategroup"
        body |= {"command": command, "text": mentions.escape(text), "api_app_id": self._workspace.app_id}
        body |= {"is_enterprise_install": "false", "response_url": self._response_url(channel.id, None, "commands")}
        return body | {"trigger_id": self._trigger()}

    def view_actions(self, view: View, action: Json) -> Json:
        """Return a gesture in a modal or on the Home tab."""
        container = {"type": "view", "view_id": view.id}
        body = self._common("block_actions", view.id) | {"container": container, "view": view.as_json()}
        return body | {"actions": [action]}

    def message_actions(self, message: Message, action: Json, state: Json) -> Json:
        """Return a gesture on a message; an ephemeral one comes without its words."""
        shown_to_one = message.ephemeral_to is not None
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
        container["is_ephemeral"] = shown_to_one
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        body = self._common("block_actions") | {"container": container, "channel": self._channel(message.channel)}
        if not shown_to_one:
            body["message"] = message.as_json()
        body["response_url"] = self._response_url(message.channel, message, "actions")
        return body | {"state": state, "actions": [action]}

    def suggestion(self, view: View, placed: Placed, text: str) -> Json:
        """Return the question for options while a person types in a menu; without trigger id."""
        block_id, action_id = placed.key
        body = self._common("block_suggestion", view.id) | {"action_id": action_id, "block_id": block_id}
        del body["trigger_id"]
        return body | {"value": text, "container": {"type": "view", "view_id": view.id}, "view": view.as_json()}

    def submission(self, view: View) -> Json:
        """Return a modal is submitted."""
        return self._common("view_submission", view.id) | {"view": view.as_json(), "response_urls": []}

    def closed(self, view: View, *, cleared: bool) -> Json:
        """Return a modal is closed; without trigger id, as in Slack."""
        body = self._common("view_closed") | {"view": view.as_json(), "is_cleared": cleared}
        del body["trigger_id"]
        return body

    def message_shortcut(self, callback_id: str, message: Message) -> Json:
        """Return a shortcut from a message's menu."""
        body = self._common("message_action") | {"callback_id": callback_id, "message_ts": message.ts}
        body |= {"message": message.as_json(), "channel": self._channel(message.channel)}
        body["action_ts"] = self._workspace.timestamps.next("actions")
        return body | {"response_url": self._response_url(message.channel, message, "app")}

    def global_shortcut(self, callback_id: str) -> Json:
        """Return a shortcut from anywhere; it has no channel."""
        body = self._common("shortcut") | {"callback_id": callback_id}
        return body | {"action_ts": self._workspace.timestamps.next("actions")}

    def _common(self, kind: str, view_id: str | None = None) -> Json:
        user, team = self._workspace.user(self._user), self._workspace.team_id
        shown = {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}
        body: Json = {"type": kind, "user": shown, "api_app_id": self._workspace.app_id, "token": "playground"}
        body |= {"team": {"id": user.team_id or team, "domain": "playground"}, "enterprise": None}
        return body | {"is_enterprise_install": False, "trigger_id": self._trigger(view_id)}

    def _trigger(self, view_id: str | None = None) -> str:
        return self._playground.triggers.new(self._user, view_id)

    def _response_url(self, channel: str, message: Message | None, kind: str) -> str:
        key = self._playground.response_urls.new(self._workspace, channel, self._user, message)
        return f"{self._playground.url}/{kind}/{self._workspace.team_id}/{key}"

    def _channel(self, channel_id: str) -> Json:
        return {"id": channel_id, "name": self._workspace.channel(channel_id).name}
