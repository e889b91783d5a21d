"""The door for programs: /api/v1, JSON, bearer tokens. It holds no rule: a call asks the domain once and translates."""
