"""The web application and the HTTP API: the record in a browser. They only ask the record."""

from detente.views.web.app import create_app

__all__ = ["create_app"]
