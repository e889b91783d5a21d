"""What an applicant promises in writing: to bring more later (容缺受理), or that a fact is so (告知承诺).

`signing` takes the promises with the application; `tolerance`, `supplementing` and `defaulting` are the way of 容缺;
`granting`, `checking` and `revoking` that of 告知承诺; `credit` says whose promises are taken.
"""
