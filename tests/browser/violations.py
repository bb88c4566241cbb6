"""What axe finds wrong with what a page shows."""

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # the library ships no types
from playwright.sync_api import Page


def violations(page: Page, only: Mapping[str, object] | None = None) -> list[str]:
    """Return every violation, with where it is; `only` are the rules to look at, as axe takes them."""
    results = Axe().run(page, options={"resultTypes": ["violations"], **({"runOnly": only} if only else {})})
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in results.response["violations"]
        for node in one["nodes"]
    ]
