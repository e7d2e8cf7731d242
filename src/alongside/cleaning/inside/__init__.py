"""Inside the child: all that reads a file. Nothing outside of this folder imports it; the process starts as `python -m` of it.

`answers.py` takes a question, `recognise.py` says what a file is by its content, `images/`, `documents/` and `sound/` make it anew,
`embedded.py` reads what is embedded (and reads each copy again), `redaction.py` removes what is under boxes, `credentials.py` looks for
content credentials, `verifying.py` verifies them. Libraries are imported late, each only where a file needs it: a child starts for
every file.
"""
