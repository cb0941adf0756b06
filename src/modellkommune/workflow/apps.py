"""The Django app of the room workflow."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Makes the room known to Django under the label `workflow`."""

    name = "modellkommune.workflow"
    label = "workflow"
