import pytest
from django.db import connections

from modellkommune.foundation.tenants.errors import RoleTooStrong
from modellkommune.foundation.tenants.roles import check_application_role

pytestmark = pytest.mark.usefixtures("two_towns")


def test_the_role_of_the_application_is_weak_enough() -> None:
    check_application_role()


@pytest.mark.usefixtures("committed_db")
def test_it_refuses_the_owner_of_the_tables() -> None:
    with pytest.raises(RoleTooStrong, match="owns tables"):
        check_application_role("owner")
    connections["owner"].close()
