"""Who: natural persons, organisations, their agents, staff accounts and roles; all personal data.

Public modules: `actors`, `registering`, `granting`, `agency`, `reading`, `signing_in`, `tokens`,
`queries`. Everything personal is sealed here and nowhere else; other packages hold a key to a
`Party`, never a copy.
"""
