"""The doctor finds each fault, says what to do, and goes on to the rest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.people import Actor
from bot.slack.manifest import OPTIONAL
from bot.storage.db import Database
from bot.storage.deliveries import pause, queue
from bot.storage.doubts import see_other
from bot.storage.tables import Network, Unit, Workspace
from tests.cast import CHANNEL, LOADED, NOW
from tests.doctor.conftest import MADE, Ward


async def test_where_all_is_well_every_line_says_so(ward: Ward) -> None:
    told = await ward.told()
    (silent,) = [line for line in told if line[0] != "✓"]
    assert silent.startswith("! Adress: inget svar på http://127.0.0.1:1/healthz (ClientConnectorError).")
    assert [line.split(":")[0] for line in told if line[0] == "✓"] == [
        "✓ Inställningar",
        "✓ Databas",
        "✓ Databasens version",
        "✓ Utskick",
        "✓ Token",
        "✓ Behörigheter",
        "✓ Klocka",
        "✓ Kanaler där allt stämmer",
    ]


async def test_it_changes_nothing(ward: Ward) -> None:
    await ward.told()
    methods = {call.method for call in ward.slack.calls}
    assert methods == {"auth.test", "conversations.info", "conversations.history"}


async def test_a_revoked_token_is_told_and_the_rest_is_still_looked_at(ward: Ward) -> None:
    ward.slack.revoked.add(ward.slack.token)
    troubles = await ward.troubles()
    assert len(troubles) == 1
    assert troubles[0].startswith("✗ Token: Slack godtar den inte (token_revoked).")
    assert "✓ Utskick: inget har väntat för länge." in await ward.told()


async def test_permissions_that_lack_and_permissions_too_many_are_named(ward: Ward) -> None:
    scopes = ward.slack.workspace.scopes
    assert scopes is not None
    ward.slack.workspace.scopes = [scope for scope in scopes if scope != "im:write"] + ["reactions:write"]
    lacking, more = await ward.troubles()
    assert lacking.startswith("✗ Behörigheter som behövs men inte finns: im:write. Byt appens manifest")
    assert more == "! Behörigheter som finns men inte behövs: reactions:write."


async def test_what_was_declined_is_no_fault_and_what_is_lost_is_said(ward: Ward) -> None:
    ward.slack.install(MADE, without=OPTIONAL)
    told = await ward.told()
    assert "✓ Behörigheter: alla 10 som behövs finns." in told
    assert [line for line in told if line[0] == "✗"] == []
    declined = [line for line in told if line.startswith("! Behörigheten ")]
    assert [line.split()[2] for line in declined] == list(OPTIONAL)
    assert declined[3] == (
        "! Behörigheten pins:write är inte godkänd. Inlägget med knappar fästs inte i nätverkets kanal. Fäst det för "
        "hand, med Fäst i kanalen i inläggets meny. Vill ni ha den installerar ni appen igen och godkänner den."
    )


async def test_a_history_that_cannot_be_read_is_told(ward: Ward) -> None:
    ward.slack.fail("conversations.history", kind="error:missing_scope", times=None)
    assert (await ward.troubles())[0].startswith(
        "✗ Nätverk Norr: historiken i C0NORR går inte att läsa (missing_scope)."
    )


async def test_an_archived_channel_is_told(ward: Ward) -> None:
    ward.slack.workspace.channels[CHANNEL].is_archived = True
    assert await ward.troubles() == [
        "✗ Nätverk Norr: kanalen C0NORR är arkiverad. Öppna den igen, eller välj en ny.",
    ]


async def test_a_channel_without_the_bot_is_told(ward: Ward) -> None:
    channel = ward.slack.workspace.channels[CHANNEL]
    channel.members.remove(ward.slack.workspace.bot_user)
    assert await ward.troubles() == [
        "✗ Nätverk Norr: boten är inte med i kanalen C0NORR. Skriv /invite @natverksbot där."
    ]
    channel.is_private = True
    assert (await ward.troubles())[0].startswith("✗ Nätverk Norr: kanalen C0NORR finns inte, eller är privat")


@pytest.mark.parametrize(("declined", "mark"), [([], "!"), (["channels:join"], "✗")])
async def test_a_school_s_channel_without_the_bot_is_told(ward: Ward, declined: list[str], mark: str) -> None:
    with ward.database.transaction(Actor(ward.cast.workspace, None, via="load"), LOADED) as session:
        of_school = {"workspace_id": ward.cast.workspace, "kind": "school", "parent_id": ward.cast.boden}
        session.add(Unit(**of_school, name="Exempelskolan", channel_id="C0SKOLA"))
        session.add(Unit(**of_school, name="Provskolan", channel_id="C0PROV"))
        session.add(Unit(**of_school, name="Papperskolan"))
    ward.slack.add_channel("C0SKOLA", "skola", bot_is_member=False)
    ward.slack.add_channel("C0PROV", "prov")
    ward.slack.install(MADE, without=declined)
    told = await ward.told()
    assert "✓ Skolornas kanaler där boten är med: 1." in told
    (outside,) = [line for line in told if "Exempelskolan" in line]
    assert outside.startswith(f"{mark} Exempelskolan: boten är inte med i skolans kanal C0SKOLA. Går den inte med")
    assert len(ward.slack.called("users.conversations")) == 1


async def test_slack_that_asks_to_wait_is_no_fault(ward: Ward) -> None:
    ward.slack.fail("conversations.info", kind="ratelimited:30")
    assert (await ward.troubles())[0].startswith("! Nätverk Norr: Slack hann inte svara om kanalen C0NORR")


async def test_networks_without_a_channel_and_no_networks_are_told(ward: Ward) -> None:
    with ward.database.transaction(Actor(ward.cast.workspace, None, via="load"), LOADED) as session:
        session.get_one(Network, ward.cast.network).channel_id = None
    assert (await ward.troubles())[0].startswith("! Nätverk Norr har ingen kanal.")


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (5, []),
        (-30, ["! Klocka: den går 30 sekunder efter Slacks. Slå på tidssynkronisering (NTP)."]),
        (200, ["✗ Klocka: den går 200 sekunder före Slacks. Slå på tidssynkronisering (NTP)."]),
    ],
)
async def test_a_clock_that_differs_is_told(ward: Ward, ahead: int, told: list[str]) -> None:
    ward.machine = lambda: datetime.now(UTC) + timedelta(seconds=ahead)
    # Slack's header has whole seconds: what is told may differ by one.
    found = [line.replace(f"{abs(ahead) - 1} s", f"{abs(ahead)} s") for line in await ward.troubles()]
    found = [line.replace(f"{abs(ahead) + 1} s", f"{abs(ahead)} s") for line in found]
    assert found == told


async def test_a_slack_that_does_not_answer_is_told(ward: Ward) -> None:
    assert (await ward.troubles(SLACK_API_URL="http://127.0.0.1:1/"))[0].startswith(
        "✗ Slack: inget svar från http://127.0.0.1:1/ (ClientConnectorError)."
    )


async def test_another_bot_than_the_database_speaks_for_is_told(ward: Ward) -> None:
    with ward.database.transaction(Actor(ward.cast.workspace, None, via="bot"), NOW) as session:
        row = session.get_one(Workspace, ward.cast.workspace)
        row.bot_id, row.api_url = "B0ANNAN", ward.slack.api_url
    told = (await ward.troubles())[0]
    assert told.startswith(f"✗ Databasen hör till boten B0ANNAN på {ward.slack.api_url}, men den här är B0PLAYGRND på ")


async def test_a_token_for_socket_mode_is_tried(ward: Ward) -> None:
    assert "✓ App-token: den går att använda." in await ward.told(SLACK_APP_TOKEN=ward.slack.app_token)
    troubles = await ward.troubles(SLACK_APP_TOKEN="xapp-annan")
    assert troubles[0].startswith("✗ App-token: Slack godtar den inte (invalid_auth).")


async def test_a_database_of_another_version_is_told_and_not_read(ward: Ward) -> None:
    with ward.database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    troubles = await ward.troubles()
    assert len(troubles) == 1
    assert troubles[0].startswith("✗ Databasens version: 9999, som programmet inte känner till")


async def test_a_database_that_is_away_is_told(ward: Ward) -> None:
    away = "postgresql://postgres@127.0.0.1:1/borta"
    told = (await ward.troubles(DATABASE_URL=away))[0]
    assert told.startswith("✗ Databas: den svarar inte (connection failed: ")
    assert "Connection refused). Se över DATABASE_URL" in told


async def test_a_database_that_is_not_there_is_not_made(ward: Ward, tmp_path: Path) -> None:
    missing = tmp_path / "borta" / "natverksbot.db"
    assert (await ward.troubles(DATABASE_URL=f"sqlite:///{missing}"))[0].startswith("! Databas: den finns inte än.")
    assert not missing.parent.exists()


async def test_an_older_database_says_how_to_bring_it_up_to_date(ward: Ward) -> None:
    with ward.database.writer.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    assert (await ward.troubles())[0].startswith("! Databasens version: den är tom.")


def wait(database: Database, workspace: int, network: int) -> None:
    with database.transaction(Actor(workspace, None, via="bot"), NOW) as session:
        queue(session, key="doors:1", kind="doors", recipient=f"network:{network}", due_at=NOW, now=NOW)


async def test_what_nobody_sends_is_told(ward: Ward) -> None:
    wait(ward.database, ward.cast.workspace, ward.cast.network)
    ward.machine = lambda: NOW + timedelta(hours=1)
    told = await ward.troubles()
    assert told[0].startswith("✗ Utskick: det äldsta har väntat sedan mån 23 nov, v. 48 och ingen skickar.")
    # What waits for a channel waits for the leadership.
    with ward.database.transaction(Actor(ward.cast.workspace, None, via="bot"), NOW) as session:
        session.get_one(Network, ward.cast.network).lost_channel_id = CHANNEL
    assert "✓ Utskick: inget har väntat för länge." in await ward.told()


async def test_another_database_in_the_way_is_told(ward: Ward) -> None:
    wait(ward.database, ward.cast.workspace, ward.cast.network)
    with ward.database.transaction(Actor(ward.cast.workspace, None, via="bot"), NOW) as session:
        see_other(session, ward.cast.workspace, "annan", NOW)
    assert (await ward.troubles())[0].startswith("✗ Inget skickas: en annan databas (annan) skriver med samma bot.")


async def test_what_is_stopped_is_told(ward: Ward) -> None:
    with ward.database.transaction(Actor(ward.cast.workspace, None, via="bot"), NOW) as session:
        pause(session, now=NOW, kind="digest")
    assert (await ward.troubles())[0] == (
        "! Utskick: de är stoppade (digest). Skriv uv run natverksbot resume när de ska börja igen."
    )


async def test_missing_settings_are_told(ward: Ward) -> None:
    del ward.settings["SLACK_SIGNING_SECRET"]
    del ward.settings["SLACK_BOT_TOKEN"]
    assert [line[: line.index(".")] for line in await ward.troubles()] == [
        "✗ Inställningen SLACK_BOT_TOKEN saknas",
        "✗ Inställningen SLACK_SIGNING_SECRET saknas",
    ]


async def test_an_address_that_slack_does_not_take_is_told(ward: Ward) -> None:
    # Slack itself is not asked: the token is taken away.
    del ward.settings["SLACK_BOT_TOKEN"]
    told = await ward.troubles(SLACK_API_URL="https://slack.com/api/")
    assert told[1].startswith("✗ Inställningar: Slack når inte http://127.0.0.1:1. Ange en adress som börjar med https")
