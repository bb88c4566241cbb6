"""Who may do what, where."""

import pytest

from bot.domain.people import Actor, Place, RoleHeld, may

HERE = Place(programme_id=1, network_id=2, unit_id=3)
ACTIONS = ("read", "log", "change", "ask-support", "answer", "lead")
READER = {"read"}
WRITER = {"read", "log", "answer"}
EVERYTHING = set(ACTIONS)
FOR_THEIR_OWN = EVERYTHING - {"lead"}

WHO = {
    "a reader": ((), READER),
    "contact person": ((RoleHeld("contact_person", network_id=2, unit_id=3),), FOR_THEIR_OWN),
    "contact person in every network": ((RoleHeld("contact_person", unit_id=3),), FOR_THEIR_OWN),
    "deputy": ((RoleHeld("deputy", network_id=2, unit_id=3),), FOR_THEIR_OWN),
    "municipal group": ((RoleHeld("member", network_id=2, unit_id=3, level="teacher"),), WRITER),
    "neighbour": ((RoleHeld("contact_person", network_id=2, unit_id=4),), READER),
    "own municipality, another network": ((RoleHeld("contact_person", network_id=5, unit_id=3),), READER),
    "leadership": ((RoleHeld("leadership", programme_id=1),), EVERYTHING),
    "leadership of another programme": ((RoleHeld("leadership", programme_id=9),), READER),
    "leadership of nothing": ((RoleHeld("leadership"),), READER),
    "principal": ((RoleHeld("principal", unit_id=3),), READER),
    "a group's member who leads": ((RoleHeld("member", unit_id=3), RoleHeld("leadership", programme_id=1)), EVERYTHING),
}


@pytest.mark.parametrize("name", WHO)
def test_who_may_do_what(name: str) -> None:
    roles, allowed = WHO[name]
    somebody = Actor(workspace_id=1, person_id=1, roles=roles)
    assert {action for action in ACTIONS if may(somebody, action, HERE)} == allowed


def test_an_action_that_is_none_is_a_slip() -> None:
    somebody = Actor(workspace_id=1, person_id=1, roles=(RoleHeld("member", unit_id=3),))
    with pytest.raises(ValueError, match="No such action: paint"):
        may(somebody, "paint", HERE)
