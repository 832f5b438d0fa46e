"""Bytes to text: which encoding, told by what, and what could not be read. Readers and extractors share it."""

from ingest.core.decoding.decode import Decoded, decode
from ingest.core.decoding.nuls import is_binary, regular_nuls

__all__ = ["Decoded", "decode", "is_binary", "regular_nuls"]
