"""The wheel painted: not by the process that everybody waits for."""

import time
from concurrent.futures import ThreadPoolExecutor

from bot.documents.wheel_png import wheel_png
from bot.documents.wheel_svg import wheel_svg
from bot.language import Language
from tests.documents.wheels import TODAY, wheel_of

A_MOMENT = 0.001


def test_everything_else_goes_on_while_it_is_painted():
    svg = wheel_svg(wheel_of(30), Language("sv", TODAY))

    moments = 0
    with ThreadPoolExecutor(1) as pool:
        painting = pool.submit(wheel_png, svg)
        while not painting.done():
            time.sleep(A_MOMENT)
            moments += 1
    assert painting.result().startswith(b"\x89PNG")
    assert moments > 20, "painted by this process there are three or four"
