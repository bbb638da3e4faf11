"""Files, folders and standard input, read within the limits."""

from kizuki.gateways.files.packed import Piece, Unpacking, read_pieces
from kizuki.gateways.files.private import require_place, write_private
from kizuki.gateways.files.reading import Document, read_document

__all__ = ["Document", "Piece", "Unpacking", "read_document", "read_pieces", "require_place", "write_private"]
