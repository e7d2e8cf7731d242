"""What came of it: the chain of one case over the years, the clocks of answers, and the table over all cases that somebody may open.

`chain` and `table` are pure; the pages fetch, call them and show. What is added here are ordinary records of the case.
"""
