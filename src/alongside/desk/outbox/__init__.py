"""The only room that talks to the outside: sealed deliveries that a person asked for, carried by `alongside work`.

A row is written in the transaction of whatever a person did, and holds what is needed to carry it, sealed to the service key. A worker
claims it with a lease, hands it to a channel, and marks it when the other side has answered. What is in a delivery, this room does not
know.

`models` (two tables), `deliveries` (put, claim, mark, stop), `rules` (pure: what follows from an answer), `service` (the key under which
things wait), `routes` (how each channel is reached), `receipts` (what was answered, for who sent it), `worker` (carries what is due),
`channels/` (one folder a channel). Nothing here reads a case.
"""
