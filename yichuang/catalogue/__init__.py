"""The catalogue (事项目录): what may be asked for, in immutable dated versions.

Public: `content` (what a version says), `rules` (materials, limits, form: pure), `publishing` (acts), `queries`
(the published list), `searching` (words, pinyin, initials), `importing` (guides from files).
"""
