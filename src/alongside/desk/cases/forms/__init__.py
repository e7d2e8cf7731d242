"""The form of a record, made from the declarations of its kind: questions out, what was typed in, the same record or a better one back.

What nobody touched comes back exactly as it was, whatever the form can show: only a field whose posted text differs from the text that
was sent out is read anew. Knows no request and no database.
"""
