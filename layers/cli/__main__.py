"""`python -m layers.cli`, the command without an installation."""

from layers.cli import main

main()
