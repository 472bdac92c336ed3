"""What keeps strangers out: the host asked for, the token, forged forms, what a page may load, how much may be sent."""

from __future__ import annotations

import hmac
import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import HTTPException, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 8_000_000
# No inline script, nothing from elsewhere. Charts set styles on their elements: 'unsafe-inline' for style only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether a host name or address stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """Looks at every request before a page does.

    Args:
        hosts: host names that may be asked for besides loopback ones (a page elsewhere could otherwise reach this
            server under a name of its own: DNS rebinding).
        token: where given, every request must show it, in a cookie (``/?token=...`` sets it) or as a Bearer token.
    """

    def __init__(self, hosts: tuple[str, ...] = (), token: str | None = None) -> None:
        self.hosts = {h.lower() for h in hosts}
        self.token = token
        # proves that a form was served by this process; forms of other sites cannot know it
        self.form_key = secrets.token_urlsafe(24)

    def _known_host(self, request: Request) -> bool:
        host = urlsplit("//" + request.headers.get("host", "")).hostname or ""
        return is_loopback(host) or host.lower() in self.hosts

    def _shows_token(self, request: Request) -> bool:
        if self.token is None:
            return True
        shown = request.cookies.get("detente_token") or ""
        bearer = request.headers.get("authorization", "")
        if bearer.lower().startswith("bearer "):
            shown = bearer[7:].strip()
        return hmac.compare_digest(shown.encode(), self.token.encode())

    def may_write(self, request: Request) -> bool:
        """Whether a request may change the record: from this machine's own pages, with the token where one is set."""
        origin = request.headers.get("origin")
        if origin and (urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()):
            return False
        return self._shows_token(request)

    def accept(self, request: Request, key: str) -> None:
        """See that a form may write and was served by this process.

        Raises:
            HTTPException: 403 where it may not or was not.
        """
        if not self.may_write(request) or not hmac.compare_digest(key.encode(), self.form_key.encode()):
            raise HTTPException(403, "this form was not served by this page; open it again and send it once more")

    def refusal(self, request: Request) -> Response | None:
        """What a request that may not pass is answered; None where it may."""
        if not self._known_host(request):
            return PlainTextResponse(
                "This host name is not served here. Start with --host-name NAME to allow it.\n", 421
            )
        try:
            length = int(request.headers.get("content-length") or 0)
        except ValueError:
            return PlainTextResponse("Content-Length is no number.\n", 400)
        if length > MOST_BYTES:
            return PlainTextResponse(f"More than {MOST_BYTES} bytes were sent.\n", 413)
        if request.method not in ("GET", "HEAD") and request.headers.get("transfer-encoding"):
            return PlainTextResponse("Send a Content-Length.\n", 411)
        offered = request.query_params.get("token")
        if self.token is not None and offered and hmac.compare_digest(offered.encode(), self.token.encode()):
            answer = RedirectResponse(request.url.path, 303)
            answer.set_cookie("detente_token", offered, httponly=True, samesite="strict")
            return answer
        if not self._shows_token(request):
            return PlainTextResponse(
                "This record needs its token: open the address that `detente serve` printed.\n", 401
            )
        return None


class Guarded:
    """The application behind its guard: what may not pass never reaches a page; every answer says what it may load."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app = app
        self.guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self.guard.refusal(Request(scope, receive))
        await (refusal or self.app)(scope, receive, sent)
