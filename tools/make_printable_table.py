#!/usr/bin/env python3
"""Writes the tables of code points that server/python/ needs to show and read text as Python does.

    python3 tools/make_printable_table.py

writes server/python/printable_table.h and server/python/decimal_digit_table.h from this Python's
own str.isprintable() and unicodedata. Python 3.11 knows Unicode 14.0.0; any other version would
make other tables, so the script refuses to run with one.
"""
import pathlib
import sys
import unicodedata

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "server" / "python"
HEAD = """#pragma once

// Written by tools/make_printable_table.py: Python's {what}, Unicode {version}.
// clang-format off

#include <array>

namespace pancake {{

"""
TAIL = "}};\n\n}  // namespace pancake\n"


def runs_of(belongs):
    """Each unbroken run of code points for which belongs(character) holds, as (first, last)."""
    first = None
    for point in range(0x110001):
        inside = point < 0x110000 and belongs(chr(point))
        if inside and first is None:
            first = point
        elif not inside and first is not None:
            yield first, point - 1
            first = None


def write(name, what, declaration, lines):
    head = HEAD.format(what=what, version=unicodedata.unidata_version)
    (FOLDER / name).write_text(head + declaration + "\n" + "\n".join(lines) + "\n" + TAIL)


def rows(items, width):
    return ["  " + ", ".join(items[at:at + width]) + "," for at in range(0, len(items), width)]


def printable_table():
    runs = list(runs_of(lambda character: not character.isprintable()))
    write(
        "printable_table.h", "str.isprintable()",
        "/// A run of code points that repr() escapes.\n"
        "struct UnprintableRun {\n  char32_t first;\n  char32_t last;\n};\n\n"
        "/// All of them, in order.\n"
        f"inline constexpr std::array<UnprintableRun, {len(runs)}> unprintable_runs{{{{",
        rows([f"{{0x{first:04X}, 0x{last:04X}}}" for first, last in runs], 4))


def decimal_digit_table():
    zeros = [point for point in range(0x80, 0x110000) if unicodedata.decimal(chr(point), None) == 0]
    for zero in zeros:
        assert [unicodedata.decimal(chr(zero + value), None) for value in range(10)] == list(range(10))
    write(
        "decimal_digit_table.h", "decimal digits outside ASCII",
        "/// The zeros; one to nine follow each of them without a gap.\n"
        f"inline constexpr std::array<char32_t, {len(zeros)}> decimal_zeros{{{{",
        rows([f"0x{zero:04X}" for zero in zeros], 8))


if unicodedata.unidata_version != "14.0.0":
    sys.exit(f"needs Python 3.11 (Unicode 14.0.0), this one has Unicode {unicodedata.unidata_version}")
printable_table()
decimal_digit_table()
