"""The wheel's SVG as PNG, with the shipped font and no other."""

from bot.documents.fonts import FAMILY, FILES


def wheel_png(svg: str, width: int = 1600) -> bytes:
    """Return a picture this many pixels wide."""
    import resvg_py

    fonts = [str(path) for path in FILES.values()]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=width, dpi=96, font_files=fonts, skip_system_fonts=True, font_family=FAMILY
        )
    )
