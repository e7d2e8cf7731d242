"""A case, or part of it, handed to another desk: sealed to its vouched card, consented facts alone, with an answer, news and a way back.

`naming` (who is named in a text), `near` (who is asked, and who or what gives somebody away), `pieces` (of a fact, as they go) and
`travelling` (which facts go, which stay, and why, field by field) are pure. `letters` is what a package of this room says. `handing`
takes messages out, `packing` makes packages of them, `taking` takes them in; all stand on `cases.exporting`, whose format, cards and
checks they use. `views` and `arriving_views` are the pages, `shown` their words.
"""
