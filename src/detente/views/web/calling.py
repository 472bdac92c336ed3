"""Webhooks: calls to addresses that watches name, signed, retried, and never into private networks unless allowed."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import socket
import threading
import time
from collections.abc import Callable
from datetime import date
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from detente.record import RecordError, watches
from detente.record.record import Record
from detente.views.web.asked import filters
from detente.views.web.shelf import Shelf

_LOG = logging.getLogger(__name__)
SIGNATURE = "X-Detente-Signature"
_PAUSES = (0.0, 2.0, 10.0)
_MOST_TOLD = 100


def check_address(url: str, private: bool) -> str:
    """The one address (IP) that a webhook may be called at.

    Raises:
        RecordError: it is no http(s) address, does not resolve, or leads into a private network and ``private`` is not
            set. The caller connects to the address given back, so that a name cannot change its mind in between.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise RecordError(f"{url!r} is no address that can be called; write https://host/path")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    except OSError as why:
        raise RecordError(f"{parts.hostname!r} cannot be found") from why
    for info in found:
        address = ip_address(str(info[4][0]).partition("%")[0])
        if not private and not address.is_global:
            raise RecordError(f"{url!r} leads into a private network; start with --allow-private-webhooks to allow it")
    return str(found[0][4][0])


def signature(secret: str, body: bytes) -> str:
    """HMAC-SHA256 of a body, as the receiver computes it too."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def call(
    url: str, secret: str, told: dict[str, Any], private: bool, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Send one message; three tries, pausing longer each time. True when the receiver answered 2xx."""
    import httpx

    body = json.dumps(told, default=str).encode()
    headers = {"Content-Type": "application/json", SIGNATURE: signature(secret, body)}
    for pause in _PAUSES:
        sleep(pause)
        try:
            address = check_address(url, private)
            parts = urlsplit(url)
            host = f"[{address}]" if ":" in address else address
            # https needs the name for its certificate; the address was checked a moment ago
            target = (
                url
                if parts.scheme == "https"
                else parts._replace(netloc=host + (f":{parts.port}" if parts.port else "")).geturl()
            )
            answer = httpx.post(
                target, content=body, headers={**headers, "Host": parts.netloc}, timeout=10, follow_redirects=False
            )
            if answer.is_success:
                return True
        except (httpx.HTTPError, RecordError) as why:
            _LOG.warning("webhook %s: %s", url, why)
    return False


def call_for_new(shelf: Shelf, private: bool, sleep: Callable[[float], None] = time.sleep) -> int:
    """Tell every watch's address what is new since it was last told; how many were told."""
    record = Record.open(shelf.path)
    count = 0
    for w in watches.watches(record):
        if not w.webhook:
            continue
        seen = set(w.seen)
        try:
            fresh = [e for e in watches.entries(record, filters(w.filters)) if e["id"] not in seen]
        except RecordError:
            continue
        if not fresh:
            continue
        items = [_short(e) for e in fresh[:_MOST_TOLD]]
        if call(
            w.webhook, w.secret, {"watch": w.id, "name": w.name, "new": len(fresh), "entries": items}, private, sleep
        ):
            watches.save(record, watches.told(w, [e["id"] for e in fresh]))
            count += 1
    return count


def _short(e: dict[str, Any]) -> dict[str, Any]:
    keys = (
        "kind",
        "id",
        "event_type",
        "status",
        "act",
        "actor",
        "recipient",
        "speaker",
        "addressee",
        "what",
        "content",
        "contexts",
    )
    day = e["day"]
    return {k: e[k] for k in keys if k in e} | {"day": day.isoformat() if isinstance(day, date) else None}


def start(shelf: Shelf, private: bool, every: float = 2.0) -> threading.Event:
    """Watch the record in the background; set the event to stop."""
    stop = threading.Event()

    def run() -> None:
        version = ""
        while not stop.wait(every):
            try:
                newest = shelf.state().version
                if newest != version:
                    call_for_new(shelf, private)
                    version = newest
            except RecordError as why:
                _LOG.warning("watches: %s", why)

    threading.Thread(target=run, name="watches", daemon=True).start()
    return stop
