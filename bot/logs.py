"""What a process tells whoever runs it: one line of JSON for each happening, on stderr, without secrets."""

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor

#: Slack's tokens (`xoxb-…`, `xapp-…`, `xoxe.xoxp-…`), and a password within an address.
SECRET = re.compile(r"\bx(?:ox[a-z]|app)[-.][\w.-]+|(?<=://)[^/@\s:]+:[^/@\s]+(?=@)")
REDACTED = "[redacted]"

#: Libraries that say much when all is well.
QUIET = ("apscheduler", "slack_sdk", "slack_bolt", "aiohttp", "uvicorn", "alembic")


def configure(stream: TextIO | None = None) -> None:
    """Send what we and our libraries log to `stream`, stderr by default; called once, where a command begins.

    Tracebacks come without the values of variables: those hold tokens and what people wrote.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_common(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_common(),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _line],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _common() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]


def _line(logger: Any, method: str, happening: EventDict) -> str:
    line = structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=False)(logger, method, happening)
    return SECRET.sub(REDACTED, str(line))
