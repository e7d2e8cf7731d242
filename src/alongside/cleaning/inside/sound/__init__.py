"""Sound, taken apart at its frames: tags, pictures, lyrics and whatever stands between go; not a sample changes.

What an encoder writes inside a frame stays (LAME fills its padding with its own name): nobody can take it out without a decoder.
"""
