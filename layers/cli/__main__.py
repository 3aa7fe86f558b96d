"""`python -m layers.cli`, the command without an installation."""

from . import main

main()
