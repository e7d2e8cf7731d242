"""What is counted over ten thousand cases, and the table of what came of them, from the index of a login that is warm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.figures import Figure, p50, timed

if TYPE_CHECKING:
    from alongside.desk.people.unlocked import Unlocked

RUNS = 7


def measure(unlocked: Unlocked) -> list[Figure]:
    from alongside.desk.cases.finding.registry import Registry
    from alongside.desk.people import clock
    from alongside.desk.submissions.following import table
    from alongside.desk.submissions.insight import figures, plots

    today = clock.today()
    with Registry(sweep=3600).index(unlocked) as index:

        def counted() -> None:
            rows, _ = figures.read(row.head for row in index.rows())
            found = figures.figures(rows)
            plots.years(found.counts["year"], "x")
            plots.chart(found.counts["state"], str, "x")

        def followed() -> None:
            table.chosen(table.entries((row.case, row.head) for row in index.rows()), table.ALL, today)

        return [
            Figure("statistics_10000_p50_ms", p50([timed(counted) for _ in range(RUNS)]), at_most=1000),
            Figure("follow_up_table_10000_p50_ms", p50([timed(followed) for _ in range(RUNS)]), at_most=1000),
        ]
