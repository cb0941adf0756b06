"""Fee assessments: what an errand costs and by which steps."""
