"""A workplace without a bot: for walking through an installation before it is done in Slack.

    uv run python -m playground manifest.json

It grants what the app's manifest asks for, refuses a manifest that Slack would refuse, and prints what Slack would
show on its pages: the tokens, and the ids of people and of a channel. It keeps nothing.
"""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

from playground.running import Playground, Timing

Json = dict[str, Any]

CHANNEL = ("C0NORR", "norr")
#: id, name, what they do, and e-mail address of people who do not exist.
PEOPLE = (
    ("U0LEAD", "Alex Nätbro", "projektledningen", "alex@projektledningen.example"),
    ("U0BODEN", "Kim Bodenfjäll", "kontaktperson i Boden", "kim@boden.example"),
    ("U0KALIX", "Robin Kalixlund", "kontaktperson i Kalix", "robin@kalix.example"),
    ("U0PITEA", "Sam Piteåkvist", "kontaktperson i Piteå", "sam@pitea.example"),
)
#: A bot that is being set up by hand is started and stopped: nobody is in the hurry that Slack is in.
PATIENT = Timing(ack_seconds=15.0, trigger_seconds=15.0)


def main() -> None:
    """Serve until Ctrl-C; exit status 2 for a file that is no manifest or that Slack would refuse."""
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__.partition("\n")[0])
    parser.add_argument("manifest", type=Path, help="what `natverksbot manifest` printed")
    parser.add_argument("--port", type=int, default=3002, help="the port of the page and of the Web API")
    given = parser.parse_args()
    try:
        manifest = json.loads(given.manifest.read_text(encoding="utf-8"))
        slack = workplace(manifest, given.port)
    except (OSError, ValueError) as fault:
        parser.error(f"{given.manifest}: {fault}")
    asyncio.run(_serve(slack, manifest))


def workplace(manifest: Json, port: int = 0) -> Playground:
    """Return a workplace where an app is installed; ValueError when Slack would refuse its manifest."""
    slack = Playground(port=port, timing=PATIENT)
    slack.workspace.name = "Nätverk Norr"
    for slack_user_id, name, title, email in PEOPLE:
        slack.add_user(slack_user_id, name.split()[0].lower(), name, title=title, email=email)
    slack.add_channel(*CHANNEL, members=tuple(person[0] for person in PEOPLE), bot_is_member=False)
    slack.install(manifest)
    slack.bot_url = manifest["settings"]["event_subscriptions"].get("request_url")
    return slack


def told(slack: Playground) -> str:
    """Return what somebody who installs an app copies from Slack's pages, ready for `.env`, and who is there."""
    by_socket = slack.bot_url is None
    secret = f"SLACK_APP_TOKEN={slack.app_token}" if by_socket else f"SLACK_SIGNING_SECRET={slack.signing_secret}"
    channel, name = CHANNEL
    people = [f"# {who:8} {email:32} {called}, {title}" for who, called, title, email in PEOPLE]
    settings = [f"SLACK_API_URL={slack.api_url}", f"SLACK_BOT_TOKEN={slack.token}", secret]
    return "\n".join([*settings, f"# {channel:8} #{name}", *people])


async def _serve(slack: Playground, manifest: Json) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with slack:
        sys.stdout.write(f"{slack.page_url}\n\n{told(slack)}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    main()
