"""The jobs of the info stand."""

from procrastinate.contrib.django import app

from modellkommune.participation.outreach import stations


@app.periodic(cron="* * * * *")
@app.task(name="modellkommune.wipe_left_visits", queueing_lock="wipe_left_visits")
def wipe_left_visits(timestamp: int) -> None:
    """Wipe the visits of tablets that went dark."""
    stations.wipe_left_visits_everywhere()
