"""The door for programs: /api/v1, JSON, bearer tokens. It holds no rule: every call asks the domain once and translates."""
