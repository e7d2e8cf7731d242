"""Values to PDF: `pdf(template, values)` sets one of this room's templates in a limited child process and returns its bytes.

Lives here: the templates (`templates/*.typ`), the committed fonts (`fonts/`), the child that holds Typst (`child.py`), Arabic as
readable text (`readable.py`), what goes by the pipe (`messages.py`) and the client (`client.py`). It stands on `alongside.confined`,
which starts and limits the child, and imports nothing else of Alongside. It knows no case and no rule, and takes plain values that are
printed as they are, never read as markup. The same template and values give the same bytes: no clock, no author, no machine name and
no path stand in a document. Typst itself is imported in the child only. Colours, spacing and the order of a page are in the templates;
sentences are not: they arrive with the values. The keys that `plan` takes stand at the top of `templates/plan.typ`.
"""

from alongside.typeset.client import TypesetError, Typesetter, pdf

__all__ = ["TypesetError", "Typesetter", "pdf"]
