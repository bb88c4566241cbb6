"""The trial in a real workspace: what it finds out, and that it leaves nothing behind."""

from datetime import date

from bot.doctor.live import EVENT_TYPE, try_out
from bot.language import Language
from bot.slack.client import slack_client
from tests.cast import CHANNEL
from tests.doctor.conftest import Ward


async def lines(ward: Ward, *, settle: float = 60, patience: float = 0.0) -> list[str]:
    from bot.config import Settings

    language = Language("sv", date(2026, 11, 23))
    async with slack_client(Settings(_env_file=None, **ward.settings)) as slack:
        found = [one async for one in try_out(slack, CHANNEL, "Ett prov.", settle=settle, patience=patience)]
    return [f"{one.mark} {language.say(one.sentence)}" for one in found]


async def test_all_of_it(ward: Ward) -> None:
    told = await lines(ward)
    assert [line.partition(" på ")[0] for line in told[:1]] == ["✓ Prov: meddelandet skrevs"]
    assert told[1].startswith("✓ Prov: historiken visade det efter 0.")
    assert told[1].endswith("Den får 60 s på sig (NATVERKSBOT_SETTLE_SECONDS).")
    assert told[3:] == [
        "✓ Prov: samma client_msg_id två gånger gav två meddelanden.",
        "✓ Prov: borttaget. Antal meddelanden: 3.",
    ]
    assert ward.slack.workspace.channels[CHANNEL].messages == {}
    posted = ward.slack.called("chat.postMessage")
    assert posted[0].args["metadata"]["event_type"] == EVENT_TYPE
    assert posted[1].args["client_msg_id"] == posted[2].args["client_msg_id"]


async def test_a_history_slower_than_it_is_given_is_told(ward: Ward) -> None:
    ward.slack.history_lag = 0.3
    told = await lines(ward, settle=0.1, patience=10)
    assert told[1].startswith("✗ Prov: historiken visade det först efter ")
    assert "NATVERKSBOT_SETTLE_SECONDS" in told[1]


async def test_a_history_that_never_shows_it_is_told(ward: Ward) -> None:
    ward.slack.history_lag = 3600
    told = await lines(ward)
    assert told[1].startswith("✗ Prov: historiken visade inte meddelandet")
    assert told[-1] == "✓ Prov: borttaget. Antal meddelanden: 3."


async def test_a_channel_that_refuses_is_told_once(ward: Ward) -> None:
    ward.slack.workspace.channels[CHANNEL].is_archived = True
    assert await lines(ward) == [
        "✗ Prov: Slack nekade i C0NORR (is_archived).",
        "✓ Prov: borttaget. Antal meddelanden: 0.",
    ]


async def test_what_was_posted_is_taken_away_whatever_comes_in_between(ward: Ward) -> None:
    ward.slack.fail("chat.update", kind="error:cant_update_message")
    assert "✓ Prov: borttaget. Antal meddelanden: 1." in await lines(ward)
    assert ward.slack.workspace.channels[CHANNEL].messages == {}
