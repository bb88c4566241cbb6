"""Block Kit's limits: what fits is taken, one more is refused, and the place is named."""

import copy
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import limits
from tests.playground.small_bot import form

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(number: int = 1, text: str = "val", value: str = "") -> Json:
    return {"text": plain(f"{text} {number}"), "value": value or str(number)}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Klart"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asking(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Fråga"), "element": element, **more}


def select(count: int, **more: Any) -> Json:
    return {"type": "static_select", "options": [option(n) for n in range(count)], **more}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def confirm(**more: Any) -> Json:
    return {"title": plain("Säker?"), "text": plain("Helt?"), "confirm": plain("Ja"), "deny": plain("Nej"), **more}


#: (what fits, what does not, the place that is named)
PAIRS: dict[str, tuple[list[Json], list[Json], str]] = {
    "section text": (
        [{"type": "section", "text": mrkdwn("x" * 3000)}],
        [{"type": "section", "text": mrkdwn("x" * 3001)}],
        "/blocks/0/text/text",
    ),
    "empty section text": (
        [{"type": "section", "text": mrkdwn("x")}],
        [{"type": "section", "text": mrkdwn("")}],
        "/blocks/0/text/text",
    ),
    "fields": (
        [{"type": "section", "fields": [mrkdwn("x" * 2000)] * 10}],
        [{"type": "section", "fields": [mrkdwn("x")] * 11}],
        "/blocks/0/fields",
    ),
    "header": (
        [{"type": "header", "text": plain("x" * 150)}],
        [{"type": "header", "text": plain("x" * 151)}],
        "/blocks/0/text/text",
    ),
    "header is plain": (
        [{"type": "header", "text": plain("x")}],
        [{"type": "header", "text": mrkdwn("x")}],
        "/blocks/0/text/type",
    ),
    "blocks": ([{"type": "divider"}] * 50, [{"type": "divider"}] * 51, "/blocks"),
    "actions": (
        [actions(*[button(action_id=str(n)) for n in range(25)])],
        [actions(*[button() for _ in range(26)])],
        "/blocks/0/elements",
    ),
    "context": (
        [{"type": "context", "elements": [mrkdwn("x")] * 10}],
        [{"type": "context", "elements": [mrkdwn("x")] * 11}],
        "/blocks/0/elements",
    ),
    "button text": (
        [actions(button(text=plain("x" * 75)))],
        [actions(button(text=plain("x" * 76)))],
        "/blocks/0/elements/0/text/text",
    ),
    "button value": (
        [actions(button(value="x" * 2000))],
        [actions(button(value="x" * 2001))],
        "/blocks/0/elements/0/value",
    ),
    "button url": (
        [actions(button(url="https://x.se/" + "x" * 2987))],
        [actions(button(url="https://x.se/" + "x" * 2988))],
        "/blocks/0/elements/0/url",
    ),
    "button style": (
        [actions(button(style="danger"))],
        [actions(button(style="green"))],
        "/blocks/0/elements/0/style",
    ),
    "action_id": (
        [actions(button(action_id="x" * 255))],
        [actions(button(action_id="x" * 256))],
        "/blocks/0/elements/0/action_id",
    ),
    "block_id": (
        [{"type": "divider", "block_id": "x" * 255}],
        [{"type": "divider", "block_id": "x" * 256}],
        "/blocks/0/block_id",
    ),
    "block_ids differ": (
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "b"}],
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        "/blocks",
    ),
    "action_ids differ": (
        [actions(button(action_id="a"), button(action_id="b"))],
        [actions(button(action_id="a"), button(action_id="a"))],
        "/blocks/0/elements",
    ),
    "menu": ([actions(select(100))], [actions(select(101))], "/blocks/0/elements/0/options"),
    "empty menu": ([actions(select(1))], [actions(select(0))], "/blocks/0/elements/0/options"),
    "initial option": (
        [actions(select(3, initial_option=option(2)))],
        [actions(select(3, initial_option=option(7)))],
        "/blocks/0/elements/0/initial_option",
    ),
    "option text": (
        [actions({"type": "static_select", "options": [{"text": plain("x" * 75), "value": "1"}]})],
        [actions({"type": "static_select", "options": [{"text": plain("x" * 76), "value": "1"}]})],
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "option value": (
        [actions({"type": "static_select", "options": [option(value="x" * 150)]})],
        [actions({"type": "static_select", "options": [option(value="x" * 151)]})],
        "/blocks/0/elements/0/options/0/value",
    ),
    "option without value": (
        [actions({"type": "static_select", "options": [option()]})],
        [actions({"type": "static_select", "options": [{"text": plain("x")}]})],
        "/blocks/0/elements/0/options/0",
    ),
    "placeholder": (
        [actions(select(1, placeholder=plain("x" * 150)))],
        [actions(select(1, placeholder=plain("x" * 151)))],
        "/blocks/0/elements/0/placeholder/text",
    ),
    "checkboxes": (
        [actions({"type": "checkboxes", "options": [option(n) for n in range(10)]})],
        [actions({"type": "checkboxes", "options": [option(n) for n in range(11)]})],
        "/blocks/0/elements/0/options",
    ),
    "radio buttons": (
        [actions({"type": "radio_buttons", "options": [option(n) for n in range(10)]})],
        [actions({"type": "radio_buttons", "options": [option(n) for n in range(11)]})],
        "/blocks/0/elements/0/options",
    ),
    "overflow": (
        [actions({"type": "overflow", "options": [option(n) for n in range(5)]})],
        [actions({"type": "overflow", "options": [option(n) for n in range(6)]})],
        "/blocks/0/elements/0/options",
    ),
    "confirm": (
        [actions(button(confirm=confirm(text=plain("x" * 300))))],
        [actions(button(confirm=confirm(text=plain("x" * 301))))],
        "/blocks/0/elements/0/confirm/text/text",
    ),
    "date": (
        [actions({"type": "datepicker", "initial_date": "2028-02-29"})],
        [actions({"type": "datepicker", "initial_date": "2027-02-29"})],
        "/blocks/0/elements/0/initial_date",
    ),
    "label": (
        [asking({"type": "plain_text_input"}, label=plain("x" * 2000))],
        [asking({"type": "plain_text_input"}, label=plain("x" * 2001))],
        "/blocks/0/label/text",
    ),
    "initial value": (
        [asking({"type": "plain_text_input", "max_length": 5, "initial_value": "12345"})],
        [asking({"type": "plain_text_input", "max_length": 5, "initial_value": "123456"})],
        "/blocks/0/element/initial_value",
    ),
    "longest text input": (
        [asking({"type": "plain_text_input", "max_length": 3000})],
        [asking({"type": "plain_text_input", "max_length": 3001})],
        "/blocks/0/element/max_length",
    ),
    "rich text": (
        [rich({"type": "text", "text": "x", "style": {"bold": True}}, {"type": "user", "user_id": "U0BODEN"})],
        [rich({"type": "text", "text": ""})],
        "/blocks/0/elements/0/elements/0/text",
    ),
    "rich text style": (
        [rich({"type": "text", "text": "x", "style": {"italic": True}})],
        [rich({"type": "text", "text": "x", "style": {"blink": True}})],
        "/blocks/0/elements/0/elements/0/style",
    ),
    "rich text list": (
        [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
                    }
                ],
            }
        ],
        [
            {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]}
                ],
            }
        ],
        "/blocks/0/elements/0/elements/0",
    ),
    "unknown key": (
        [{"type": "section", "text": mrkdwn("x")}],
        [{"type": "section", "text": mrkdwn("x"), "colour": "red"}],
        "/blocks/0",
    ),
    "unknown block": ([{"type": "divider"}], [{"type": "fold"}], "/blocks/0"),
    "an image on this machine": (
        [{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}],
        [{"type": "image", "image_url": "http://127.0.0.1:3000/a.png", "alt_text": "a"}],
        "/blocks/0/image_url",
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_message_takes_what_fits_and_refuses_one_more(name: str) -> None:
    fits, too_much, place = PAIRS[name]
    assert limits.of_message(copy.deepcopy(fits)) == []
    assert [complaint for complaint in limits.of_message(too_much) if complaint.endswith(f"[json-pointer:{place}]")]


#: (a change that fits, a change that does not, the place)
VIEWS: dict[str, tuple[Json, Json, str]] = {
    "title": ({"title": plain("x" * 24)}, {"title": plain("x" * 25)}, "/view/title/text"),
    "submit": ({"submit": plain("x" * 24)}, {"submit": plain("x" * 25)}, "/view/submit/text"),
    "close": ({"close": plain("x" * 24)}, {"close": plain("x" * 25)}, "/view/close/text"),
    "private_metadata": ({"private_metadata": "x" * 3000}, {"private_metadata": "x" * 3001}, "/view/private_metadata"),
    "callback_id": ({"callback_id": "x" * 255}, {"callback_id": "x" * 256}, "/view/callback_id"),
    "blocks": ({"blocks": [{"type": "divider"}] * 100}, {"blocks": [{"type": "divider"}] * 101}, "/view/blocks"),
    "submit with inputs": ({}, {"submit": None}, "/view/submit"),
    "title is needed": ({}, {"title": None}, "/view"),
    "no inputs, no submit": ({"blocks": [{"type": "divider"}], "submit": None}, {"type": "home"}, "/view/type"),
    "one focus": (
        {"blocks": [asking({"type": "plain_text_input", "focus_on_load": True})]},
        {"blocks": [asking({"type": "plain_text_input", "focus_on_load": True})] * 2},
        "/view/blocks",
    ),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_modal_takes_what_fits_and_refuses_one_more(name: str) -> None:
    fits, too_much, place = VIEWS[name]
    assert limits.of_view(form(**fits), "modal") == []
    complaints = limits.of_view(form(**too_much), "modal")
    assert [complaint for complaint in complaints if complaint.endswith(f"[json-pointer:{place}]")]


def test_a_home_tab_has_no_title() -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    assert limits.of_view(home, "home") == []
    assert limits.of_view(home | {"title": plain("Hem")}, "home") == [
        "invalid additional property: title [json-pointer:/view]"
    ]


async def test_the_answer_names_the_places(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel="C0NORR", text="x", blocks=[{"type": "header", "text": plain("x" * 151)}])
    answer = refusal.value.response
    assert answer["error"] == "invalid_blocks"
    place = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [place]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {place}"]


async def test_all_blocks_together_have_a_limit(client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": mrkdwn("x" * 3000)}] * 4
    await client.chat_postMessage(channel="C0NORR", text="x", blocks=blocks)
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        await client.chat_postMessage(channel="C0NORR", text="x", blocks=[*blocks, blocks[0]])


async def test_a_very_long_text_is_cut_with_a_warning(client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="C0NORR", text="x" * 40_001)
    assert answer["warning"] == "message_truncated"
    assert len(answer["message"]["text"]) == 40_000
