"""What client and child say to each other, in frames.

A question is `Q` with JSON {"template", "values"}; an answer is `P` with a PDF, or `E` with JSON {"sentence"}.
"""

QUESTION, DOCUMENT, REFUSAL = b"Q", b"P", b"E"
LARGEST_QUESTION = 2 * 1024 * 1024
LARGEST_ANSWER = 64 * 1024 * 1024
