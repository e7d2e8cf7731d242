"""Tables that people bring along, as cases: read, mapped, looked at, imported, taken back.

Pure, apart from Django: `tables`, `delimited`, `workbook` and `cells` read any bytes as a table or refuse them in one sentence; `targets`,
`suggesting`, `values` and `building` turn its rows into the facts of new cases, or into what is wrong with them. With Django: `keeping`
holds an import sealed to the person who does it, `working` writes its cases step by step, `views` and `pages` show it.

A row keeps the number that it has in the file, from the first byte to the last sentence.
"""
