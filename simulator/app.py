"""The web application: which address is answered by whom."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulator import checkout, fault_page, identity, layout, payments, persona_page, registers, staff_page
from simulator.box import BodyTooLarge, Box, box_of
from simulator.faults import Faults
from simulator.log import Log
from simulator.notifications import Notifier
from simulator.settings import Settings
from simulator.signing import Signer
from simulator.store import Store
from simulator.transactions import PaymentRefused
from simulator.world import world_of

TRANSACTIONS = "/payment/paymenttransaction/{originator}/{endpoint}"
ROUTES = [
    Route("/", persona_page.personas),
    Route("/personas.json", persona_page.personas_json),
    Route("/simulator.css", layout.style),
    Route("/staff", staff_page.staff),
    Route("/faults", fault_page.faults),
    Route("/faults", fault_page.reset_faults, methods=["DELETE"]),
    Route("/faults/reset", fault_page.reset_faults, methods=["POST"]),
    Route("/faults.json", fault_page.faults_json),
    Route("/faults/payment/forge", fault_page.forge, methods=["POST"]),
    Route("/faults/payment/notify", fault_page.notify_again, methods=["POST"]),
    Route("/faults/{part}", fault_page.switch_fault, methods=["POST"]),
    Route("/registers/population/query", registers.query_population, methods=["POST"]),
    Route("/registers/vehicles/query", registers.query_vehicles, methods=["POST"]),
    Route("/oidc/.well-known/openid-configuration", identity.discovery),
    Route("/oidc/jwks", identity.jwks),
    Route("/oidc/authorize", identity.authorize),
    Route("/oidc/login", identity.login, methods=["POST"]),
    Route("/oidc/token", identity.token, methods=["POST"]),
    Route("/oidc/userinfo", identity.userinfo, methods=["GET", "POST"]),
    Route(TRANSACTIONS, payments.create_transaction, methods=["POST"]),
    Route(TRANSACTIONS, payments.find_transaction),
    Route(TRANSACTIONS + "/{transaction}", payments.show_transaction),
    Route("/payment/checkout/{transaction}", checkout.checkout),
    Route("/payment/checkout/{transaction}", checkout.end_checkout, methods=["POST"]),
]


def open_box(settings: Settings) -> Box:
    """All parts, with what is kept in the home folder."""
    store, log = Store(settings.home), None
    log = Log(store)
    world = world_of(settings.municipalities, settings.seed, settings.day())
    silent = tuple(person for cast in world.casts.values() for person in cast.silent)
    return Box(
        settings=settings,
        store=store,
        world=world,
        faults=Faults(store, silent),
        log=log,
        notifier=Notifier(store, log, settings.platform_port),
        signer=Signer(store, settings.seed),
    )


def build(settings: Settings) -> Starlette:
    """The application for these settings."""
    box = open_box(settings)
    application = Starlette(
        routes=[
            *ROUTES,
            Route("/log", log),
            Route("/log", clear_log, methods=["DELETE"]),
            Route("/healthz", health),
        ],
        exception_handlers={PaymentRefused: payments.refuse, BodyTooLarge: too_large},
        lifespan=deliver_notifications,
    )
    application.state.box = box
    return application


@contextlib.asynccontextmanager
async def deliver_notifications(application: Starlette) -> AsyncIterator[None]:
    """Send notifications as long as the application runs; those that are pending come first."""
    box: Box = application.state.box
    delivery = asyncio.create_task(box.notifier.run())
    yield
    delivery.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await delivery
    box.store.close()


async def log(request: Request) -> Response:
    """`GET /log`."""
    return JSONResponse(box_of(request).log.document(request.query_params))


async def clear_log(request: Request) -> Response:
    """`DELETE /log`."""
    box_of(request).log.clear()
    return Response(status_code=204)


async def health(request: Request) -> Response:
    """`/healthz`."""
    return PlainTextResponse("ok")


async def too_large(request: Request, error: Exception) -> Response:
    """A body nobody needs."""
    return JSONResponse({"error": str(error)}, 413)
