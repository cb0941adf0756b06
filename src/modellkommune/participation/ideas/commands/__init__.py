"""The only writers of the market. Each is called inside `with municipality(...)`, by whom it asks for.

`opening` a market and its terms · `submitting` ideas come in · `sharing` colleagues and authors ·
`steering` the coordinator · `judging` assessors and committee · `showing` market days and gallery ·
`escalating` the clock.
"""
