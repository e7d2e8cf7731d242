"""Alongside: the protection desk for human rights defenders.

The rooms, from the ground up: `directory` and `language` (data and words), `plan` (rules), `desk` (the Django project),
`cli` (the command). A room imports only rooms below it; docs/architecture.md draws the house.
"""

__version__ = "0.1.0"
