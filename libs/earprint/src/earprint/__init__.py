"""earprint recognises a sound recording by its landmarks, and opens the file it comes in only inside a box.

The rooms: `prints` (what is kept of a sound), `index` (references and the search among them), `matches`
(what a search answers), `box` (decoding of files nobody vouches for). Importing this package is cheap:
compiled kernels and decoders are loaded only by the call that needs them.
"""

__version__ = "0.1.0"
