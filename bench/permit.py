"""Number and code of a permit that is valid now, as they stand on its paper; printed as JSON."""

import json

import django

django.setup()

from bench.people import TOWN  # noqa: E402
from modellkommune.casework.permits.models import ISSUED, Permit  # noqa: E402 -- Django has to be set up first
from modellkommune.foundation.keys.codes import access_code  # noqa: E402
from modellkommune.foundation.tenants import clock  # noqa: E402
from modellkommune.foundation.tenants.context import municipality  # noqa: E402
from modellkommune.workflow.access import PERMIT_CODE  # noqa: E402

with municipality(TOWN):
    valid = Permit.objects.filter(state=ISSUED, last__gte=clock.today(), first__lte=clock.today())
    permit = valid.order_by("pk")[0]
    print(json.dumps([permit.number, access_code(PERMIT_CODE, permit.number)]))
