"""Documents: PDF (`pdf.py`), and the zipped kinds of Microsoft Office (`ooxml.py`) and OpenDocument (`odf.py`) on `package.py`.

The words of a document are never changed, with one exception: tracked changes are taken as accepted, because what was deleted would
leave with the copy. A name that stands in the words (a signature under a letter, a field "author" on the title page) is the writer's
own words and stays; docs/cleaning.md says so to who reads the copy.
"""
