"""A process stands still (SIGSTOP) for longer than its lease and wakes up: exactly what the README says is left."""

import os
import signal
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.delivery.arena import Arena, arena


def stand_still(place: Arena, point: str) -> tuple[ForkServerProcess, str]:
    """Let a process stop at a point with one message in its hands; return it, and the message's key."""
    planned = place.keys(1)
    frozen = place.start(planned=planned, point=point, blow=signal.SIGSTOP)
    until = time.monotonic() + 120
    while not _stands(frozen) and time.monotonic() < until:
        time.sleep(0.01)
    assert _stands(frozen)
    return frozen, planned[0][0]


def _stands(process: ForkServerProcess) -> bool:
    status = Path(f"/proc/{process.pid}/stat")
    return process.pid is not None and status.exists() and status.read_text().rpartition(")")[2].split()[0] == "T"


def wake(frozen: ForkServerProcess) -> None:
    """Let it go on, to its end."""
    assert frozen.pid is not None
    os.kill(frozen.pid, signal.SIGCONT)
    frozen.join(30)
    assert frozen.exitcode == 0


def test_frozen_before_its_last_look_at_the_lease_it_posts_nothing(database_url: str) -> None:
    with arena(database_url) as place:
        frozen, key = stand_still(place, "after claim")
        for _ in range(2):
            place.pass_time()
            assert place.run() == 0
        wake(frozen)
        place.pass_time()
        assert place.run() == 0
        assert (place.posted([key]), place.states([key])) == ({key: 1}, {key: "sent"})


def test_frozen_after_its_last_look_it_posts_one_copy_and_the_sweep_deletes_it(database_url: str) -> None:
    with arena(database_url) as place:
        frozen, key = stand_still(place, "after last look")
        place.pass_time()
        assert place.run() == 0
        # Time enough for a first sweep, which finds one copy and is content.
        place.pass_time()
        assert place.run() == 0
        assert place.standing()[key] == 1
        wake(frozen)
        assert place.standing()[key] == 2, "one copy too many, as the README says"
        place.pass_time()
        assert place.run() == 0
        assert (place.standing()[key], place.posted([key])[key]) == (1, 2)
        assert place.states([key]) == {key: "sent"}


def test_frozen_for_shorter_than_its_claim_holds_nothing_is_doubled(database_url: str) -> None:
    with arena(database_url) as place:
        frozen, key = stand_still(place, "after last look")
        place.ahead.value += place.order.lease_seconds + place.order.settle_seconds - 20
        assert place.run() == 0
        wake(frozen)
        place.pass_time()
        assert place.run() == 0
        assert (place.posted([key]), place.states([key])) == ({key: 1}, {key: "sent"})


def test_a_history_that_lags_leaves_one_copy_too_many_until_the_sweep(database_url: str) -> None:
    with arena(database_url) as place:
        planned = place.keys(1)
        (key,) = (key for key, _ in planned)
        place.killer.taken, place.killer.left = True, 1
        assert place.run(planned=planned) == -signal.SIGKILL
        place.served.do(lambda slack: setattr(slack, "history_lag", 600))
        place.pass_time()
        assert place.run() == 0
        assert place.standing()[key] == 2, "one copy too many, as the README says"
        place.served.do(lambda slack: setattr(slack, "history_lag", 0))
        place.pass_time()
        assert place.run() == 0
        assert (place.standing()[key], place.states([key])) == (1, {key: "sent"})


def test_a_history_that_lags_less_than_it_is_given_doubles_nothing(database_url: str) -> None:
    with arena(database_url, lease_seconds=1, settle_seconds=1) as place:
        place.served.do(lambda slack: setattr(slack, "history_lag", 1.0))
        planned = place.keys(1)
        (key,) = (key for key, _ in planned)
        place.killer.taken, place.killer.left = True, 1
        assert place.run(planned=planned) == -signal.SIGKILL
        time.sleep(2.1)
        assert place.run() == 0
        assert (place.posted([key]), place.states([key])) == ({key: 1}, {key: "sent"})
