"""The jobs of surveys: the table of jobs says nothing of anybody's answers."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from modellkommune.participation.surveys import freezing, purging

AGAIN = RetryStrategy(max_attempts=5, wait=10, exponential_wait=2)


@app.periodic(cron="*/5 * * * *")
@app.task(name="modellkommune.surveys", queueing_lock="surveys")
def go_round(timestamp: int) -> None:
    """End, mix, settle and delete what is due."""
    purging.go_round()


@app.task(name="modellkommune.freeze_results", retry=AGAIN)
def freeze_results(town: str, survey_id: int) -> None:
    """Put the results of a survey together."""
    freezing.freeze(town, survey_id)
