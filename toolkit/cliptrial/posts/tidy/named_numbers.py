"""Numbers of JSON that stand one by one as objects with a name, as interfaces of Meta give them out, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def named_numbers(value: object) -> dict[str, object] | None:
    """By name: the number of each object, with the id that all belong to; None where a list holds anything else.

    Example:
        >>> named_numbers([{"name": "reach", "values": [{"value": 175}], "id": "18/insights/reach/lifetime"}])
        {'id': '18', 'reach': 175}
    """
    if not isinstance(value, list) or not value or not all(_is_named(one) for one in value):
        return None
    ids = {owner for one in value if (owner := str(one.get("id", "")).partition("/insights")[0])}
    return {**({"id": ids.pop()} if len(ids) == 1 else {}), **{str(one["name"]): _number(one) for one in value}}


def is_record(value: Mapping[str, object]) -> bool:
    """Whether an object is one thing with its named numbers, or the answer that there are none."""
    if isinstance(error := value.get("error"), Mapping) and "code" in error:
        return True
    inside = [one for part in value.values() if isinstance(part, Mapping) for one in part.values()]
    return any(named_numbers(one) is not None for one in (*value.values(), *inside))


def _is_named(one: object) -> bool:
    return isinstance(one, Mapping) and "name" in one and ("values" in one or "total_value" in one)


def _number(one: Mapping[str, object]) -> object:
    """The one number of the whole life, empty where there is none; several, as of days, stay what they are."""
    total, values = one.get("total_value"), one.get("values")
    each = [total] if isinstance(total, Mapping) else values if isinstance(values, Sequence) else []
    numbers = [part.get("value", "") if isinstance(part, Mapping) else part for part in each]
    return numbers[0] if len(numbers) == 1 else " ".join(map(str, numbers))
