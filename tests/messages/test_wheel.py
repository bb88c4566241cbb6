"""What golden files do not show of annual wheels: they are read as plain text."""

from bot.language import Language
from tests.messages.variants.facts import TODAY
from tests.messages.variants.shown import Message
from tests.messages.variants.wheel import VARIANTS


def test_what_comes_next_stands_out_in_its_month_instead_of_being_named_again() -> None:
    shown = VARIANTS["wheel.school"](Language("sv", TODAY))
    assert isinstance(shown, Message)
    lists = [each for block in shown.blocks for each in block.get("elements", ()) if each["type"] == "rich_text_list"]
    lines = [part for each in lists for item in each["elements"] for part in item["elements"]]
    bold = [line["text"] for line in lines if line.get("style") == {"bold": True}]
    assert bold[0] == "HR- och ekonomidialog i november: uppföljning 2 (UP2) och budget, senast mån 30 nov, v. 49"
    assert len(bold) < len(lines)
    assert not [line["text"] for line in lines if line["text"].startswith("Härnäst")]
