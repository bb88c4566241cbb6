"""The kill matrix in short: one kill at every point, and a few at random. The whole of it is a command of its own."""

import random
import sys

import pytest

from tests.delivery import kill_matrix
from tests.delivery.arena import Count, arena
from tests.delivery.kill_matrix import LEASE_SECONDS, ORDER, SETTLE_SECONDS, at_random, one_round


def test_a_kill_at_every_point_loses_and_doubles_nothing(database_url: str) -> None:
    with arena(database_url) as place:
        assert one_round(place, nth=2) == dict.fromkeys(ORDER, Count(kills=1))
        assert place.served.do(lambda slack: slack.called("chat.delete")) == [], "no second copy was swept away either"


def test_kills_at_random_lose_and_double_nothing(database_url: str) -> None:
    with arena(database_url, lease_seconds=LEASE_SECONDS, settle_seconds=SETTLE_SECONDS) as place:
        assert at_random(place, 6, random.Random(1)) == Count(kills=6)


def test_the_count_sees_what_is_lost_and_doubled_and_left(database_url: str) -> None:
    with arena(database_url) as place:
        planned = place.keys(4)
        keys = [key for key, _ in planned]
        assert place.counted(keys, 0) == Count(lost=4, not_ended=4)
        place.run(planned=planned)
        call = place.served.do(lambda slack: slack.called("chat.postMessage")[0])
        place.served.do(lambda slack: slack.calls.append(call))
        assert place.counted(keys, 0) == Count(doubled=1)


@pytest.mark.parametrize(("count", "status"), [(Count(kills=1), 0), (Count(kills=1, doubled=1), 1)])
def test_the_command_fails_when_anything_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], count: Count, status: int
) -> None:
    monkeypatch.setattr(kill_matrix, "matrix", lambda *_: [("after claim", count)])
    monkeypatch.setattr(sys, "argv", ["kill_matrix", "--database", "sqlite"])
    assert kill_matrix.main() == status
    assert "after claim" in capsys.readouterr().out
