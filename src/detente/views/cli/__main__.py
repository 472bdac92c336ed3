"""``python -m detente.views.cli``."""

from detente.views.cli import main

if __name__ == "__main__":
    main()
