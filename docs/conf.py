"""The docs site: `uv run sphinx-build -W -n docs var/site` (https://www.sphinx-doc.org, with MyST for Markdown)."""

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
