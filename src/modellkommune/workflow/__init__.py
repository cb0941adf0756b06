"""The conductor: reads top to bottom as the story of a case and gives all orders to casework.

submission -> checking -> deciding (approval, payment) -> issuing. Each order is one unit of work in one
municipality; each may be repeated. What calls somebody outside runs as a job: read, call, record.
"""
