"""Permits that are valid now, from all over the table: number, code, link and code of the case, as JSON.

They get new numbers, because a copy's number is none that anybody could type.
"""

import json
import sys

import django

django.setup()

from bench.people import TOWN  # noqa: E402
from modellkommune.casework.permits.models import ISSUED, Permit  # noqa: E402 -- Django has to be set up first
from modellkommune.foundation.keys.codes import access_code  # noqa: E402
from modellkommune.foundation.tenants import clock  # noqa: E402
from modellkommune.foundation.tenants.context import municipality  # noqa: E402
from modellkommune.values.reference import new_reference  # noqa: E402
from modellkommune.workflow.access import PERMIT_CODE, code_of_case  # noqa: E402

wanted = int(sys.argv[1])
with municipality(TOWN):
    valid = Permit.objects.filter(state=ISSUED, last__gte=clock.today(), first__lte=clock.today())
    ids = list(valid.order_by("pk").values_list("pk", flat=True))
    chosen = ids[:: len(ids) // wanted][:wanted]
    permits = list(Permit.objects.filter(pk__in=chosen).select_related("case").order_by("pk"))
    for permit in permits:
        permit.number = new_reference("PA")
        permit.save(update_fields=["number"])
    told = [
        {
            "number": permit.number,
            "code": access_code(PERMIT_CODE, permit.number),
            "link": f"/vorgang/{permit.case.public_id}/",
            "case_code": code_of_case(permit.case),
        }
        for permit in permits
    ]
    print(json.dumps(told))
