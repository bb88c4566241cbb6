"""A principal hands a milestone to a deputy head: who is told, reminded and may answer; and how it comes back."""

import pytest
from sqlalchemy import select

from bot.services.milestones import shown_milestone
from bot.services.people import Profile, note_profile
from bot.storage.tables import Delivery, Person
from playground import Message
from tests.wheel.conftest import CITY, City, nth, unit_id

#: What cannot differ between databases is tried on one.
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REPORT, PLAN = "Kvalitetsrapport för 2025/26", "Kvalitetsplan för 2026/27"
ALL = "Allt som skolan har lämnat över till samma person det här läsåret"
ONE, YEAR = "Bara den här hållpunkten", "Allt som skolan har kvar det här läsåret"


@pytest.fixture
def deputy(city: City) -> str:
    """Somebody the bot has never met."""
    city.stage.slack.add_user("U0BITR", "robin", "Robin Bergslund")
    return "U0BITR"


async def _seen(city: City, title: str = REPORT, who: str = "U0REKTOR", school: str = "Exempelskolan") -> Message:
    """A milestone with its buttons, as somebody is shown it who asks for the wheel."""
    await city.person(who).command("/arshjul", school, channel="C0GRF")
    await city.person(who).click(title, in_=city.answer(who, "C0GRF"))
    return city.answer(who, "C0GRF")


async def _hand(city: City, to: str, what: str = ONE, **seen: str) -> None:
    """Hand a milestone over; by default the report of Exempelskolan."""
    kim = city.person()
    await kim.click("Lämna över", in_=await _seen(city, **seen))
    kim.form.fill("Vem tar över?", to)
    kim.form.fill("Vad lämnar du över?", what)
    assert not (await kim.form.submit()).errors


def _of(letter: str, school: str = "Exempelskolan") -> str:
    """What a letter says of a school."""
    return letter.partition(f"Årshjulet: {school}*")[2].partition("Årshjulet:")[0]


async def test_who_it_was_handed_to_is_told_reminded_and_may_answer_it(city: City, deputy: str) -> None:
    await city.day("2026-06-01")
    kim, letter = city.person(), city.letter()
    # From the letter, and without having answered in a form before.
    await kim.click("Visa", in_=letter, nth=nth(letter, REPORT))
    seen = city.letter()
    await kim.click("Lämna över", in_=seen)
    kim.form.fill("Vem tar över?", deputy)
    twice = kim.payloads.submission(kim.form.view)
    assert not (await kim.form.submit()).errors
    assert "Hållpunkten är nu hos Robin Bergslund, som får veta det av mig" in kim.form.plain()
    assert "Hos Robin Bergslund." in seen.plain()
    assert "[Ta tillbaka]" in seen.plain()
    assert (await kim.send("interactive", twice)).status == 200
    await city.day("2026-06-01", "09:00")
    await city.stage.quiet()
    assert f"{REPORT}, senast tis 1 sep, v. 36 · hos Robin Bergslund" in letter.plain(), "the letter that was sent"
    (told,) = city.news(deputy)
    assert told.startswith(
        f"*Du har fått en hållpunkt i årshjulet för Exempelskolan*\n{REPORT}, senast tis 1 sep, v. 36\n"
    )
    assert "Kim Exempel har lämnat över den till dig." in told

    city.news()
    await city.day("2026-08-10")
    (hers,), (kims,) = city.news(deputy), city.news()
    assert f"*{REPORT}, senast tis 1 sep, v. 36*" in _of(hers)
    assert PLAN not in hers
    assert REPORT not in _of(kims)
    assert PLAN in _of(kims)
    assert REPORT in _of(kims, "Provskolan")
    # She has no role: her own year is the school's whose milestone she has.
    robin = city.person(deputy)
    await robin.command("/arshjul", channel="C0GRF")
    assert f"{REPORT}, senast tis 1 sep, v. 36 · hos Robin Bergslund" in city.answer(deputy, "C0GRF").plain()

    # When it is late both hear of it, once.
    await city.day("2026-09-14")
    (hers,), (kims,) = city.news(deputy), city.news()
    late = f"{REPORT}. Sista dag var tis 1 sep, v. 36"
    assert f"*{late}*" in _of(hers)
    assert f"{late} · hos Robin Bergslund\n" in _of(kims)
    letter = city.letter(deputy)
    await robin.click("Redan klart", in_=letter)
    assert not (await robin.form.submit()).errors
    await city.stage.quiet()
    # It is hers to open again, too.
    assert f"*{REPORT}* · klart\n" in letter.plain()
    assert f"{REPORT} · klart\n" in city.letter().plain()
    await robin.click("Öppna igen", in_=letter)
    await city.stage.quiet()
    assert f"*{late}*" in letter.plain()
    await city.day("2026-09-21")
    assert late not in "".join([*city.news(deputy), *city.news()])


@SQLITE
async def test_what_was_handed_over_lends_nothing_else(city: City, deputy: str) -> None:
    await city.day("2026-08-10")
    await _hand(city, deputy)
    await _hand(city, deputy, title="Kontrollera skolans uppgifter")
    robin, kept = city.person(deputy), {}
    for title, buttons in (
        (REPORT, "[Redan klart] [Påminn mig senare] [Gäller inte oss]"),
        # Who is principal is asked of the school, not of who answers that it holds.
        ("Kontrollera skolans uppgifter", "[Stämmer] [Påminn mig senare] [Gäller inte oss]"),
        (PLAN, None),
    ):
        shown = (await _seen(city, title, deputy)).plain().splitlines()
        kept[title] = [line for line in shown if line.startswith("[")]
        assert kept[title] == ([buttons] if buttons else []), title
    refused = (
        "Du kan inte ändra det här för Exempelskolan. Vänd dig till Kim Exempel, Charlie Exempel eller Alex Exempel."
    )
    for title, button in (
        (PLAN, "Redan klart"),
        (REPORT, "Ta tillbaka"),
        (PLAN, "Lämna över"),
        ("Kontrollera skolans uppgifter", "Något har ändrats"),
    ):
        kims = await _seen(city, title)
        await robin.click(button, in_=kims)
        assert not robin.has_form, button
        assert refused in city.answer(deputy, "C0GRF").plain(), button


@SQLITE
async def test_it_is_taken_back_at_any_time_and_who_had_it_is_told_once(city: City, deputy: str) -> None:
    await city.day("2026-06-01", "20:00")
    # What is taken back before it was told is not told.
    await _hand(city, deputy)
    await city.person().click("Ta tillbaka", in_=await _seen(city))
    await city.day("2026-06-02")
    assert city.news(deputy) == []
    await _hand(city, deputy)
    await city.day("2026-06-02", "09:00")
    assert len(city.news(deputy)) == 1
    hers = await _seen(city, who=deputy)
    seen = await _seen(city)
    await city.person().click("Ta tillbaka", in_=seen)
    assert "Hos Robin Bergslund" not in seen.plain()
    await city.day("2026-06-02", "10:00")
    (told,) = city.news(deputy)
    assert told.startswith("*Du behöver inte längre svara på en hållpunkt för Exempelskolan*\n")
    assert "Kim Exempel har tagit tillbaka den. Jag påminner dig inte mer om den." in told
    await city.person(deputy).click("Redan klart", in_=hers)
    assert "Vänd dig till Kim Exempel" in city.answer(deputy, "C0GRF").plain()
    city.news()
    await city.day("2026-08-10")
    assert REPORT in _of(city.news()[0])
    assert city.news(deputy) == []


@SQLITE
async def test_all_that_is_left_of_the_year_is_handed_over_in_one_form(city: City, deputy: str) -> None:
    await city.day("2026-08-10")
    city.stage.slack.add_user("U0SAM", "sam", "Sam Bergslund")
    await _hand(city, "U0SAM", title="Prognos per ämne och årskurs")
    await _hand(city, deputy, YEAR, title=PLAN)
    kim = city.person()
    assert "20 hållpunkter är nu hos Robin Bergslund" in kim.form.plain()
    await city.day("2026-08-10", "09:00")
    (told,) = city.news(deputy)
    assert "Du har fått 20 hållpunkter i årshjulet för Exempelskolan" in told
    assert told.count("[Visa]") == 8
    assert "Och tolv hållpunkter till." in told
    await kim.command("/arshjul", "Exempelskolan", channel="C0GRF")
    shown = city.answer("U0REKTOR", "C0GRF").plain().partition("Augusti 2026")[2].splitlines()
    listed = [line for line in shown if line.startswith("• ")]
    others = [line for line in listed if not line.endswith(" · hos Robin Bergslund")]
    assert others == ["• Prognos per ämne och årskurs, senast sön 15 nov, v. 46 · hos Sam Bergslund"]
    # Of several, one or all are taken back; what somebody else has, stays theirs.
    await kim.click("Ta tillbaka", in_=await _seen(city, PLAN))
    kim.form.fill("Vad tar du tillbaka?", ALL)
    assert not (await kim.form.submit()).errors
    await city.day("2026-08-10", "10:00")
    (told,) = city.news(deputy)
    assert told.startswith("*Du behöver inte längre svara på 20 hållpunkter för Exempelskolan*")
    await kim.command("/arshjul", "Exempelskolan", channel="C0GRF")
    held = [line for line in city.answer("U0REKTOR", "C0GRF").plain().splitlines() if " · hos " in line]
    assert held == ["• Prognos per ämne och årskurs, senast sön 15 nov, v. 46 · hos Sam Bergslund"]


@SQLITE
async def test_it_stays_when_the_principal_changes_and_goes_back_when_who_had_it_leaves(
    city: City, deputy: str
) -> None:
    await city.day("2026-06-01")
    await _hand(city, deputy)
    await city.day("2026-06-01", "09:00")
    city.news()
    await city.load(
        CITY.replace("{name: Exempelskolan, principal: U0REKTOR}", "{name: Exempelskolan, principal: U0UTE}")
    )
    shown = await _seen(city, who="U0UTE")
    assert "Hos Robin Bergslund." in shown.plain()
    assert "[Ta tillbaka]" in shown.plain()

    deps = city.stage.deps
    city.stage.slack.workspace.users[deputy].deleted = True
    gone = Profile(deputy, active=False)
    note_profile(deps.database, deps.workspace_id, gone, now=deps.clock())
    await city.day("2026-06-01", "10:00")
    told = [one for one in city.news("U0UTE") if "är hos dig igen" in one]
    assert [one.splitlines()[0] for one in told] == ["*En hållpunkt för Exempelskolan är hos dig igen*"]
    assert "Robin Bergslund finns inte längre i Slack." in told[0]
    assert city.news() == []
    await city.day("2026-08-10")
    assert REPORT in _of(city.news("U0UTE")[-1])


@SQLITE
async def test_a_school_s_channel_names_it_and_who_has_it_is_reminded_too(city: City, deputy: str) -> None:
    await city.day("2026-06-01")
    await _hand(city, deputy, school="Modellskolan")
    city.in_channel("C0MODELL")
    await city.day("2026-08-10")
    (posted,) = city.in_channel("C0MODELL")
    assert f"*{REPORT}, senast tis 1 sep, v. 36*\nHos Robin Bergslund.\n" in posted
    assert REPORT in _of(city.news(deputy)[-1], "Modellskolan")


@SQLITE
async def test_a_bot_and_oneself_take_nothing_over(city: City, deputy: str) -> None:
    city.stage.slack.add_user("U0ROBOT", "robot", "Robot Exempel", is_bot=True)
    await city.day("2026-06-01")
    kim = city.person()
    await kim.click("Lämna över", in_=await _seen(city))
    for chosen, said in (
        ("U0ROBOT", "Välj en person som finns i Slack nu."),
        ("U0REKTOR", "Välj någon annan än dig själv."),
    ):
        kim.form.view.values["q.holder", "a.holder"] = {"type": "users_select", "selected_user": chosen}
        assert said in (await kim.form.submit()).errors["Vem tar över?"]
    # Somebody else is quicker.
    await city.person("U0STRATEG").click("Lämna över", in_=await _seen(city, who="U0STRATEG"))
    for person in ("U0STRATEG", "U0REKTOR"):
        city.person(person).form.fill("Vem tar över?", deputy)
        await city.person(person).form.submit()
    assert "Alex Exempel hann skriva medan du skrev." in kim.form.plain()

    def handed() -> int:
        with city.stage.deps.database.reading() as session:
            person = session.scalars(select(Person.id).where(Person.slack_user_id == deputy)).one()
            rows = select(Delivery).where(Delivery.kind == "milestone-handed", Delivery.recipient == f"person:{person}")
            return len(session.scalars(rows).all())

    assert handed() == 1
    ref = (unit_id(city, "Exempelskolan"), "quality-report", 2026)
    view = await city.stage.deps.do(shown_milestone, await city.actor("U0REKTOR"), ref)
    assert view.standing.holder == "Robin Bergslund"
