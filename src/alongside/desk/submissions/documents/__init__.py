"""A finished draft as something that can be sent: PDF, DOCX, plain text, JSON, and the numbered annexes beside it.

`document.from_drafted` makes one `Document` of a draft; `pdf`, `docx`, `text` and `json` each write it as bytes. The same document gives
the same bytes: no author, no clock, no path and no id of ours stand in any of them. `annexes` gives what is enclosed, cleaned and
numbered, and `bundle` all of it in one file. Nothing here decides what may leave: a document says what `drafting` put into the draft.

Pure but for `annexes`, which reads the sealed files of a case, and `pdf`, which asks the typesetting child.
"""
