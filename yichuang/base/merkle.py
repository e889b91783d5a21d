"""Merkle trees as in RFC 6962, section 2.1, over SHA-256.

`Frontier` grows a tree leaf by leaf and keeps only the roots of its full subtrees, so that sealing the next range
needs nothing of the earlier ones.
"""

import hashlib
from collections.abc import Iterable, Sequence

LENGTH = 32


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: one root for each bit that is set in its size, largest subtree first."""

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        if len(roots) != size.bit_count():
            raise ValueError("a tree of this size has another number of full subtrees")
        self.size = size
        self.roots = list(roots)

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> "Frontier":
        made = cls()
        for leaf in leaves:
            made.add(leaf)
        return made

    def add(self, leaf: bytes) -> None:
        """Append one leaf."""
        root, size = leaf_hash(leaf), self.size
        while size & 1:
            root = node_hash(self.roots.pop(), root)
            size >>= 1
        self.roots.append(root)
        self.size += 1

    def root(self) -> bytes:
        """The Merkle tree hash; of the empty tree, the hash of nothing."""
        if not self.roots:
            return hashlib.sha256().digest()
        root = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        return b"".join(self.roots)

    @classmethod
    def from_bytes(cls, size: int, kept: bytes) -> "Frontier":
        return cls(size, [kept[i : i + LENGTH] for i in range(0, len(kept), LENGTH)])
