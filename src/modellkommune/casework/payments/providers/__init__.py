"""The payment services that can be chosen by name. A new one is a module here and a line below."""

from django.utils.module_loading import import_string

from modellkommune.casework.payments.port import PaymentService

SERVICES: dict[str, str] = {
    "xbezahldienste": "modellkommune.casework.payments.providers.xbezahldienste.XBezahldienste",
}


def payment_service(name: str) -> PaymentService:
    """The payment service with this name; read when it is first needed, for the web server calls none."""
    service: PaymentService = import_string(SERVICES[name])()
    return service
