"""What the product costs: `make bench` prints one JSON object of measured figures, each beside its ceiling or floor.

Rules in this process (`rules.py`), the command from cold (`command.py`), pages, weights, PDF and memory of a real server
(`server.py`), a submission in its writings (`documents.py`). The situations are the regression cases of the plan where they are there,
else those of `situations.py`.
"""
