"""Migrations that render no model again when nothing that was rendered changed.

Django renders a model and all its neighbours anew after each operation. Here every table hangs on a municipality and
has history triggers, so that was nearly all of the time a new database took (decision 0011).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps.registry import Apps
from django.db.migrations.state import ModelState, ProjectState

LIGHT = ("indexes", "constraints", "triggers")


def _fixed(state: ModelState) -> tuple[Any, ...]:
    """What a rendered class cannot take on afterwards: everything but its fields and the light options."""
    options = {name: value for name, value in state.options.items() if name not in LIGHT}
    return state.bases, list(state.managers), options


def _added(model: Any, state: ModelState) -> dict[str, Any] | None:
    """Fields the state has beyond what the class was rendered from; None when anything else differs."""
    fields, fixed = getattr(model, "_rendered_from", (None, None))
    if fields is None or fixed != _fixed(state):
        return None
    if any(state.fields.get(name) is not field for name, field in fields.items()):
        return None
    added = {name: field for name, field in state.fields.items() if name not in fields}
    # A class that inherits has copies of the fields it had when it was made.
    return None if added and model.__subclasses__() else added


def _take_on(model: Any, state: ModelState, added: dict[str, Any]) -> None:
    for name in LIGHT:
        setattr(model._meta, name, list(state.options.get(name, [])))
    for name, field in added.items():
        field.clone().contribute_to_class(model, name)
    model._rendered_from = dict(state.fields), _fixed(state)
    if added:
        model._meta.apps.clear_cache()


@contextmanager
def light_reload() -> Iterator[None]:
    """Within: a new model is rendered alone, and a model that only gained fields or light options keeps its class."""
    render, reload_model = ModelState.render, ProjectState.reload_model

    def remembering(self: ModelState, apps: Apps) -> Any:
        model: Any = render(self, apps)
        model._rendered_from = dict(self.fields), _fixed(self)
        return model

    def light(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in self.__dict__:
            state = self.models[app_label, model_name]
            model: Any = self.apps.all_models[app_label].get(model_name)
            if model is None:
                # Nothing rendered so far knows this model; what it points to gains its reverse side by itself.
                self.apps.render_multiple([state])
                return
            added = _added(model, state)
            if added is not None:
                _take_on(model, state, added)
                return
        reload_model(self, app_label, model_name, delay)

    ModelState.render = remembering  # type: ignore[method-assign]
    ProjectState.reload_model = light  # type: ignore[method-assign]
    try:
        yield
    finally:
        ModelState.render = render  # type: ignore[method-assign]
        ProjectState.reload_model = reload_model  # type: ignore[method-assign]
