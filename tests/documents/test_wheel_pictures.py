"""The wheels in the docs are those that are drawn now."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

ROOT = Path(__file__).parent.parent.parent


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wheel_pictures", ROOT / "tools" / "wheel_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()


@pytest.mark.parametrize("shown", TOOL.SHOWN, ids=lambda shown: shown.name)
def test_a_picture_is_current(shown: Any):
    """Colours are rounded in the docs, so that the files are small; a moved label differs far more."""
    stored = Image.open(TOOL.PICTURES / shown.name).convert("RGB")
    difference = ImageStat.Stat(ImageChops.difference(stored, TOOL.picture(shown)))

    assert max(difference.mean) < 1.5
    assert max(difference.rms) < 4


def test_the_page_is_current():
    assert TOOL.PAGE.read_text(encoding="utf-8") == TOOL.page()
