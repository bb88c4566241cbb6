"""People and roles as `load` sees them: who is meant by an id, an address or a name, and what they are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.content.declared import RoleKey
from bot.storage.people import not_over
from bot.storage.tables import Person, Role


@dataclass(frozen=True)
class Scope:
    """A kind of role and the ids of what it is of: the columns of `Role` that say so."""

    kind: str
    programme_id: int | None = None
    network_id: int | None = None
    unit_id: int | None = None
    level: str | None = None


class PeopleRows:
    """The people of a workspace and the roles they hold now."""

    def __init__(self, session: Session, workspace_id: int, now: datetime) -> None:
        self.session = session
        self.workspace_id = workspace_id
        self.now = now
        people = list(session.scalars(select(Person).where(Person.workspace_id == workspace_id)))
        self.by_id = {person.id: person for person in people}
        self.by_reference = {reference: person for person in people for reference in _references(person)}
        self.held: dict[Scope, list[Role]] = defaultdict(list)
        # Who steps in while somebody is away is no matter of the file.
        own = (Role.workspace_id == workspace_id, Role.absence_id.is_(None))
        for role in session.scalars(select(Role).where(*own, *not_over(now))):
            scope = Scope(role.kind, role.programme_id, role.network_id, role.unit_id, role.level)
            self.held[scope].append(role)
        #: New people who are only known by name, per role that waits for them.
        self.named: dict[RoleKey, Person] = {}

    def reference(self, written: str) -> str:
        """Return how we refer to whoever is meant: by Slack id when we know it."""
        person = self.by_reference.get(written)
        return (_reference(person) or written) if person else written

    def principal(self, unit_id: int) -> str | None:
        """Return the reference of a school's principal, or None."""
        held = self.held[Scope("principal", unit_id=unit_id)]
        return _reference(self.by_id[held[0].person_id]) if held else None

    def kept(self, key: RoleKey, scope: Scope) -> dict[str, str | None] | None:
        """Return {} or, of somebody in a municipal group, the reference; None when nobody holds the role."""
        role = self._role(key, scope)
        if role is None:
            return None
        return {"user": _reference(self.by_id[role.person_id])} if key.kind == "member" else {}

    def meet(self, key: RoleKey) -> None:
        """Make whoever a role is for, when we do not know them yet. Flush before the role is made."""
        if key.person is not None:
            self.meet_reference(key.person, key.name)
        else:
            self.named[key] = self._new_person(key.name)

    def meet_reference(self, reference: str, name: str = "") -> None:
        """Make whoever a Slack id or an address belongs to, when we do not know them yet."""
        if reference not in self.by_reference:
            person = self._new_person(name)
            person.email = reference if "@" in reference else None
            person.slack_user_id = None if "@" in reference else reference
            self.by_reference[reference] = person

    def make(self, key: RoleKey, scope: Scope) -> None:
        """Give somebody a role; they were met before."""
        self._add_role(self.by_reference[key.person] if key.person is not None else self.named[key], scope)

    def set_principal(self, unit_id: int, reference: str) -> None:
        """Make somebody a school's principal; whoever was it before has been it."""
        scope = Scope("principal", unit_id=unit_id)
        for role in self.held[scope]:
            role.valid_to = self.now
        self._add_role(self.by_reference[reference], scope)

    def change_user(self, key: RoleKey, scope: Scope) -> None:
        """Say who in Slack a member of a municipal group is."""
        role = self._role(key, scope)
        if role is not None and key.person is not None:
            role.person_id = self.by_reference[key.person].id

    def _role(self, key: RoleKey, scope: Scope) -> Role | None:
        held = self.held[scope]
        for role in held:
            if key.person is not None and key.person in _references(self.by_id[role.person_id]):
                return role
        for role in held:
            if key.name and key.name.casefold() == self.by_id[role.person_id].name.casefold():
                return role
        return None

    def _new_person(self, name: str) -> Person:
        person = Person(workspace_id=self.workspace_id, name=name)
        self.session.add(person)
        return person

    def _add_role(self, person: Person, scope: Scope) -> None:
        role = Role(workspace_id=self.workspace_id, person_id=person.id, kind=scope.kind, level=scope.level)
        role.programme_id, role.network_id, role.unit_id = scope.programme_id, scope.network_id, scope.unit_id
        role.valid_from = self.now
        self.session.add(role)


def _references(person: Person) -> list[str]:
    return [reference for reference in (person.slack_user_id, person.email and person.email.lower()) if reference]


def _reference(person: Person) -> str | None:
    return next(iter(_references(person)), None)
