"""Evidence: files of a case, sealed as they arrive, never altered; who received, saw and copied them.

`files` is the store on the disk, `sealing` what Django hands an upload to, `taking` makes facts of what arrived, `custody` tells who held
a file, `views` are the pages.
"""
