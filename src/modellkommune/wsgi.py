"""The door for the web server: `granian --interface wsgi modellkommune.wsgi:application`.

It does not open while the database role is one that row level security would not hold, nor without a master
key that something stored needs, nor before all is loaded that every page needs.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils.module_loading import import_string

from modellkommune.firewall.crs import crs_rules
from modellkommune.firewall.engine import Engine
from modellkommune.firewall.layer import Firewall
from modellkommune.firewall.proving import proven, started
from modellkommune.firewall.ruleset import portal_rules
from modellkommune.foundation.tenants.roles import check_application_role
from modellkommune.pages.loading import load_ahead
from modellkommune.pages.refusals import read_utf8_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modellkommune.settings")
_portal = read_utf8_only(get_wsgi_application())
_rules = tuple(filter(None, (portal_rules(), crs_rules(settings.CRS_DIR))))
_policy = import_string(settings.FIREWALL_POLICY)()
_engine = started(_rules)
_of_texts = proven(Engine(_rules[:1])) if _rules[1:] else _engine
application = Firewall(_portal, _engine, _policy, _of_texts)
check_application_role()
# What needs the models is loaded only now that Django is set up.
import_string("modellkommune.portals.operator.installation.masterkeys.refuse_missing_master_key")()
connection.close()
for _thread in ("incidents.begin_writing", "engines.begin_confirming"):
    import_string(f"modellkommune.pages.{_thread}")()
load_ahead()
