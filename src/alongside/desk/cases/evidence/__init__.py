"""Evidence: files of a case, sealed as they arrive, never altered; who received, saw and copied them.

`files` is the store on the disk, `sealing` what Django hands an upload to, `uploads` what comes in parts, `broken` what did not come whole,
`taking` makes facts of what arrived, `boxes` and `redacting` black out parts, `removing` takes away for good, `custody` tells who held
a file, `views` are the pages.
"""
