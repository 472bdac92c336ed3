"""Columns: the small frozen types of detente as nested Arrow columns and back, from their type hints alone."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

_PLAIN: dict[Any, pa.DataType] = {
    str: pa.string(),
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
}
Decoder = Callable[[Any], Any]


def column(field: str) -> str:
    """The name of a field's column: ``for_`` is "for"."""
    return field.rstrip("_")


@cache
def arrow_type(hint: Any) -> pa.DataType:
    """The Arrow type of a type hint: plain types, Literal, X | None, tuple[X, ...] and dataclasses of these."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (Union, types.UnionType):
        (inner,) = (a for a in args if a is not type(None))
        return arrow_type(inner)
    if origin is tuple:
        return pa.list_(arrow_type(args[0]))
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return pa.struct([(column(f.name), arrow_type(hints[f.name])) for f in fields(hint)])
    raise TypeError(f"no column type for {hint!r}")


def encode(value: Any) -> Any:
    """A value of these types as dicts, lists and scalars."""
    if is_dataclass(value):
        return {column(f.name): encode(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [encode(v) for v in value]
    return value


@cache
def decoder(hint: Any) -> Decoder | None:
    """The function that makes a value of this type of what Arrow gives back; None where it is the same already."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (inner,) = (a for a in args if a is not type(None))
        return decoder(inner)
    if origin is tuple:
        item = decoder(args[0])
        if item is None:
            return tuple
        return lambda values: tuple([item(v) for v in values])
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        plan = []
        make: Any = hint
        for f in fields(hint):
            default = (
                f.default
                if f.default is not MISSING
                else f.default_factory()
                if f.default_factory is not MISSING
                else None
            )
            if default is None and get_origin(hints[f.name]) is tuple:
                default = ()
            plan.append((f.name, column(f.name), decoder(hints[f.name]), default))

        def build(row: Any) -> Any:
            made = {}
            for name, key, read, default in plan:
                value = row.get(key)
                made[name] = default if value is None else read(value) if read else value
            return make(**made)

        return build
    return None


def decode(hint: Any, value: Any) -> Any:
    """A value of this type of what Arrow gives back; columns that an older record lacks get their default."""
    read = decoder(hint)
    return read(value) if read and value is not None else value
