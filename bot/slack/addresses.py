"""Where an address leads, as Slack sees it: to this machine, or to something it can call."""

import ipaddress
from urllib.parse import urlsplit


def is_local(address: str) -> bool:
    """Return whether an address leads to this machine."""
    host = urlsplit(address).hostname or ""
    ip = _ip(host)
    return host == "localhost" or host.endswith(".localhost") if ip is None else ip.is_loopback


def is_reachable(address: str) -> bool:
    """Return whether Slack can send to an address: it begins with https and lies neither here nor in a private net.

    Whether a name leads anywhere is seen when Slack calls it.
    """
    parts = urlsplit(address)
    ip = _ip(parts.hostname or "")
    return parts.scheme == "https" and not is_local(address) and (ip is None or ip.is_global)


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
