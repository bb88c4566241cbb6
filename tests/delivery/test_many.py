"""Several processes at once on one database: each message once, and everything said by somebody."""

from tests.delivery.arena import arena, processes


def test_four_runs_at_once_send_each_message_once(database_url: str) -> None:
    with arena(database_url) as place:
        planned = place.keys(40)
        keys = [key for key, _ in planned]
        told = processes.Queue()
        running = [place.start(told=told, planned=planned) for _ in range(4)]
        for process in running:
            process.join(300)
        assert [process.exitcode for process in running] == [0] * 4
        assert sum(told.get(timeout=120) for _ in running) == 40
        assert place.posted(keys) == dict.fromkeys(keys, 1)
        assert set(place.states(keys).values()) == {"sent"}
