"""The only room that talks to the outside: sealed deliveries that a person asked for, carried by `alongside work`.

A row is written in the transaction of whatever a person did, and holds what is needed to carry it, sealed to the service key. A worker
claims it with a lease, hands it to a channel, and marks it when the other side has answered. What is in a delivery, this room does not
know.
"""
