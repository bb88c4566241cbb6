"""Python source as a syntax tree."""

import ast
import gc


def tree_of(source: str) -> ast.Module:
    """Parse a module without letting garbage be collected meanwhile.

    What is collected may log a traceback, for which Python 3.11 parses source itself: a parse within a parse ends in
    "SystemError: AST constructor recursion depth mismatch" (python/cpython#106905).
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(source)
    finally:
        if collects:
            gc.enable()
