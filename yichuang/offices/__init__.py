"""Where, and by whose right: centres, zones, windows, departments, posts, mandates, seals.

Public modules: `staffing`, `mandates`, `seals`, `windows`, `queries`, `loading`. The heart is
`mandates.require`: no act for a department without a right to it, today, for this item.
"""
