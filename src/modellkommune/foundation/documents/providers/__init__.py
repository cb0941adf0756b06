"""What sets and signs documents: dotted paths, loaded when first used, so that web processes stay small.

typst takes about 30 MB and half a second to load; only the worker needs it.
"""

from typing import Any

from django.utils.module_loading import import_string

PROVIDERS = {
    "render": "modellkommune.foundation.documents.providers.typesetting.render",
    "sign_pdf": "modellkommune.foundation.documents.providers.pades.sign_pdf",
    "qr_svg": "modellkommune.foundation.documents.providers.qrdrawing.qr_svg",
}


def provider(name: str) -> Any:
    """The function that does `name`."""
    return import_string(PROVIDERS[name])
