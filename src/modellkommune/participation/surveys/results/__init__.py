"""Results of a survey: counting, hiding small counts, tables for everybody. Pure: no Django, no database."""
