"""Reading DDEX release messages (ERN 3.4.1 to 4.3) and what licences follow from them, on plain values."""

from .message import Message
from .reading import collect, read_message, read_parts
from .stream import Bounds

__all__ = ["Bounds", "Message", "collect", "read_message", "read_parts"]
