"""Run every measurement and print the figures as one JSON object. Exit 1 where a figure misses its target."""

import json
import sys

from bench import cases, cleaning, command, documents, rules, server, submissions
from bench.figures import Figure


def main() -> int:
    figures: list[Figure] = [*rules.measure(), *command.measure(), *server.measure(), *cleaning.measure(), *documents.measure()]
    figures += submissions.measure()
    figures += cases.measure()
    table = {figure.name: figure.table() for figure in figures}
    print(json.dumps(table, indent=1))
    return 0 if all(figure.ok is not False for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
