"""Keys and sealed values: the only room with a cipher. Bytes in, bytes out.

Lives here: what a value is bound to (`context`), how its size is hidden (`padding`), sealed values (`sealed`) and sealed files
(`streams`), the two key pairs of a person and what she vouches for (`persons`, `vouches`), values sealed to a person (`boxes`),
passphrases, logins, codes of an app, link tokens and intake codes (`passphrases`, `logins`, `totp`, `codes`), blind look-ups
(`blind`), keys by epoch (`epochs`), the manifest of a case (`manifest`), shares for custodians (`custody`). Byte layouts:
docs/vault-format.md.

May not live here: a database, a clock, a network, a file but the two word lists, any other room of Alongside, and above all a
cipher, a token format or a password rule of our own making. libsodium (PyNaCl) does the ciphers, `cryptography` does HKDF,
`shamir-mnemonic` does SLIP-39. Whatever is refused is refused with one family of errors (`errors.Refused`), whose sentences never
carry a secret and never say which byte was wrong. Wrong use by a programmer (a revision below zero) is a ValueError instead.
"""
