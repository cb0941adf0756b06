"""Payments: what is due, what was asked of the payment service, what was booked."""
