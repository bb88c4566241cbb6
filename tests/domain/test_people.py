"""Who may do what, as a table."""

import pytest

from bot.domain.people import Actor, Place, RoleHeld, may

PROGRAMME, NETWORK, OTHER_NETWORK, BODEN, KALIX = 1, 10, 11, 100, 101
HERE = Place(PROGRAMME, NETWORK, BODEN)


def who(*roles: RoleHeld) -> Actor:
    return Actor(workspace_id=1, person_id=1, roles=roles)


def of(kind: str, network: int | None = NETWORK, unit: int = BODEN) -> Actor:
    return who(RoleHeld(kind, network_id=network, unit_id=unit))


ALL = {"log", "change", "ask-support", "answer", "lead", "read"}
FOR_THEIR_OWN = ALL - {"lead"}
OUTSIDER = {"read"}


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (who(RoleHeld("leadership", programme_id=PROGRAMME)), ALL),
        (who(RoleHeld("leadership", programme_id=PROGRAMME + 1)), OUTSIDER),
        (of("contact_person"), FOR_THEIR_OWN),
        (of("contact_person", network=None), FOR_THEIR_OWN),
        (of("deputy"), FOR_THEIR_OWN),
        (of("member"), {"log", "answer", "read"}),
        (of("contact_person", unit=KALIX), OUTSIDER),
        (of("deputy", network=OTHER_NETWORK), OUTSIDER),
        (of("member", unit=KALIX), OUTSIDER),
        (of("principal"), OUTSIDER),
        (who(), OUTSIDER),
    ],
)
def test_who_may_do_what(actor: Actor, allowed: set[str]) -> None:
    assert {action for action in ALL if may(actor, action, HERE)} == allowed


def test_an_action_nobody_has_thought_of_is_an_error() -> None:
    with pytest.raises(ValueError, match="fly"):
        may(of("contact_person"), "fly", HERE)
