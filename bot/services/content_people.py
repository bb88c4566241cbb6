"""People and roles as `load` sees them: who is meant by an id, an address or a name, and what they are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.content.declared import ENDED, RoleKey
from bot.services.absences import end_stand_ins
from bot.services.lasting import Lasting
from bot.storage.tables import Person, Role

#: Principals as they are compared: who, and the last day as text.
Principals = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scope:
    """A kind of role and the ids of what it is of: the columns of `Role` that say so."""

    kind: str
    programme_id: int | None = None
    network_id: int | None = None
    unit_id: int | None = None
    level: str | None = None


class PeopleRows:
    """The people of a workspace and the roles they hold or have held."""

    def __init__(self, session: Session, workspace_id: int, lasting: Lasting) -> None:
        self.session = session
        self.workspace_id = workspace_id
        self.lasting = lasting
        people = list(session.scalars(select(Person).where(Person.workspace_id == workspace_id)))
        self.by_id = {person.id: person for person in people}
        self.by_reference = {reference: person for person in people for reference in _references(person)}
        self.roles: dict[Scope, list[Role]] = defaultdict(list)
        # Who steps in while somebody is away is no matter of the file.
        own = (Role.workspace_id == workspace_id, Role.absence_id.is_(None))
        for role in session.scalars(select(Role).where(*own).order_by(Role.id)):
            scope = Scope(role.kind, role.programme_id, role.network_id, role.unit_id, role.level)
            self.roles[scope].append(role)
        #: New people who are only known by name, per role that waits for them.
        self.named: dict[RoleKey, Person] = {}

    def reference(self, written: str) -> str:
        """Return how we refer to whoever is meant: by Slack id when we know it."""
        person = self.by_reference.get(written)
        return (_reference(person) or written) if person else written

    def principals(self, said: Any) -> Principals:
        """Return who is principal by what a file says, without those whose last day is past."""
        written: list[Any] = [[said, None]] if isinstance(said, str) else said or []
        lasting = [(self.reference(who), ended) for who, ended in written if not self.lasting.is_past(ended)]
        return tuple(sorted((who, ended or "") for who, ended in lasting))

    def principals_of(self, unit_id: int) -> Principals:
        """Return a school's principals, now and to come."""
        held = [role for role in self.roles[Scope("principal", unit_id=unit_id)] if not self.lasting.is_over(role)]
        return tuple(
            sorted((_reference(self.by_id[role.person_id]) or "", self.lasting.ended(role) or "") for role in held)
        )

    def kept(self, key: RoleKey, scope: Scope, *, over: bool) -> dict[str, str | None] | None:
        """Return a role's last day and, of somebody in a municipal group, the reference; None when nobody holds it.

        With `over` also one that was held, when nobody holds it now.
        """
        role = self._role(key, scope, over=over)
        if role is None:
            return None
        user = {"user": _reference(self.by_id[role.person_id])} if key.kind == "member" else {}
        return user | {ENDED: self.lasting.ended(role)}

    def began_on(self, key: RoleKey, scope: Scope) -> date | None:
        """Return the first day of a role that is kept, or None."""
        role = self._role(key, scope, over=True)
        return None if role is None else self.lasting.began_on(role)

    def principal_since(self, unit_id: int, who: str) -> date | None:
        """Return the first day on which somebody was a school's principal, or None."""
        roles = self.roles[Scope("principal", unit_id=unit_id)]
        return next(
            (self.lasting.began_on(role) for role in roles if who in _references(self.by_id[role.person_id])), None
        )

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

    def meet_principals(self, said: Any) -> None:
        """Make whoever a file says is principal, when we do not know them yet."""
        for who in [said] if isinstance(said, str) else [one for one, _ in said]:
            self.meet_reference(who)

    def make(self, key: RoleKey, scope: Scope, ended: str | None) -> None:
        """Give somebody a role, until a last day or further notice; they were met before."""
        person = self.by_reference[key.person] if key.person is not None else self.named[key]
        self._add_role(person, scope, ended)

    def set_principals(self, unit_id: int, said: Any) -> None:
        """Let a school have these principals; whoever else was it has been it."""
        scope = Scope("principal", unit_id=unit_id)
        written: list[Any] = [[said, None]] if isinstance(said, str) else said
        wanted = {self.by_reference[who].id: ended for who, ended in written}
        held = {role.person_id: role for role in self.roles[scope] if not self.lasting.is_over(role)}
        for person_id, role in held.items():
            if person_id in wanted:
                self._last(role, wanted[person_id])
            else:
                role.valid_to = self.lasting.now
                end_stand_ins(self.session, role, self.lasting.now)
        for who, ended in written:
            person = self.by_reference[who]
            if person.id not in held and not self.lasting.is_past(ended):
                self._add_role(person, scope, ended)

    def change(self, key: RoleKey, scope: Scope, name: str, value: str | None) -> None:
        """Say who in Slack a member of a municipal group is, or until when a role lasts."""
        role = self._role(key, scope, over=True)
        if role is not None and name == ENDED:
            self._last(role, value)
        elif role is not None and key.person is not None:
            role.person_id = self.by_reference[key.person].id

    def _last(self, role: Role, ended: str | None) -> None:
        role.valid_to = self.lasting.until(ended)
        end_stand_ins(self.session, role, self.lasting.now)

    def _role(self, key: RoleKey, scope: Scope, *, over: bool) -> Role | None:
        """Return the role that is meant: the one that is held, with `over` else the one that was held last."""
        is_over = self.lasting.is_over
        found = [role for role in self.roles[scope] if self._is_of(role, key) and (over or not is_over(role))]
        return min(reversed(found), key=lambda one: (is_over(one), not self._is_known_as(one, key)), default=None)

    def _is_of(self, role: Role, key: RoleKey) -> bool:
        name = self.by_id[role.person_id].name
        return self._is_known_as(role, key) or bool(key.name and key.name.casefold() == name.casefold())

    def _is_known_as(self, role: Role, key: RoleKey) -> bool:
        return key.person is not None and key.person in _references(self.by_id[role.person_id])

    def _new_person(self, name: str) -> Person:
        person = Person(workspace_id=self.workspace_id, name=name)
        self.session.add(person)
        return person

    def _add_role(self, person: Person, scope: Scope, ended: str | None) -> None:
        role = Role(workspace_id=self.workspace_id, person_id=person.id, kind=scope.kind, level=scope.level)
        role.programme_id, role.network_id, role.unit_id = scope.programme_id, scope.network_id, scope.unit_id
        role.valid_to = self.lasting.until(ended)
        role.valid_from = self.lasting.now if role.valid_to is None else min(self.lasting.now, role.valid_to)
        self.session.add(role)


def _references(person: Person) -> list[str]:
    return [reference for reference in (person.slack_user_id, person.email and person.email.lower()) if reference]


def _reference(person: Person) -> str | None:
    return next(iter(_references(person)), None)
