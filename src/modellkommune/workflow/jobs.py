"""The jobs: each calls one function of the story. Failed ones come back, later each time."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from modellkommune.casework.payments.port import PaymentServiceSilent
from modellkommune.workflow import (
    checking,
    issuing,
    notices,
    paying,
    receipts,
    refusal_paper,
    sweeping,
    verifying,
)

AGAIN = RetryStrategy(max_attempts=12, wait=2, exponential_wait=2)
# Somebody may be waiting at the screen: soon again, and after some minutes it is the sweep that comes back.
SILENT = RetryStrategy(max_attempts=12, wait=2, linear_wait=5, retry_exceptions={PaymentServiceSilent})


@app.task(name="modellkommune.check_case", retry=AGAIN)
def check_case(town: str, case_id: int) -> None:
    """Ask the registers and assess the rules."""
    checking.check_case(town, case_id)


@app.task(name="modellkommune.start_payment", retry=SILENT)
def start_payment(town: str, payment_id: int) -> None:
    """Make the transaction at the payment service."""
    paying.start_payment(town, payment_id)


@app.task(name="modellkommune.follow_payment", retry=SILENT)
def follow_payment(town: str, payment_id: int) -> None:
    """Ask what became of a payment."""
    paying.follow_payment(town, payment_id)


@app.task(name="modellkommune.hear_of_payment", retry=SILENT)
def hear_of_payment(town: str, transaction_id: str) -> None:
    """Follow a callback of the payment service."""
    paying.hear_of_payment(town, transaction_id)


@app.task(name="modellkommune.issue", retry=AGAIN)
def issue(town: str, case_id: int) -> None:
    """Make, sign and hand over permit and decision."""
    issuing.issue(town, case_id)


@app.task(name="modellkommune.write_receipt", retry=AGAIN)
def write_receipt(town: str, case_id: int) -> None:
    """Write the resident's copy of the application."""
    receipts.write_receipt(town, case_id)


@app.task(name="modellkommune.write_refusal", retry=AGAIN)
def write_refusal(town: str, case_id: int) -> None:
    """Write and sign the paper of a refusal that an official has decided."""
    refusal_paper.write_refusal(town, case_id)


@app.task(name="modellkommune.deliver_message", retry=AGAIN)
def deliver_message(town: str, message_id: int) -> None:
    """Send one message."""
    notices.deliver(town, message_id)


@app.periodic(cron="* * * * * */15")  # the sixth field is the seconds
@app.task(name="modellkommune.retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Give back the jobs of workers that died."""
    await sweeping.retry_stalled_jobs(context.app.job_manager)


@app.periodic(cron="* * * * *")
@app.task(name="modellkommune.sweep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Take up again whatever got stuck, and end what is over."""
    sweeping.sweep()


@app.periodic(cron="23 0-4 * * *")
@app.task(name="modellkommune.verify_journals", queueing_lock="verify_journals")
def verify_journals(timestamp: int) -> None:
    """Check the journals at night."""
    verifying.verify_journals()
