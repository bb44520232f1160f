"""The box: everything that parses a file nobody vouches for happens in a sealed child process.

The site holds a `Box`; the box holds one warm process (zygote), which forks a child per file. Importing
this package loads neither decoders nor kernels; those live in the warm process only.
"""

from earprint.box.client import Box
from earprint.box.errors import REASONS, BoxFailed, NotProven, Refused
from earprint.box.face import Cover, Examined, Proof, Rendered
from earprint.box.forms import WEBM, Form

__all__ = [
    "REASONS",
    "WEBM",
    "Box",
    "BoxFailed",
    "Cover",
    "Examined",
    "Form",
    "NotProven",
    "Proof",
    "Refused",
    "Rendered",
]
