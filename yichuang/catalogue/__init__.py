"""The catalogue (事项目录): what may be asked for, in immutable dated versions.

Begin with `content` (what a version says) and `rules` (materials, limits, form: pure), then go to the room of the verb:
`revising`, `published`, `finding`, `life`, `conditions`, `national`, `guides`, `sheets`.
"""
