"""Cases that leave the desk and come back: as a package sealed to vouched keys, or in plain text after a second person's approval.

`package` is the sealed format, `unpacking` its way in, and `plain`, `table` and `document` the open ones: data in, data out. `partners`
are people at other desks whose six words a member has compared. `gathering` opens what shall leave and asks the ledger, `leaving` writes
it down and lets it go, `arriving` takes a package in. `approvals` keeps who asked for plain text and who agreed. `views` and
`plain_views` are the pages.
"""
