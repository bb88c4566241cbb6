"""The Web API through the real client: what is granted, what is refused and how."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        await call
    return str(refusal.value.response["error"])


async def test_auth_test_says_who_the_token_speaks_for(slack: Playground, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert answer["team_id"] == slack.team_id
    assert answer["user_id"] == slack.workspace.bot_user
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_tokens(slack: Playground) -> None:
    def with_token(token: str | None) -> AsyncWebClient:
        return AsyncWebClient(token=token, base_url=slack.api_url)

    assert await refused(with_token(None).auth_test()) == "not_authed"
    assert await refused(with_token("xoxb-other").auth_test()) == "invalid_auth"
    assert await refused(with_token(slack.app_token).auth_test()) == "not_allowed_token_type"
    assert (
        await refused(with_token(slack.token).apps_connections_open(app_token=slack.token)) == "not_allowed_token_type"
    )
    slack.revoked.add(slack.token)
    assert await refused(with_token(slack.token).auth_test()) == "token_revoked"


async def test_a_token_in_the_body_counts_and_unknown_methods_are_named(slack: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{slack.api_url}auth.test", data={"token": slack.token}) as response:
            assert (await response.json())["ok"]
        async with session.post(f"{slack.api_url}chat.shout", data={"token": slack.token}) as response:
            assert response.status == 200
            assert (await response.json())["error"] == "unknown_method"


async def test_only_granted_scopes_count(slack: Playground, client: AsyncWebClient) -> None:
    slack.workspace.scopes = ["users:read"]
    assert await refused(client.chat_postMessage(channel="C0NORR", text="hej")) == "missing_scope"
    person = await client.users_info(user="U0BODEN")
    assert "email" not in person["user"]["profile"]


async def test_where_a_message_may_go(slack: Playground, client: AsyncWebClient) -> None:
    slack.add_channel("C0UTAN", "utan", bot_is_member=False)
    slack.add_channel("C0PRIVAT", "privat", private=True, bot_is_member=False)
    slack.add_channel("C0GAMMAL", "gammal", archived=True)
    assert await refused(client.chat_postMessage(channel="C0UTAN", text="hej")) == "not_in_channel"
    assert await refused(client.chat_postMessage(channel="C0PRIVAT", text="hej")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel="C0GAMMAL", text="hej")) == "is_archived"
    assert await refused(client.chat_postMessage(channel="C0FINNSINTE", text="hej")) == "channel_not_found"
    assert await refused(client.api_call("chat.postMessage", json={"channel": "C0NORR", "text": " "})) == "no_text"
    await client.conversations_join(channel="C0UTAN")
    assert (await client.chat_postMessage(channel="C0UTAN", text="hej"))["ok"]
    direct = await client.chat_postMessage(channel="U0BODEN", text="hej")
    assert direct["channel"].startswith("D")
    opened = await client.conversations_open(users="U0BODEN")
    assert opened["channel"]["id"] == direct["channel"]
    assert slack.person("U0BODEN").direct_messages()[-1].plain() == "hej"
    assert await refused(client.conversations_open(users="U0INGEN")) == "user_not_found"


async def test_timestamps_rise_even_when_the_story_stands_still() -> None:
    async with Playground.running(clock=lambda: 1731972000.0) as slack:
        slack.add_channel("C0NORR", "norr")
        client = AsyncWebClient(token=slack.token, base_url=slack.api_url)
        stamps = [(await client.chat_postMessage(channel="C0NORR", text="hej"))["ts"] for _ in range(3)]
    assert stamps == ["1731972000.000100", "1731972000.000200", "1731972000.000300"]


async def test_history_is_newest_first_in_pages_without_replies(slack: Playground, client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel="C0NORR", text=f"nr {n}"))["ts"] for n in range(5)]
    reply = (await client.chat_postMessage(channel="C0NORR", text="svar", thread_ts=stamps[0]))["ts"]
    seen: list[str] = []
    async for page in await client.conversations_history(channel="C0NORR", limit=2):
        assert len(page["messages"]) <= 2
        seen += [message["ts"] for message in page["messages"]]
    assert seen == stamps[::-1]
    replies = (await client.conversations_replies(channel="C0NORR", ts=stamps[0]))["messages"]
    assert [message["ts"] for message in replies] == [stamps[0], reply]
    assert replies[0]["reply_count"] == 1
    later = await client.conversations_history(channel="C0NORR", oldest=stamps[2])
    assert [message["ts"] for message in later["messages"]] == [stamps[4], stamps[3]]
    assert await refused(client.conversations_replies(channel="C0NORR", ts="1.000001")) == "thread_not_found"
    assert await refused(client.conversations_history(channel="C0NORR", cursor="fel!")) == "invalid_cursor"


async def test_metadata_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "natverksbot_delivery", "event_payload": {"d": "abc"}}
    await client.chat_postMessage(channel="C0NORR", text="hej", metadata=metadata)
    plain = await client.conversations_history(channel="C0NORR")
    assert "metadata" not in plain["messages"][0]
    full = await client.conversations_history(channel="C0NORR", include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata
    wrong = {"event_type": "x", "event_payload": "text"}
    assert (
        await refused(client.chat_postMessage(channel="C0NORR", text="hej", metadata=wrong))
        == "invalid_metadata_schema"
    )
    large = {"event_type": "x", "event_payload": {"d": "x" * 8000}}
    assert await refused(client.chat_postMessage(channel="C0NORR", text="hej", metadata=large)) == "metadata_too_large"


async def test_a_lagging_history_shows_a_message_later(slack: Playground, client: AsyncWebClient) -> None:
    slack.history_lag = 0.2
    await client.chat_postMessage(channel="C0NORR", text="hej")
    assert (await client.conversations_history(channel="C0NORR"))["messages"] == []
    await asyncio.sleep(0.25)
    assert len((await client.conversations_history(channel="C0NORR"))["messages"]) == 1


async def test_update_counts_bytes_and_finds_only_own_lasting_messages(
    slack: Playground, client: AsyncWebClient
) -> None:
    ts = (await client.chat_postMessage(channel="C0NORR", text="hej"))["ts"]
    assert await refused(client.chat_update(channel="C0NORR", ts=ts, text="å" * 2001)) == "msg_too_long"
    await client.chat_update(channel="C0NORR", ts=ts, text="å" * 2000)
    theirs = await slack.person("U0BODEN").say("C0NORR", "mitt")
    assert await refused(client.chat_update(channel="C0NORR", ts=theirs.ts, text="x")) == "cant_update_message"
    whisper = await client.chat_postEphemeral(channel="C0NORR", user="U0BODEN", text="bara du")
    assert (
        await refused(client.chat_update(channel="C0NORR", ts=whisper["message_ts"], text="x")) == "message_not_found"
    )
    await client.chat_delete(channel="C0NORR", ts=ts)
    assert await refused(client.chat_update(channel="C0NORR", ts=ts, text="x")) == "message_not_found"


async def test_an_ephemeral_message_is_for_one_person_and_in_no_history(
    slack: Playground, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel="C0NORR", user="U0BODEN", text="bara du")
    assert [one.plain() for one in slack.person("U0BODEN").messages("C0NORR")] == ["bara du"]
    assert slack.person("U0LULEA").messages("C0NORR") == []
    assert (await client.conversations_history(channel="C0NORR"))["messages"] == []
    slack.add_user("U0UTE", "ute")
    assert await refused(client.chat_postEphemeral(channel="C0NORR", user="U0UTE", text="x")) == "user_not_in_channel"


async def test_people(slack: Playground, client: AsyncWebClient) -> None:
    assert "locale" not in (await client.users_info(user="U0BODEN"))["user"]
    assert (await client.users_info(user="U0LULEA", include_locale=True))["user"]["locale"] == "en-US"
    assert await refused(client.users_info(user="U0INGEN")) == "user_not_found"
    assert (await client.users_lookupByEmail(email="KIM@example.org"))["user"]["id"] == "U0BODEN"
    assert await refused(client.users_lookupByEmail(email="x@example.org")) == "users_not_found"
    first = await client.users_list(limit=2)
    assert len(first["members"]) == 2
    rest = await client.users_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [user["id"] for user in rest["members"]] == ["U0LULEA"]
    members = await client.conversations_members(channel="C0NORR")
    assert members["members"] == ["U0BODEN", "U0LULEA", slack.workspace.bot_user]


async def test_channels(slack: Playground, client: AsyncWebClient) -> None:
    slack.add_channel("C0PRIVAT", "privat", private=True, bot_is_member=False)
    slack.add_channel("C0EGEN", "egen", private=True)
    assert await refused(client.conversations_info(channel="C0PRIVAT")) == "channel_not_found"
    info = (await client.conversations_info(channel="C0NORR", include_num_members=True))["channel"]
    assert (info["name"], info["num_members"], info["is_member"]) == ("norr", 3, True)
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert [channel["id"] for channel in listed["channels"]] == ["C0NORR", "C0EGEN"]
    mine = await client.users_conversations()
    assert [channel["id"] for channel in mine["channels"]] == ["C0NORR"]


async def test_pins_and_reactions(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0NORR", text="hej"))["ts"]
    await client.pins_add(channel="C0NORR", timestamp=ts)
    assert await refused(client.pins_add(channel="C0NORR", timestamp=ts)) == "already_pinned"
    assert [item["message"]["ts"] for item in (await client.pins_list(channel="C0NORR"))["items"]] == [ts]
    await client.pins_remove(channel="C0NORR", timestamp=ts)
    assert await refused(client.pins_remove(channel="C0NORR", timestamp=ts)) == "no_pin"
    await client.reactions_add(channel="C0NORR", timestamp=ts, name="tada")
    assert await refused(client.reactions_add(channel="C0NORR", timestamp=ts, name="tada")) == "already_reacted"


async def test_a_picture_cannot_be_shown_before_slack_has_looked_at_it(client: AsyncWebClient) -> None:
    uploaded = await client.files_upload_v2(filename="hjul.png", content=b"png", title="Årshjul")
    file_id = uploaded["files"][0]["id"]
    picture = [{"type": "image", "slack_file": {"id": file_id}, "alt_text": "Årshjul 2026"}]
    assert await refused(client.chat_postMessage(channel="C0NORR", text="hjul", blocks=picture)) == "invalid_blocks"
    assert not (await client.files_info(file=file_id))["file"]["mimetype"]
    assert (await client.files_info(file=file_id))["file"]["mimetype"] == "image/png"
    await client.chat_postMessage(channel="C0NORR", text="hjul", blocks=picture)
    assert await refused(client.files_info(file="F0INGEN")) == "file_not_found"


async def test_who_a_message_would_notify(slack: Playground, client: AsyncWebClient) -> None:
    quiet = [{"type": "section", "text": {"type": "plain_text", "text": "<!channel> <@U0BODEN>"}}]
    loud = [{"type": "section", "text": {"type": "mrkdwn", "text": "<!channel> <@U0BODEN|kim> <!subteam^S0ALLA>"}}]
    user = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0BODEN"}]}
    await client.chat_postMessage(channel="C0NORR", text="<!here>", blocks=quiet)
    await client.chat_postMessage(channel="C0NORR", text="x", blocks=loud)
    await client.chat_postMessage(channel="C0NORR", text="<!here> &lt;!channel&gt;")
    await client.chat_postMessage(channel="C0NORR", text="x", blocks=[{"type": "rich_text", "elements": [user]}])
    seen = [message.notifies for message in slack.person("U0BODEN").messages("C0NORR")]
    assert seen == [[], ["channel", "U0BODEN", "subteam^S0ALLA"], ["here"], ["U0BODEN"]]


async def test_what_a_person_reads(slack: Playground, client: AsyncWebClient) -> None:
    kim = slack.person("U0BODEN")
    await client.chat_postMessage(channel="C0NORR", text="a & b &lt;c&gt; <@U0LULEA> <https://x.se|länk> &#39;")
    assert kim.messages("C0NORR")[-1].plain() == "a & b <c> @Alex Exempel länk &#39;"


async def test_each_call_is_recorded(slack: Playground, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0NORR", text="hej", client_msg_id="x")
    await refused(client.chat_postMessage(channel="C0INGEN", text="hej"))
    [one] = slack.called("chat.postMessage", channel="C0NORR")
    assert (one.status, one.answer["ok"], one.args["text"], one.team_id) == (200, True, "hej", slack.team_id)
    assert [call.error for call in slack.calls.refused()] == ["channel_not_found"]


async def test_other_workspaces_have_their_own_token_and_people(slack: Playground, client: AsyncWebClient) -> None:
    other = slack.add_workspace("T0ANNAN", "xoxb-annan", scopes=["users:read"])
    slack.codes["kod"] = other
    granted = await client.api_call("oauth.v2.access", params={"code": "kod"})
    assert granted["access_token"] == "xoxb-annan"
    assert await refused(client.api_call("oauth.v2.access", params={"code": "kod"})) == "invalid_code"
    there = AsyncWebClient(token=granted["access_token"], base_url=slack.api_url)
    assert (await there.auth_test())["url"] != (await client.auth_test())["url"]
    assert await refused(there.users_info(user="U0BODEN")) == "user_not_found"


async def test_only_this_machine_is_served() -> None:
    with pytest.raises(ValueError, match="this machine only"):
        Playground(host="0.0.0.0")


async def test_an_update_without_blocks_leaves_the_old_ones(slack: Playground, client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "gammalt"}}]
    ts = (await client.chat_postMessage(channel="C0NORR", text="gammalt", blocks=blocks))["ts"]
    [card] = slack.person("U0BODEN").messages("C0NORR")
    await client.chat_update(channel="C0NORR", ts=ts, text="nytt")
    assert (card.plain(), card.text) == ("gammalt", "nytt")
    await client.chat_update(channel="C0NORR", ts=ts, text="nytt", blocks=[])
    assert card.plain() == "nytt"


async def test_a_deleted_message_with_replies_leaves_a_tombstone(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0NORR", text="fråga"))["ts"]
    await client.chat_postMessage(channel="C0NORR", text="svar", thread_ts=ts)
    await client.chat_delete(channel="C0NORR", ts=ts)
    head, reply = (await client.conversations_replies(channel="C0NORR", ts=ts))["messages"]
    assert (head["subtype"], reply["text"]) == ("tombstone", "svar")
    assert await refused(client.chat_update(channel="C0NORR", ts=ts, text="x")) == "message_not_found"


async def test_updates_slack_refuses(slack: Playground, client: AsyncWebClient) -> None:
    part = {"type": "rich_text_section", "elements": [{"type": "text", "text": "ord"}]}
    rich = [{"type": "rich_text", "elements": [part]}]
    ts = (await client.chat_postMessage(channel="C0NORR", text="ord", blocks=rich))["ts"]
    other = [{"type": "divider"}]
    assert await refused(client.chat_update(channel="C0NORR", ts=ts, text="x", blocks=other)) == "block_mismatch"
    await client.chat_update(channel="C0NORR", ts=ts, text="x", blocks=[*rich, *other])
    await slack.happenings.archive(slack.workspace, slack.workspace.channel("C0NORR"))
    assert await refused(client.chat_update(channel="C0NORR", ts=ts, text="x")) == "is_inactive"
