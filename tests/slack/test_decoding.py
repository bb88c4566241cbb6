"""A payload comes out of its form as it went in, whatever people wrote."""

import json
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.intake import FORM, whole_payload


@given(words=st.text(st.characters(exclude_categories=["Cs"])))
def test_words_come_out_as_they_went_in(words: str) -> None:
    sent = {"type": "view_closed", "user": {"id": "U1"}, "said": words}
    sent |= {"view": {"id": "V1", "type": "modal", "callback_id": words, "private_metadata": "", "blocks": []}}
    for written in (json.dumps(sent), json.dumps(sent, ensure_ascii=False)):
        assert whole_payload(urlencode({"payload": written}).encode(), FORM) == sent


def test_what_is_no_text_is_refused() -> None:
    assert whole_payload(b"payload=%7B%22type%22%3A%22%FF%22%7D", FORM) is None
