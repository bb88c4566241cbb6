"""One form for one's own settings: by the command, from the pinned post and from the welcome."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.run_due import run_due
from tests.cast import CHANNEL, NOW
from tests.settings.conftest import Life

LABELS = [
    "Dag för veckobrevet",
    "Klockslag",
    "Språk",
    "Vill du pausa?",
    "Paus till och med",
    "Ska du vara borta?",
    "Borta från och med",
    "Borta till och med",
    "Ersättare",
]


async def test_the_command_shows_who_takes_part_and_ones_own_times(life: Life) -> None:
    kim = life.house.person("U0BODEN")
    await kim.command("/natverk", channel=CHANNEL)
    assert kim.find(CHANNEL, "Veckobrev").plain() == (
        "Nätverk Norr\n"
        "• Boden: Kim Exempel\n"
        "• Kalix: Robin Exempel\n"
        "Veckobrev: måndagar kl. 08.00\n"
        "Nästa veckobrev, tidigast: mån 30 nov, v. 49\n"
        "Språk: som i Slack\n"
        "[Inställningar] [Våra uppgifter]"
    )


async def test_the_form_opens_with_the_usual(life: Life) -> None:
    await life.open()
    form = life.house.person("U0BODEN").form
    assert (form.title, form.labels()) == ("Inställningar", LABELS)
    assert [form.value(label) for label in LABELS] == [
        "Måndag", "08.00", "Som i Slack", "Ingen paus", None, "Inte borta", None, None, "U0BODEN2",
    ]  # fmt: skip


async def test_what_is_set_is_said_and_shown_the_next_time(life: Life) -> None:
    done = await life.set(Dag_för_veckobrevet="Onsdag", Klockslag="06.00", Språk="English")
    assert not done.errors
    kim = life.house.person("U0BODEN")
    assert "Sparat." in kim.form.plain()
    assert "Veckobrev: onsdagar kl. 06.00" in kim.form.plain()
    await kim.form.close()
    await life.open()
    assert kim.form.title == "Settings"
    assert [kim.form.value(label) for label in kim.form.labels()[:3]] == ["Wednesday", "06:00", "English"]


@pytest.mark.parametrize("door", ["pinned post", "welcome", "status"])
async def test_every_door_leads_to_the_form(life: Life, door: str) -> None:
    await run_due(life.house.deps, NOW)
    kim = life.house.person("U0BODEN")
    match door:
        case "pinned post":
            await kim.click("Inställningar", in_=kim.find(CHANNEL, "[Inställningar]"))
        case "welcome":
            await kim.click("Byt dag och tid", in_=kim.find(kim.dm.id, "Hej Kim."))
        case _:
            await kim.command("/natverk", channel=CHANNEL)
            await kim.click("Inställningar", in_=kim.find(CHANNEL, "Nästa veckobrev"))
    assert kim.form.title == "Inställningar"


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("paus", "Vill du pausa?", "Tills vidare"),
        ("Borta", "Ska du vara borta?", "Borta de här dagarna"),
        ("away", "Borta från och med", "2026-11-23"),
        ("installningar", "Klockslag", "08.00"),
    ],
)
async def test_words_after_the_command_begin_the_form(life: Life, text: str, label: str, value: str) -> None:
    await life.open(text=text)
    assert life.house.person("U0BODEN").form.value(label) == value


@pytest.mark.parametrize("text", ["hjälp", "help", "?", "nånting annat", "paus i fyra veckor"])
async def test_help_for_what_is_not_understood(life: Life, text: str) -> None:
    kim = life.house.person("U0BODEN")
    await kim.command("/natverk", text, channel=CHANNEL)
    assert kim.find(CHANNEL, "`/natverk`: vilka som är med, dina tider, din ersättare")


TOGETHER = {
    "a pause without its day": (
        {"Vill_du_pausa?": "Till och med ett datum"},
        ("Paus till och med", 'Välj sista dagen för pausen, eller "Tills vidare".'),
    ),
    "a day without its pause": (
        {"Paus_till_och_med": "2026-12-01"},
        (
            "Vill du pausa?",
            'Du har valt ett datum. Välj också "Till och med ett datum", eller ta bort datumet.',
        ),
    ),
    "a pause that has been": (
        {"Vill_du_pausa?": "Till och med ett datum", "Paus_till_och_med": "2026-11-22"},
        ("Paus till och med", "Datumet sön 22 nov, v. 47, har redan passerat. Välj ett senare datum."),
    ),
    "away without days": (
        {"Ska_du_vara_borta?": "Borta de här dagarna"},
        ("Borta från och med", "Välj både den första och den sista dagen."),
    ),
    "days without away": (
        {"Borta_från_och_med": "2026-12-01"},
        (
            "Ska du vara borta?",
            'Du har valt datum. Välj också "Borta de här dagarna", eller ta bort datumen.',
        ),
    ),
    "away backwards": (
        {
            "Ska_du_vara_borta?": "Borta de här dagarna",
            "Borta_från_och_med": "2026-12-02",
            "Borta_till_och_med": "2026-12-01",
        },
        (
            "Borta till och med",
            "Den sista dagen ligger före den första, ons 2 dec, v. 49. Välj samma dag eller en senare.",
        ),
    ),
    "one's own deputy": (
        {
            "Ska_du_vara_borta?": "Borta de här dagarna",
            "Borta_från_och_med": "2026-12-01",
            "Borta_till_och_med": "2026-12-01",
            "Ersättare": "U0BODEN",
        },
        ("Ersättare", "Välj någon annan än den som är borta."),
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
async def test_what_does_not_go_together_is_said_at_its_field(life: Life, name: str) -> None:
    fields, (label, sentence) = TOGETHER[name]
    refused = await life.set(**fields)
    assert refused.errors == {label: sentence}
    assert life.house.person("U0BODEN").has_form


async def test_a_deputy_who_is_away_too_is_refused(life: Life) -> None:
    days = {"Borta_från_och_med": "2026-12-01", "Borta_till_och_med": "2026-12-04"}
    away = {"Ska_du_vara_borta?": "Borta de här dagarna", **days}
    assert not (await life.set("U0BODEN2", **away, Ersättare="U0KALIX")).errors
    refused = await life.set(**away)
    said = "Noa Exempel är också borta, till och med fre 4 dec, v. 49. Välj någon annan."
    assert refused.errors == {"Ersättare": said}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_bot_and_who_has_left_step_in_for_nobody(life: Life) -> None:
    days = {"Borta_från_och_med": "2026-12-01", "Borta_till_och_med": "2026-12-04"}
    life.house.slack.add_user("U0ROBOT", "robot", is_bot=True)
    life.house.slack.add_user("U0SLUTAT", "slutat")
    await life.open()
    for chosen in ("U0ROBOT", "U0SLUTAT"):
        form = life.house.person("U0BODEN").form
        form.view.values["q.deputy", "a.deputy"] = {"type": "users_select", "selected_user": chosen}
        life.house.slack.workspace.users["U0SLUTAT"].deleted = True
        refused = await life.hand_in(**{"Ska_du_vara_borta?": "Borta de här dagarna", **days})
        assert refused.errors == {"Ersättare": "Den du valde går inte att nå i Slack. Välj någon annan."}, chosen


async def test_the_leadership_sets_them_for_others(life: Life) -> None:
    alex, kim = life.house.person("U0LEAD"), life.house.person("U0BODEN")
    await life.open("U0LEAD", "inställningar @Kim Exempel")
    assert alex.form.title == "Kim Exempel"
    assert not (await life.hand_in("U0LEAD", Dag_för_veckobrevet="Torsdag")).errors
    assert "Inställningarna för Kim Exempel är sparade." in alex.form.plain()
    await kim.command("/natverk", channel=CHANNEL)
    assert kim.find(CHANNEL, "Veckobrev: torsdagar kl. 08.00")


@pytest.mark.parametrize("called", ["<@U0BODEN>", "<@U0BODEN|kim>", "@kim exempel", "Kim"])
async def test_somebody_is_named_in_several_ways(life: Life, called: str) -> None:
    await life.open("U0LEAD", f"inställningar {called}")
    assert life.house.person("U0LEAD").form.title == "Kim Exempel"


@pytest.mark.parametrize("who", ["U0KALIX", "U0BODEN2", "U0UTE"])
@pytest.mark.parametrize(
    ("called", "named"), [("@Kim Exempel", "@Kim Exempel"), ("<@U0BODEN|kim>", "Kim Exempel"), ("<@U0>", "<@U0>")]
)
async def test_nobody_else_does(life: Life, who: str, called: str, named: str) -> None:
    person = life.house.person(who)
    await life.open(who, f"inställningar {called}")
    assert not person.has_form
    assert person.find(CHANNEL, f"Jag hittar ingen som heter {named} bland")


async def test_nobody_else_does_by_another_way_either(life: Life) -> None:
    await life.open("U0LEAD", "inställningar @Kim Exempel")
    with life.house.database.transaction(life.actor, NOW) as session:
        life.end_roles(session, "U0LEAD")
    refused = await life.hand_in("U0LEAD", Dag_för_veckobrevet="Torsdag")
    assert list(refused.errors.values()) == ["Bara Kim Exempel och projektledningen kan ändra de här inställningarna."]


async def test_the_next_letter_says_which_red_day_moved_it(life: Life) -> None:
    life.house.now = datetime(2027, 3, 24, 9, tzinfo=UTC)
    await run_due(life.house.deps, life.house.now - timedelta(days=2))
    kim = life.house.person("U0BODEN")
    await kim.command("/natverk", channel=CHANNEL)
    assert kim.find(CHANNEL, "Nästa veckobrev, tidigast: tis 30 mars, v. 13 (flyttat: annandag påsk är röd dag)")
