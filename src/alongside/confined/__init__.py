"""A limited child process that takes bytes and gives bytes (security.md 19): what the typesetter and the cleaner share.

Lives here: what a child takes away from itself (`limits.py`), the pipe (`frames.py`), the scaffold of a child's `main` (`child.py`) and
the server's end of it (`client.py`): one child behind a lock, started when needed, replaced when it dies, overruns or has worked
enough. A ground room: it knows no document and no file, only frames. What is asked and answered, and the sentences for what went
wrong, belong to the room that starts the child.
"""

from alongside.confined.client import Child, Failed, Limits, Why

__all__ = ["Child", "Failed", "Limits", "Why"]
