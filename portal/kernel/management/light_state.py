"""Migrations that render no model again for an index, a constraint or a trigger.

Django renders a model and all its neighbours anew after each operation. Here every table hangs on a municipality and
has history triggers, so that was most of the time a new database took (decision 0011).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps.registry import Apps
from django.db.migrations.state import ModelState, ProjectState

LIGHT = ("indexes", "constraints", "triggers")


def _weighty(state: ModelState) -> tuple[Any, ...]:
    """All of a model that its neighbours or its own columns can depend on: everything but the light options."""
    options = {name: value for name, value in state.options.items() if name not in LIGHT}
    return list(state.fields.items()), state.bases, list(state.managers), options


@contextmanager
def light_reload() -> Iterator[None]:
    """Within: a model of which only light options changed keeps its rendered class, with the new options on it."""
    render, reload_model = ModelState.render, ProjectState.reload_model

    def remembering(self: ModelState, apps: Apps) -> Any:
        model: Any = render(self, apps)
        model._rendered_from = _weighty(self)
        return model

    def light(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in self.__dict__:
            state = self.models[app_label, model_name]
            model: Any = self.apps.all_models[app_label].get(model_name)
            if model is not None and getattr(model, "_rendered_from", None) == _weighty(state):
                for name in LIGHT:
                    setattr(model._meta, name, list(state.options.get(name, [])))
                return
        reload_model(self, app_label, model_name, delay)

    ModelState.render = remembering  # type: ignore[method-assign]
    ProjectState.reload_model = light  # type: ignore[method-assign]
    try:
        yield
    finally:
        ModelState.render = render  # type: ignore[method-assign]
        ProjectState.reload_model = reload_model  # type: ignore[method-assign]
