"""The jobs of the market: each calls one function."""

from procrastinate.contrib.django import app

from modellkommune.participation.ideas.commands import escalating


# Hourly, so that a day begins for a market when it begins, also where a demonstration moves its clock.
@app.periodic(cron="17 * * * *")
@app.task(name="modellkommune.look_after_ideas", queueing_lock="look_after_ideas")
def look_after_ideas(timestamp: int) -> None:
    """Empty the letterboxes of the days before, tell of passed deadlines, delete what is kept no longer."""
    escalating.look_after_markets()
