"""The job of surveys. It takes no arguments: the table of jobs says nothing of anybody's answers."""

from procrastinate.contrib.django import app

from modellkommune.participation.surveys import purging


@app.periodic(cron="*/5 * * * *")
@app.task(name="modellkommune.surveys", queueing_lock="surveys")
def go_round(timestamp: int) -> None:
    """End, mix, settle and delete what is due."""
    purging.go_round()
