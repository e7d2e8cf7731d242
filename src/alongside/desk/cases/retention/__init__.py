"""How long a case is kept, what forbids to destroy it, and its end: destroyed with a receipt, or shrunk to a row of statistics.

Rules here are pure (`rules`, `counted`, `receipt`); `ending` does it in one transaction; `standing` is the list by which a restored backup
learns what has gone since. The taking away itself is `cases.destroying`, which asks the same rules.
"""
