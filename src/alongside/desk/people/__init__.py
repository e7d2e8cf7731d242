"""People: who belongs to the desk, how they log in, whose keys count, and who may open what.

Here: accounts, second factors, logins, keyrings, vouches, custodians. Not here: anything of a case but the keys to it; the rooms above
ask `Unlocked` for a key and never see a secret.
"""
