"""Modals: what is kept, what is refused, and what the bot's answer does."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import NotPossibleError, NotShownError, Person, Playground
from tests.playground.small_bot import Bot, form

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def asking(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def options(*texts: str) -> list[Json]:
    return [{"text": plain(text), "value": text.lower()} for text in texts]


EVERYTHING = [
    asking("text", "Text", {"type": "plain_text_input", "action_id": "v", "max_length": 10, "initial_value": "från"}),
    asking("one", "En", {"type": "static_select", "action_id": "v", "options": options("Röd", "Blå")}, optional=True),
    asking("some", "Flera", {"type": "checkboxes", "action_id": "v", "options": options("A", "B")}, optional=True),
    asking("radio", "Val", {"type": "radio_buttons", "action_id": "v", "options": options("X", "Y")}, optional=True),
    asking("who", "Vem", {"type": "users_select", "action_id": "v"}, optional=True),
    asking("whom", "Vilka", {"type": "multi_users_select", "action_id": "v"}, optional=True),
    asking("date", "Dag", {"type": "datepicker", "action_id": "v"}, optional=True),
    asking("number", "Antal", {"type": "number_input", "action_id": "v", "is_decimal_allowed": False}, optional=True),
    asking("url", "Länk", {"type": "url_text_input", "action_id": "v"}, optional=True),
]


@pytest.fixture
def kim(slack: Playground) -> Person:
    return slack.person("U0BODEN")


def opens(bot: Bot, view: Json) -> None:
    @bot.app.command("/atagande")
    async def opened(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()


async def test_the_state_has_slacks_shape(bot: Bot, kim: Person) -> None:
    opens(bot, form(blocks=EVERYTHING))
    taken: list[Json] = []

    @bot.app.view("commitment")
    async def submitted(ack: Any, view: Json) -> None:
        taken.append(view["state"]["values"])
        await ack()

    await kim.command("/atagande")
    assert kim.form.view.state()["values"]["one"]["v"] == {"type": "static_select", "selected_option": None}
    for label, value in {"En": "Blå", "Flera": ["A", "B"], "Val": "Y", "Vem": "U0LULEA", "Vilka": ["U0BODEN"]}.items():
        kim.form.fill(label, value)
        assert kim.form.value(label) == value
    kim.form.fill("Dag", "2027-06-01")
    kim.form.fill("Antal", "12")
    kim.form.fill("Länk", "https://example.org")
    assert (await kim.form.submit()).closed
    values = {block_id: entry["v"] for block_id, entry in taken[0].items()}
    assert values == {
        "text": {"type": "plain_text_input", "value": "från"},
        "one": {"type": "static_select", "selected_option": options("Blå")[0]},
        "some": {"type": "checkboxes", "selected_options": options("A", "B")},
        "radio": {"type": "radio_buttons", "selected_option": options("Y")[0]},
        "who": {"type": "users_select", "selected_user": "U0LULEA"},
        "whom": {"type": "multi_users_select", "selected_users": ["U0BODEN"]},
        "date": {"type": "datepicker", "selected_date": "2027-06-01"},
        "number": {"type": "number_input", "value": "12"},
        "url": {"type": "url_text_input", "value": "https://example.org"},
    }


async def test_slacks_own_client_checks_first(bot: Bot, kim: Person) -> None:
    opens(bot, form(blocks=EVERYTHING))
    await kim.command("/atagande")
    kim.form.fill("Text", "för många tecken")
    kim.form.fill("Antal", "två")
    kim.form.fill("Länk", "exempel")
    result = await kim.form.submit()
    assert not result.sent
    assert list(result.errors) == ["Text", "Antal", "Länk"]
    with pytest.raises(NotPossibleError, match="Röd"):
        kim.form.fill("En", "Grön")
    with pytest.raises(NotShownError, match="Flera"):
        kim.form.fill("Färg", "Grön")


async def test_an_update_keeps_what_was_typed_where_the_ids_stay(bot: Bot, kim: Person) -> None:
    opens(bot, form(blocks=EVERYTHING[:1]))
    await kim.command("/atagande")
    kim.form.fill("Text", "mitt")
    view = kim.form.view
    old = view.hash
    other = asking("new", "Ny", {"type": "plain_text_input", "action_id": "v", "initial_value": "förslag"})
    changed = form(blocks=[EVERYTHING[0], other])
    await bot.client.views_update(view_id=view.id, hash=old, view=changed)
    assert (kim.form.value("Text"), kim.form.value("Ny")) == ("mitt", "förslag")
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await bot.client.views_update(view_id=view.id, hash=old, view=changed)
    renamed = EVERYTHING[0] | {"block_id": "text2"}
    await bot.client.views_update(view_id=view.id, view=form(blocks=[renamed]))
    assert kim.form.value("Text") == "från"
    with pytest.raises(SlackApiError, match="not_found"):
        await bot.client.views_update(view_id="V0INGEN", view=changed)


async def test_a_trigger_opens_one_form_within_three_seconds(slack: Playground, client: AsyncWebClient) -> None:
    trigger = slack.triggers.new("U0BODEN")
    await client.views_open(trigger_id=trigger, view=form())
    for trigger_id, error in [(trigger, "exchanged_trigger_id"), ("1.2.x", "invalid_trigger_id")]:
        with pytest.raises(SlackApiError, match=error):
            await client.views_open(trigger_id=trigger_id, view=form())
    slack.triggers.seconds = 0.01
    late = slack.triggers.new("U0BODEN")
    await asyncio.sleep(0.02)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=late, view=form())


async def test_an_external_id_is_free_again_when_the_form_is_closed(slack: Playground, client: AsyncWebClient) -> None:
    kim = slack.person("U0BODEN")
    await client.views_open(trigger_id=slack.triggers.new("U0BODEN"), view=form(external_id="x"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await client.views_open(trigger_id=slack.triggers.new("U0LULEA"), view=form(external_id="x"))
    await client.views_update(external_id="x", view=form(external_id="x", title=plain("Ny titel")))
    assert kim.form.title == "Ny titel"
    await kim.form.close()
    await client.views_open(trigger_id=slack.triggers.new("U0LULEA"), view=form(external_id="x"))


async def test_pushed_forms_lie_on_top_at_most_three(slack: Playground, bot: Bot, kim: Person) -> None:
    more = {"type": "actions", "elements": [{"type": "button", "action_id": "more", "text": plain("Mer")}]}
    view = form(blocks=[more, EVERYTHING[1]], notify_on_close=True)
    opens(bot, view)
    closed: list[bool] = []

    @bot.app.action("more")
    async def push(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_push(trigger_id=body["trigger_id"], view=view)
        await ack()

    @bot.app.view_closed("commitment")
    async def was_closed(ack: Any, body: Json) -> None:
        closed.append(body["is_cleared"])
        await ack()

    await kim.command("/atagande")
    root = kim.form.view
    await kim.form.click("Mer")
    await kim.form.click("Mer")
    assert kim.form.view.root_id == root.id
    refused = await kim.form.click("Mer")
    assert refused.error == "http_error"
    assert slack.calls[-1].error == "push_limit_reached"
    await kim.form.close()
    await kim.form.close(all_of_them=True)
    assert closed == [False, True, True]
    assert not kim.has_form


@pytest.mark.parametrize("kind", ["update", "push", "clear"])
async def test_the_answer_to_a_submission_may_change_the_stack(bot: Bot, kim: Person, kind: str) -> None:
    opens(bot, form(blocks=EVERYTHING[:1]))

    @bot.app.view("commitment")
    async def submitted(ack: Any) -> None:
        more = {} if kind == "clear" else {"view": form(title=plain("Nästa"), callback_id="next")}
        await ack(response_action=kind, **more)

    await kim.command("/atagande")
    first = kim.form.view
    result = await kim.form.submit()
    assert result.closed is (kind == "clear")
    assert kim.has_form is (kind != "clear")
    if kind != "clear":
        assert kim.form.title == "Nästa"
        assert (kim.form.view is first) is (kind == "update")


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"fel": "Finns inte"}},
        {"response_action": "errors", "errors": {"text": ""}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "dance"},
    ],
)
async def test_an_answer_slack_would_not_take_is_a_trouble_and_keeps_the_text(
    bot: Bot, kim: Person, answer: Json
) -> None:
    opens(bot, form(blocks=EVERYTHING[:1]))

    @bot.app.view("commitment")
    async def submitted(ack: Any) -> None:
        await ack(**answer)

    await kim.command("/atagande")
    kim.form.fill("Text", "mitt")
    assert (await kim.form.submit()).trouble == "bad_answer"
    assert kim.seen[-1].kind == "bad_answer"
    assert kim.form.value("Text") == "mitt"


async def test_elements_outside_fields_tell_the_bot_at_once(bot: Bot, kim: Person) -> None:
    colour = {"type": "static_select", "action_id": "colour", "options": options("Röd", "Blå")}
    section = {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "Färg"}, "accessory": colour}
    typed = {"type": "plain_text_input", "action_id": "typed"}
    dispatching = asking("d", "Sök", typed, dispatch_action=True)
    opens(bot, form(blocks=[section, dispatching]))
    heard: list[tuple[str, Any, Any]] = []

    @bot.app.action("colour")
    async def chose(ack: Any, action: Json, body: Json) -> None:
        state = body["view"]["state"]["values"]["s"]["colour"]["selected_option"]
        heard.append(("colour", action["selected_option"]["value"], state["value"]))
        await ack()

    @bot.app.action("typed")
    async def wrote(ack: Any, action: Json) -> None:
        heard.append(("typed", action["value"], None))
        await ack()

    await kim.command("/atagande")
    with pytest.raises(NotPossibleError, match="change"):
        kim.form.fill("Färg", "Röd")
    await kim.form.change("Färg", "Röd")
    await kim.form.click("Blå")
    await kim.form.change("Sök", "ord & mer")
    assert heard == [("colour", "röd", "röd"), ("colour", "blå", "blå"), ("typed", "ord & mer", None)]


async def test_home(slack: Playground, bot: Bot, kim: Person) -> None:
    @bot.app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        blocks = [
            {"type": "header", "text": plain("Hej")},
            {"type": "actions", "elements": [{"type": "button", "action_id": "x", "text": plain("Mina")}]},
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    pressed: list[str] = []

    @bot.app.action("x")
    async def press(ack: Any, body: Json) -> None:
        pressed.append(body["view"]["type"])
        await ack()

    with pytest.raises(NotShownError, match="Home"):
        assert kim.home
    await kim.open_home()
    assert kim.home.plain() == "Hej\n[Mina]"
    await kim.home.click("Mina")
    assert pressed == ["home"]


async def test_a_menu_that_asks_the_bot_for_its_options(bot: Bot, kim: Person) -> None:
    asks = {"type": "external_select", "action_id": "school", "min_query_length": 1}
    opens(bot, form(blocks=[asking("school", "Skola", asks)]))

    @bot.app.options("school")
    async def offered(ack: Any, payload: Json) -> None:
        await ack(options=options(f"{payload['value']}skolan"))

    await kim.command("/atagande")
    assert await kim.form.search("Skola", "Exempel") == ["Exempelskolan"]
    kim.form.fill("Skola", "Exempelskolan")
    assert kim.form.value("Skola") == "Exempelskolan"


async def test_what_is_found_by_one_text_can_be_chosen_beside_what_is_found_by_another(bot: Bot, kim: Person) -> None:
    asks = {"type": "multi_external_select", "action_id": "schools", "min_query_length": 1}
    opens(bot, form(blocks=[asking("schools", "Skolor", asks)]))

    @bot.app.options("schools")
    async def offered(ack: Any, payload: Json) -> None:
        await ack(options=options(f"{payload['value']}skolan"))

    await kim.command("/atagande")
    assert await kim.form.search("Skolor", "Asp") == ["Aspskolan"]
    assert await kim.form.search("Skolor", "Björk") == ["Björkskolan"]
    kim.form.fill("Skolor", ["Aspskolan", "Björkskolan"])
    assert kim.form.value("Skolor") == ["Aspskolan", "Björkskolan"]


async def test_only_the_form_on_top_can_be_used_and_only_once(slack: Playground, bot: Bot, kim: Person) -> None:
    opens(bot, form(blocks=EVERYTHING[:1]))

    @bot.app.view("commitment")
    async def submitted(ack: Any) -> None:
        await ack()

    await kim.command("/atagande")
    opened = kim.form
    first, second = await asyncio.gather(opened.submit(), opened.submit())
    assert first.closed
    assert second.closed, "two quick presses both reach the bot"
    assert sum(delivered.kind == "interactive" for delivered in slack.delivery.sent) == 2
    with pytest.raises(NotPossibleError, match="not on the screen"):
        await opened.submit()


async def test_what_an_element_does_not_let_anybody_enter(slack: Playground, bot: Bot, kim: Person) -> None:
    few = {"type": "multi_users_select", "action_id": "v", "max_selected_items": 1}
    opens(bot, form(blocks=[*EVERYTHING[:7], asking("few", "Högst en", few)]))
    slack.add_user("U0BORTA", "borta", deleted=True)
    await kim.command("/atagande")
    for label, value in [("Text", "två\nrader"), ("Högst en", ["U0BODEN", "U0LULEA"]), ("Vem", "U0BORTA")]:
        with pytest.raises(NotPossibleError):
            kim.form.fill(label, value)
    with pytest.raises(ValueError, match=r"2027-02-30|day"):
        kim.form.fill("Dag", "2027-02-30")
