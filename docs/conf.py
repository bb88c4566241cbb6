"""The docs site: `uv run sphinx-build -W -n docs var/site` (https://www.sphinx-doc.org, with MyST for Markdown)."""

from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "Nätverksbot"
copyright = "the contributors; EUPL 1.2"  # noqa: A001  # Sphinx's own name for it
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Nätverksbot"
html_copy_source = False
html_show_sphinx = False
# Headings can be linked to, as on GitHub.
myst_heading_anchors = 3
nitpicky = True
linkcheck_anchors = False

#: What pages show with `<picture>`, light and dark: Sphinx does not look for files there.
PICTURES = ("pictures",)


def setup(app: "Sphinx") -> None:
    """Let the pictures that HTML names stand beside the pages."""
    app.connect("build-finished", copy_pictures)


def copy_pictures(app: "Sphinx", failed: Exception | None) -> None:
    """Copy the folders of pictures into the site."""
    if failed is None and app.builder.format == "html":
        for folder in PICTURES:
            copytree(Path(app.srcdir) / folder, Path(app.outdir) / folder, dirs_exist_ok=True)
