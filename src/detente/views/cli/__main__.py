"""``python -m detente.views.cli``."""

from detente.views.cli import main

main()
