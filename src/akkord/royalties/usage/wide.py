"""Whole numbers of up to 128 bits, compiled: products, and an amount shared by largest remainder.

A weight is 128 bits as two columns, high and low. Weights of one group add up to less than 2¹²⁶ and an amount
is less than 2⁶³; who calls makes sure of it (`fits`), and takes `akkord.money.share` where it is not so.
There is no float here: a quotient is guessed from the leading 64 bits and put right by its remainder.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

MOST_WEIGHT = 2**126
MOST_AMOUNT = 2**63

WORD = 2**64 - 1

_U = np.uint64
_LOW = _U(0xFFFFFFFF)
_TOP = _U(1 << 63)


@nb.njit("UniTuple(u8, 2)(u8, u8)", cache=True, nogil=True, inline="always")
def times(one: Any, other: Any) -> Any:
    """The product of two 64-bit numbers: high, low."""
    a, b, c, d = one >> _U(32), one & _LOW, other >> _U(32), other & _LOW
    low, middle, cross = b * d, a * d, b * c
    carry = (low >> _U(32)) + (middle & _LOW) + (cross & _LOW)
    high = a * c + (middle >> _U(32)) + (cross >> _U(32)) + (carry >> _U(32))
    return high, (carry << _U(32)) | (low & _LOW)


@nb.njit("u8(u8, u8, u8)", cache=True, nogil=True)
def quotient(high: Any, low: Any, by: Any) -> Any:
    """(high · 2⁶⁴ + low) // by, where high < by and by ≥ 2⁶³ (Knuth, TAOCP 2, 4.3.1 D, in half words)."""
    top, rest = by >> _U(32), by & _LOW
    found = _U(0)
    over = high
    for half in range(2):
        digit = (low >> _U(32)) if half == 0 else (low & _LOW)
        guess, left = over // top, over % top
        while guess >> _U(32) or guess * rest > ((left << _U(32)) | digit):
            guess -= _U(1)
            left += top
            if left >> _U(32):
                break
        over = ((over << _U(32)) | digit) - guess * by
        found = (found << _U(32)) | guess
    return found


@nb.njit("i8(u8, u8)", cache=True, nogil=True)
def spare_bits(high: Any, low: Any) -> Any:
    """Leading zeros of a number of 128 bits that is not zero."""
    word, zeros = (high, 0) if high else (low, 64)
    step = 32
    while step:
        if not word >> _U(64 - step):
            word <<= _U(step)
            zeros += step
        step >>= 1
    return zeros


@nb.njit("UniTuple(u8, 2)(u8, u8, i8)", cache=True, nogil=True, inline="always")
def raised(high: Any, low: Any, bits: Any) -> Any:
    """A number times 2 to the power of `bits` (0…127), of which nothing is lost."""
    if bits >= 64:
        return low << _U(bits - 64), _U(0)
    if bits == 0:
        return high, low
    return (high << _U(bits)) | (low >> _U(64 - bits)), low << _U(bits)


@nb.njit("UniTuple(u8, 2)(u8, u8, u8)", cache=True, nogil=True, inline="always")
def divided(high: Any, low: Any, by: Any) -> Any:
    """A number by a number of 64 bits that is not zero: the quotient, high and low."""
    bits = spare_bits(_U(0), by) - 64
    up_high, up_low = raised(high % by, low, bits)
    return high // by, quotient(up_high, up_low, by << _U(bits))


@nb.njit("UniTuple(u8, 3)(u8, u8, u8, u8, u8)", cache=True, nogil=True)
def part(amount: Any, high: Any, low: Any, total_high: Any, total_low: Any) -> Any:
    """amount · weight // total, and the remainder (high, low).

    Weight and total are raised so far that the total's highest bit is bit 125. The quotient of their 64
    leading bits is off by two at most, so what it leaves lies within ±2¹²⁷, and 128 bits hold it whatever the
    products.
    """
    product_high, product_low = times(amount, (high << _U(2)) | (low >> _U(62)))
    whole = quotient(product_high, product_low, (total_high << _U(2)) | (total_low >> _U(62)))
    one_high, one_low = times(amount, low)
    other_high, other_low = times(whole, total_low)
    rest_low = one_low - other_low
    rest_high = one_high + amount * high - other_high - whole * total_high - _U(one_low < other_low)
    while rest_high & _TOP:  # less than nothing: too much was guessed
        whole -= _U(1)
        rest_low += total_low
        rest_high += total_high + _U(rest_low < total_low)
    while rest_high > total_high or (rest_high == total_high and rest_low >= total_low):
        whole += _U(1)
        rest_high -= total_high + _U(rest_low < total_low)
        rest_low -= total_low
    return whole, rest_high, rest_low


@nb.njit("UniTuple(u8, 2)(u8[::1], u8[::1], i8, i8)", cache=True, nogil=True)
def _added(high: Any, low: Any, start: Any, end: Any) -> Any:
    total_high, total_low = _U(0), _U(0)
    for item in range(start, end):
        total_low += low[item]
        total_high += high[item] + _U(total_low < low[item])
    return total_high, total_low


@nb.njit("i8(u8, u8[::1], u8[::1], i8, i8, u8, u8, i8, u8[::1], u8[::1], u8[::1])", cache=True, nogil=True)
def _divide(
    amount: Any, high: Any, low: Any, start: Any, end: Any, total_high: Any, total_low: Any, bits: Any,
    parts: Any, rest_high: Any, rest_low: Any,
) -> Any:  # fmt: skip
    """A group's whole units and remainders, weights raised by so many bits; says how many units are left."""
    left = np.int64(amount)
    for item in range(start, end):
        up_high, up_low = raised(high[item], low[item], bits)
        whole, over_high, over_low = part(amount, up_high, up_low, total_high, total_low)
        parts[item] = whole
        rest_high[item - start], rest_low[item - start] = over_high, over_low
        left -= np.int64(whole)
    return left


@nb.njit("i8(u8, u8[::1], i8, i8, u8, i8, u8[::1], u8[::1], u8[::1])", cache=True, nogil=True)
def _divide_narrow(
    amount: Any, low: Any, start: Any, end: Any, total: Any, zeros: Any, parts: Any, rest_high: Any,
    rest_low: Any,
) -> Any:  # fmt: skip
    """The same where all weights together fit into 63 bits: `zeros` lead their total."""
    left = np.int64(amount)
    for item in range(start, end):
        product_high, product_low = times(amount, low[item])
        if product_high:
            product_high, one = raised(product_high, product_low, zeros)
            whole = quotient(product_high, one, total << _U(zeros))
        else:
            whole = product_low // total
        parts[item] = whole
        rest_high[item - start], rest_low[item - start] = _U(0), product_low - whole * total
        left -= np.int64(whole)
    return left


@nb.njit("i8(u8[::1], u8[::1], i8, i8)", cache=True, nogil=True)
def _byte(rest_high: Any, rest_low: Any, item: Any, shift: Any) -> Any:
    word = rest_high[item] >> _U(shift - 64) if shift >= 64 else rest_low[item] >> _U(shift)
    return np.int64(word & _U(255))


@nb.njit("i8(i8, i8, i8, i8, i8, u8[::1], u8[::1], u8[::1], i8[::1], i8[::1])", cache=True, nogil=True)
def _give(
    start: Any, among: Any, left: Any, first_byte: Any, last_byte: Any, parts: Any, rest_high: Any,
    rest_low: Any, chosen: Any, counted: Any,
) -> Any:  # fmt: skip
    """The units left go to the largest remainders, found byte by byte; of equal ones to the first. Says which
    item's was the last."""
    for place in range(among):
        chosen[place] = place
    for shift in range(first_byte, last_byte, -8):
        if among == left:
            break
        counted[:] = 0
        for place in range(among):
            counted[_byte(rest_high, rest_low, chosen[place], shift)] += 1
        byte = 255
        while counted[byte] < left:
            left -= counted[byte]
            byte -= 1
        kept = 0
        for place in range(among):
            item = chosen[place]
            here = _byte(rest_high, rest_low, item, shift)
            if here > byte:
                parts[start + item] += _U(1)
            elif here == byte:
                chosen[kept] = item
                kept += 1
        among = kept
    last = chosen[0]
    for place in range(left):
        item = chosen[place]
        parts[start + item] += _U(1)
        if rest_high[item] < rest_high[last] or (
            rest_high[item] == rest_high[last] and rest_low[item] <= rest_low[last]
        ):
            last = item
    return last


@nb.njit(
    "void(i8[::1], u8[::1], u8[::1], u8[::1], u8[::1], u8[::1], u8[::1], i8[::1])", cache=True, nogil=True
)
def _apportion(
    starts: Any, amounts: Any, high: Any, low: Any, parts: Any, cut_high: Any, cut_low: Any, cut_item: Any
) -> None:
    """See `apportion`."""
    most = 0
    for group in range(len(amounts)):
        most = max(most, starts[group + 1] - starts[group])
    rest_high, rest_low = np.empty(most, np.uint64), np.empty(most, np.uint64)
    chosen, counted = np.empty(most, np.int64), np.empty(256, np.int64)
    for group in range(len(amounts)):
        start, end, amount = starts[group], starts[group + 1], amounts[group]
        cut_item[group] = -1
        total_high, total_low = _added(high, low, start, end)
        if not (total_high | total_low):
            parts[start:end] = _U(0)
            continue
        bits, first_byte = np.int64(0), np.int64(56)
        if total_high or total_low & _TOP:
            bits, first_byte = spare_bits(total_high, total_low) - 2, np.int64(120)
            up_high, up_low = raised(total_high, total_low, bits)
            left = _divide(amount, high, low, start, end, up_high, up_low, bits, parts, rest_high, rest_low)
        else:
            zeros = spare_bits(_U(0), total_low) - 64
            first_byte -= zeros // 8 * 8
            left = _divide_narrow(amount, low, start, end, total_low, zeros, parts, rest_high, rest_low)
        if left == 0:
            continue
        last_byte = bits // 8 * 8 - 8
        last = _give(
            start, end - start, left, first_byte, last_byte, parts, rest_high, rest_low, chosen, counted
        )
        cut_item[group] = start + last
        cut_low[group] = rest_low[last] >> _U(bits) if bits < 64 else rest_high[last] >> _U(bits - 64)
        cut_high[group] = rest_high[last] >> _U(bits) if bits < 64 else _U(0)
        if 0 < bits < 64:
            cut_low[group] |= rest_high[last] << _U(64 - bits)


class Apportioned(NamedTuple):
    """Parts item by item; and group by group the last item that got a unit left over (-1: none was left),
    with its remainder in the weights' own unit times the amount's (compare with the total of the weights)."""

    parts: Array
    cut_item: Array
    cut_high: Array
    cut_low: Array


def apportion(starts: Array, amounts: Array, high: Array, low: Array) -> Apportioned:
    """Each group's amount to its items (starts[g] to starts[g+1]) by weight, by largest remainder; of equal
    remainders the item that stands first. A group that weighs nothing shares nothing."""
    groups = len(amounts)
    found = Apportioned(
        np.empty(len(low), np.uint64),
        np.empty(groups, np.int64),
        np.zeros(groups, np.uint64),
        np.zeros(groups, np.uint64),
    )
    _apportion(starts, amounts, high, low, found.parts, found.cut_high, found.cut_low, found.cut_item)
    return found


def fits(amount: int, total: int) -> bool:
    """Whether a group of this amount, whose weights add up to `total`, may be given to `apportion`."""
    return amount < MOST_AMOUNT and total < MOST_WEIGHT


def number(high: Any, low: Any) -> int:
    """One number of two columns as Python's."""
    return (int(high) << 64) + int(low)


def total(high: Array, low: Array) -> int:
    """The exact sum of a column of less than 2³² numbers."""
    upper, lower = int((low >> _U(32)).sum()), int((low & _LOW).sum())
    return (int(high.sum()) << 64) + (upper << 32) + lower
