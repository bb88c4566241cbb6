"""Who acts, what they are, and what they may do."""

from dataclasses import dataclass

#: Roles that act for their municipality. A deputy is *asked* only during absence, but may always act.
FOR_MUNICIPALITY = frozenset({"contact_person", "deputy"})


@dataclass(frozen=True)
class RoleHeld:
    """What a person is, of what; None means of everything in the workspace."""

    kind: str
    programme_id: int | None = None
    network_id: int | None = None
    unit_id: int | None = None
    level: str | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever does something, as of now: a person in Slack, or the bot itself (`person_id` None)."""

    workspace_id: int
    person_id: int | None
    #: slack · load · bot
    via: str = "slack"
    slack_user_id: str = ""
    name: str = ""
    locale: str = "sv"
    timezone: str = "Europe/Stockholm"
    roles: tuple[RoleHeld, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a thing belongs: what permissions are asked about."""

    programme_id: int
    network_id: int
    unit_id: int


def may(actor: Actor, action: str, subject: Place) -> bool:
    """Return whether the actor may do this there.

    Actions: `log` (write a commitment), `change` (its words, date and state), `ask-support`, `answer` (a
    conference's questions), `lead` (see who has not answered, preview, send again), `read`. Everybody in the
    workspace may read; the leadership of the programme may do everything in it; contact persons and deputies act
    for their own municipality; its municipal group may log what it promises and answer what it is asked.
    """
    if action == "read" or _leads(actor, subject):
        return True
    if action == "lead":
        return False
    kinds = {role.kind for role in actor.roles if _is_of(role, subject)}
    if action in {"log", "answer"}:
        return bool(kinds & (FOR_MUNICIPALITY | {"member"}))
    if action in {"change", "ask-support"}:
        return bool(kinds & FOR_MUNICIPALITY)
    raise ValueError(f"No such action: {action}")


def _leads(actor: Actor, subject: Place) -> bool:
    return any(role.kind == "leadership" and role.programme_id == subject.programme_id for role in actor.roles)


def _is_of(role: RoleHeld, subject: Place) -> bool:
    return role.unit_id == subject.unit_id and role.network_id in {None, subject.network_id}
