"""Merkle trees: the vectors of the certificate transparency reference implementation, and RFC 6962 by its own words."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base.merkle import Frontier, inclusion, leaf_hash, node_hash

LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    assert Frontier.of(LEAVES[:size]).root().hex() == ROOTS[size]


def recursive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_a_tree_grown_in_two_goes_is_the_same_tree(leaves: list[bytes], cut: int) -> None:
    first = Frontier.of(leaves[:cut])
    grown = Frontier.from_bytes(first.size, first.to_bytes())
    for leaf in leaves[cut:]:
        grown.add(leaf)
    assert grown.root() == recursive_root(leaves)


def test_a_frontier_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError):
        Frontier(3, [bytes(32)])


def _led_to(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a path leads to: RFC 9162, section 2.1.3.2, which knows nothing of how the path was made."""
    node, last = leaf_hash(leaf), size - 1
    for other in path:
        if index & 1 or index == last:
            node = node_hash(other, node)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, other)
        index, last = index >> 1, last >> 1
    assert last == 0
    return node


@given(before=st.integers(0, 70), added=st.integers(1, 40), data=st.data())
def test_a_path_leads_from_every_leaf_to_the_root_without_the_earlier_leaves(
    before: int, added: int, data: st.DataObject
) -> None:
    earlier = [bytes([number]) for number in range(before)]
    leaves = [bytes([200, number]) for number in range(added)]
    index = data.draw(st.integers(0, added - 1))
    path = inclusion(Frontier.of(earlier), leaves, index)
    root = Frontier.of([*earlier, *leaves]).root()
    assert _led_to(leaves[index], before + index, before + added, path) == root
