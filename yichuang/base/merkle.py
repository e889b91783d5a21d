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


def inclusion(before: Frontier, leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The path (RFC 6962, 2.1.1) of the leaf `index` of `leaves`, which were added to the tree `before`, up to the root
    of the tree that they made: what is hashed with it, from below to above. Reads nothing of the earlier leaves."""
    nodes = _Nodes(before, leaves)
    return nodes.path(before.size + index, 0, before.size + len(leaves))


class _Nodes:
    """The nodes of a tree of which one knows the full subtrees of its beginning and the leaves of its end."""

    def __init__(self, before: Frontier, leaves: Sequence[bytes]) -> None:
        self.first, self.leaves = before.size, leaves
        self.known: dict[tuple[int, int], bytes] = {}
        start = 0
        for root, bit in zip(before.roots, _bits(before.size), strict=True):
            self.known[start, start + bit] = root
            start += bit

    def path(self, leaf: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _half(end - start)
        if leaf < middle:
            return [*self.path(leaf, start, middle), self.node(middle, end)]
        return [*self.path(leaf, middle, end), self.node(start, middle)]

    def node(self, start: int, end: int) -> bytes:
        """The hash over the leaves from `start` up to `end`."""
        if (start, end) not in self.known:
            if end - start == 1:
                made = leaf_hash(self.leaves[start - self.first])
            else:
                middle = start + _half(end - start)
                made = node_hash(self.node(start, middle), self.node(middle, end))
            self.known[start, end] = made
        return self.known[start, end]


def _half(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _bits(size: int) -> list[int]:
    """The powers of two that make up `size`, the largest first."""
    return [1 << place for place in reversed(range(size.bit_length())) if size >> place & 1]
