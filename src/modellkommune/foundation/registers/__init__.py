"""Asking other authorities' registers: each query with its purpose and legal basis, none twice."""
