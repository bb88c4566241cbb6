"""The page: a workplace chat in the browser, of plain files from `page/`, that asks nobody but this server."""

import mimetypes
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"
#: Nothing comes from elsewhere, nothing runs that is not a file of ours, and nobody may frame the page.
_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # a browser asks each time whether the file is still the same, and mostly hears that it is
    "Cache-Control": "no-cache",
}
#: What is uploaded is shown as a picture or downloaded; opened by itself it may do nothing.
OF_UPLOADS = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}


def add_routes(router: web.UrlDispatcher) -> None:
    """Serve the page at `/` and its parts under `/page/`."""
    router.add_get("/", _index)
    router.add_get("/page/{name}", _part)


async def _index(_: web.Request) -> web.FileResponse:
    return web.FileResponse(FOLDER / "index.html", headers=_HEADERS)


async def _part(http: web.Request) -> web.FileResponse:
    """Return one file of the folder; names with a way out of it are not among its files."""
    files = {file.name: file for file in FOLDER.iterdir() if file.is_file()}
    if http.match_info["name"] not in files:
        raise web.HTTPNotFound
    return web.FileResponse(files[http.match_info["name"]], headers=_HEADERS)


def kind_of(name: str) -> str:
    """Return the content type that a file's name tells."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
