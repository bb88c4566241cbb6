"""A modal or Home tab in a person's hands: fill in by label, press by text, submit."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground import elements, fields, inputs, plain
from playground.delivery import Delivered
from playground.errors import NotPossibleError, NotShownError, SlackError
from playground.fields import Field
from playground.inputs import Placed
from playground.methods import views as view_methods
from playground.views import View

if TYPE_CHECKING:
    from playground.person import Person

Json = dict[str, Any]


@dataclass
class Submitted:
    """What came of submitting a form."""

    #: whether the form left the screen
    closed: bool = False
    #: label -> what is wrong with the field, as the bot or Slack's own client says
    errors: dict[str, str] = field(default_factory=dict)
    #: the same by block id
    places: dict[str, str] = field(default_factory=dict)
    #: whether the bot was asked at all; Slack's client keeps forms with empty required fields to itself
    sent: bool = True
    #: what Slack shows when the bot did not answer as it must; empty when it did
    trouble: str = ""


class Form:
    """One view of one person."""

    def __init__(self, person: "Person", view: View) -> None:
        self.person = person
        self.view = view

    @property
    def title(self) -> str:
        """The words at the top."""
        return str(self.view.given.get("title", {}).get("text", ""))

    def plain(self) -> str:
        """All the person reads on it."""
        return self.view.plain()

    def labels(self) -> list[str]:
        """Return the labels of its fields, in order."""
        return [one.label for one in fields.of(self.view)]

    def buttons(self) -> list[str]:
        """Return the texts of its buttons, in order, without submit and close."""
        return elements.buttons(self.view.blocks)

    def value(self, label: str) -> Any:
        """Return what stands in a field: text, ISO date, user id, or the texts of what is chosen."""
        return self._field(label).value()

    def fill(self, label: str, value: Any) -> None:
        """Type or choose in a field. Nothing is sent; a field that tells the bot at once takes `change`."""
        wanted = self._field(label)
        if wanted.tells_at_once:
            raise NotPossibleError(f"{label!r} tells the bot as soon as it changes: await form.change(…)")
        wanted.put(value)

    async def change(self, label: str, value: Any) -> Delivered | None:
        """Type or choose in a field and let the bot hear of it if the field tells it."""
        wanted = self._field(label)
        wanted.put(value)
        if not wanted.tells_at_once and not wanted.placed.block.get("dispatch_action"):
            return None
        state = self.view.values[wanted.placed.key]
        return await self.act(elements.Target(wanted.placed, inputs.value_in(state)))

    async def search(self, label: str, text: str) -> list[str]:
        """Type in a menu whose options the bot supplies; the texts it offers, which `fill` then takes."""
        wanted = self._field(label)
        if "external" not in wanted.placed.element["type"]:
            raise NotPossibleError(f"{label!r} does not ask the bot for options")
        return [option["text"]["text"] for option in await self.suggestions(wanted.placed, text)]

    async def suggestions(self, placed: Placed, text: str) -> list[Json]:
        """Return the options the bot offers for a text in one of its menus."""
        delivered = await self.person.send("interactive", self.person.payloads.suggestion(self.view, placed, text))
        offered = delivered.body if delivered.ok and isinstance(delivered.body, dict) else {}
        options = plain.options_of(offered)
        # what was found by an earlier text may have been chosen then
        known = {option["value"]: option for option in [*self.view.offered.get(placed.key, []), *options]}
        self.view.offered[placed.key] = list(known.values())
        return options

    async def click(self, text: str, nth: int | None = None) -> Delivered:
        """Press a button on it, or choose an option of a menu that stands outside a field."""
        loose = [block for block in self.view.blocks if block["type"] != "input"]
        target = elements.find(loose, text, nth, self.plain())
        if target.placed.key in self.view.values:
            self.view.values[target.placed.key] = inputs.with_value(target.placed.element, target.value)
        return await self.act(target)

    def _must_be_on_screen(self) -> None:
        """NotPossibleError when the form is closed or lies under another."""
        stack = self.person.workspace.stacks.get(self.person.id, [])
        if stack[-1:] != [self.view] and self.person.workspace.homes.get(self.person.id) is not self.view:
            raise NotPossibleError(f"this form is not on the screen of {self.person.id}:\n{self.plain()}")

    async def act(self, target: elements.Target) -> Delivered:
        """Let the bot hear that this was pressed or chosen."""
        self._must_be_on_screen()
        payload = self.person.payloads.view_actions(self.view, elements.action(target))
        return await self.person.send("interactive", payload)

    def _field(self, label: str) -> Field:
        found = [one for one in fields.of(self.view) if one.label == label]
        if len(found) != 1:
            raise NotShownError(f"{len(found)} fields are labelled {label!r}; the labels are {self.labels()}")
        return found[0]

    async def submit(self) -> Submitted:
        """Press the submit button. Slack's own client first checks what it checks."""
        self._must_be_on_screen()
        if not self.view.given.get("submit"):
            raise NotShownError(f"this form has no submit button:\n{self.plain()}")
        wrong = {one.placed.block["block_id"]: said for one in fields.of(self.view) if (said := one.complaint())}
        if wrong:
            return self._refused(wrong, sent=False)
        delivered = await self.person.send("interactive", self.person.payloads.submission(self.view))
        if delivered.error:
            return Submitted(trouble=delivered.error)
        return self._answered(delivered)

    def _answered(self, delivered: Delivered) -> Submitted:
        body = delivered.body
        if not body:
            self.person.close_view(self.view)
            return Submitted(closed=True)
        try:
            return self._follow(body if isinstance(body, dict) else {"response_action": body})
        except SlackError as refusal:
            self.person.note_bad_answer(refusal)
            return Submitted(trouble="bad_answer")

    def _follow(self, body: Json) -> Submitted:
        """Do what the bot's `response_action` says, as far as Slack would."""
        workspace, kind = self.person.workspace, body.get("response_action")
        if kind == "errors":
            return self._refused(self._errors(body.get("errors")))
        if kind == "clear":
            workspace.stacks[self.person.id] = []
            return Submitted(closed=True)
        if kind not in ("update", "push"):
            raise SlackError(f"unknown response_action {kind}")
        given = view_methods.checked(workspace, body.get("view"), "modal")
        view_methods.refuse_taken_external_id(workspace, given, except_for=self.view if kind == "update" else None)
        if kind == "push":
            view_methods.push(workspace, self.person.id, given, self.view.id)
        else:
            self.view.show(given)
        return Submitted()

    def _errors(self, errors: Any) -> dict[str, str]:
        labels = self._labels()
        if not isinstance(errors, dict) or not errors:
            raise SlackError("errors must name at least one field")
        for block_id, said in errors.items():
            if block_id not in labels:
                raise SlackError(f"errors name {block_id}, which is no input block; there are {sorted(labels)}")
            if not isinstance(said, str) or not said:
                raise SlackError(f"the error of {block_id} is no text")
        return dict(errors)

    def _labels(self) -> dict[str, str]:
        """Return the labels of input blocks by their block ids."""
        return {one.placed.block["block_id"]: one.label for one in fields.of(self.view) if one.in_input}

    def _refused(self, places: dict[str, str], *, sent: bool = True) -> Submitted:
        labels = self._labels()
        return Submitted(errors={labels[place]: said for place, said in places.items()}, places=places, sent=sent)

    async def close(self, *, all_of_them: bool = False) -> None:
        """Press Cancel, or the cross, which closes the whole stack; the bot hears of views that ask for it."""
        self._must_be_on_screen()
        stack = self.person.workspace.stacks.get(self.person.id, [])
        cleared = all_of_them or bool(self.view.given.get("clear_on_close"))
        for view in [*reversed(stack)] if cleared else [self.view]:
            self.person.close_view(view)
            if view.given.get("notify_on_close"):
                await self.person.send("interactive", self.person.payloads.closed(view, cleared=cleared))
