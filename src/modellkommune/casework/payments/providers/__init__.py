"""The payment services that can be chosen by name. A new one is a module here and a line below."""

from modellkommune.casework.payments.port import PaymentService
from modellkommune.casework.payments.providers.xbezahldienste import XBezahldienste

SERVICES: dict[str, type[PaymentService]] = {"xbezahldienste": XBezahldienste}


def payment_service(name: str) -> PaymentService:
    """The payment service with this name."""
    return SERVICES[name]()
