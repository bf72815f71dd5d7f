"""Files of rides in many variants of CSV, and rides that are ill-conditioned for the fit."""
import random

HEADER = "key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,passenger_count"
GOOD = """a,10,d,-73.9,40.7,-73.8,40.8,1
a,12.5,d,-73.9,40.7,-73.7,40.8,1
a,14,d,-73.9,40.7,-73.8,40.6,1
a,30.25,d,-73.9,40.7,-73.5,40.3,1
"""
ROW = "a,17,d,-73.95,40.75,-73.82,40.63,1"
MISSING = ["", " ", '""', "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
           "NULL", "NaN", "None", "n/a", "nan", "null", "NAN", "none", "Null", "Nan", "N/a", " NA", "NA ", '"NA"', "-", "?", "\\N"]
NUMBERS = ["+17", "-17", "+-17", "1e1", "1E+1", "1e-1", "1.7e", "1e+", ".5", "17.", ".", "+.5e1", "00017", "1_000", "0x11", "0b1", "17f", "17d",
           " 17", "17 ", "\t17", "17\t", " 17 ", "1 7", '"17"', '" 17"', "'17'", "1,7", '"1,7"', "$17", "True", "inf", "-inf", "+inf",
           "Inf", "INF", "infinity", "-Infinity", "1e308", "1e309", "-1e309", "1e-308", "4.9e-324", "1e-400", "1e400", "1e999999999999",
           "0." + "0" * 40 + "1", "17" + "0" * 30, "17.000000000000000000000000000001", "4.9000000000000004", "123456789012345678",
           "1234567890123456789", "12345678901234567890", "9007199254740993", "0.1234567890123456789", "1e22", "1e23", "８", "١", "1e5.5",
           "--17", "1e1e1", "17L", "1/2", "17%", "nan(1)", "1.2.3"]


def files():
    """The files, as pairs of a name and the content."""
    good = HEADER + "\n" + GOOD
    yield "plain", good
    yield "empty", ""
    yield "header only", HEADER + "\n"
    yield "blank lines only", "\n\n"
    yield "two rows", HEADER + "\n" + "\n".join(GOOD.splitlines()[:2]) + "\n"
    for name, end in (("CRLF", "\r\n"), ("CR", "\r"), ("LF and blank", "\n\n"), ("LF and blanks", "\n  \n"), ("LF CR", "\n\r"), ("CR CR LF", "\r\r\n")):
        yield "ends " + name, good.replace("\n", end)
    yield "ends mixed", good.replace("1\na", "1\r\na", 1).replace("1\na", "1\ra", 1)
    yield "no final newline", good[:-1]
    yield "no final newline after CR", good[:-1] + "\r"
    yield "byte order mark", "\ufeff" + good
    yield "byte order mark and quotes", "\ufeff" + good.replace("key", '"key"', 1)
    yield "two byte order marks", "\ufeff\ufeff" + good
    yield "blank lines before the header", "\n \n\t\n" + good
    yield "comma line", good + ",,,,,,,\n"
    yield "one comma", good + ",\n"
    yield "one blank field", good + " \n" + ROW + "\n"
    yield "quoted blank line", good + '""\n' + ROW + "\n"
    yield "quoted space line", good + '" "\n' + ROW + "\n"
    for count in (1, 3, 7):
        yield f"{count} fields", good + ",".join(ROW.split(",")[:count]) + "\n" + ROW + "\n"
        yield f"{count} fields at the end", good + ",".join(ROW.split(",")[:count]) + "\n"
    yield "nine fields", good + ROW + ",2\n"
    yield "an empty ninth field", good + ROW + ",\n"
    yield "nine fields in every row", HEADER + "\n" + GOOD.replace(",1\n", ",1,2\n")
    yield "an empty ninth field in every row", HEADER + "\n" + GOOD.replace(",1\n", ",1,\n")
    yield "nine fields in the first row", HEADER + "\n" + ROW + ",2\n" + GOOD
    yield "columns in another order", swapped(good)
    yield "an extra column", HEADER + ",tip\n" + GOOD.replace(",1\n", ",1,2\n")
    yield "an extra column, missing", HEADER + ",tip\n" + GOOD.replace(",1\n", ",1,2\n") + ROW + ",\n"
    yield "an extra column, NA", HEADER + ",tip\n" + GOOD.replace(",1\n", ",1,2\n") + ROW + ",NA\n"
    yield "an extra column, cut off", HEADER + ",tip\n" + GOOD.replace(",1\n", ",1,2\n") + ROW + "\n"
    yield "an extra column without a name", HEADER + ",\n" + GOOD.replace(",1\n", ",1,2\n")
    yield "a duplicate header", HEADER + ",fare_amount\n" + GOOD.replace(",1\n", ",1,99\n")
    yield "a missing header", HEADER.replace("key,", "k,") + "\n" + GOOD
    yield "a missing fare", HEADER.replace("fare_amount", "fare") + "\n" + GOOD
    yield "headers with blanks", HEADER.replace("fare_amount", " fare_amount") + "\n" + GOOD
    yield "headers in quotes", ",".join(f'"{name}"' for name in HEADER.split(",")) + "\n" + GOOD
    yield "headers in capitals", HEADER.upper() + "\n" + GOOD
    quotes = {"a field": '"a"', "a comma": '"a,b"', "a newline": '"a\nb"', "a CRLF": '"a\r\nb"', "a CR": '"a\rb"', "a doubled quote": '"a""b"',
              "only doubled quotes": '""""', "text after": '"a"b', "a quote inside": 'a"b', "a quote at the end": 'ab"', "blanks before": ' "a"',
              "blanks after": '"a" ', "quotes after text and comma": 'a"b,c"', "blank lines": '"\n\n"', "two quoted parts": '"a""b"c"d"',
              "an umlaut": "\u00fc", "a null": "a\0b", "an escape": '"a\\"b"'}
    for name, field in quotes.items():
        yield f"quotes: {name}", good + field + ROW[1:] + "\n" + ROW + "\n"
    yield "an unclosed quote", good + '"' + ROW + "\n" + ROW + "\n"
    yield "an unclosed quote at the end", good + ROW + '"\n'
    for spelling in MISSING:
        yield f"fare {spelling!r}", good + ROW.replace("17", spelling) + "\n"
        yield f"key {spelling!r}", good + spelling + ROW[1:] + "\n"
        yield f"count {spelling!r}", good + ROW[:-1] + spelling + "\n"
    for number in NUMBERS:
        yield f"fare {number!r}", good + ROW.replace("17", number) + "\n"
        yield f"longitude {number!r}", good + ROW.replace("-73.95", number) + "\n"
    for count in ("1.5", "x", "-3", "1e3", "True"):
        yield f"count {count!r}", good + ROW[:-1] + count + "\n"
    for number in ("1e-320", "2.2250738585072014e-308", "179769313486231570000", "-0", "-0.0", "+0", "00", "0e0", "1e-5", "1E-05", "+1.5e+00"):
        yield f"difference {number!r}", good + f"a,17,d,{number},40.75,1,40.63,1\n"


def swapped(content):
    return "".join(",".join(reversed(line.split(","))) + "\n" for line in content.splitlines())


def awkward():
    """Ill-conditioned rides by name; a ride is pickup longitude and latitude, dropoff longitude and latitude, and fare."""
    draw = random.Random(11)

    def rides(count, spread_x, spread_y, about=(-73.98, 40.75), fare=lambda x, y: 150 * x + 80 * y + 6, noise=3.0, tie=None):
        rows = []
        for _ in range(count):
            x, y = draw.random() * spread_x, draw.random() * spread_y
            y = y if tie is None else x * tie + y
            from_x, from_y = about[0] + draw.random() * 0.01, about[1] + draw.random() * 0.01
            to_x, to_y = from_x + x, from_y + y
            rows.append([from_x, from_y, to_x, to_y, fare(abs(to_x - from_x), abs(to_y - from_y)) + draw.gauss(0, noise)])
        return rows

    yield "as real rides are", rides(60, 0.2, 0.2)
    yield "far from zero, near each other", rides(60, 1e-3, 1e-3, about=(49.9, 49.9))
    yield "a millionth of a degree", rides(60, 1e-6, 1e-6, noise=1e-3)
    yield "nearly five degrees", rides(60, 4.9, 4.9, about=(-79.9, 40.0))
    yield "one near, one far", rides(60, 1e-6, 4.9, about=(-73.98, 40.0), noise=1e-2)
    yield "dear rides", rides(60, 0.2, 0.2, fare=lambda x, y: 1e9 + 1.5e8 * x + 8e7 * y, noise=1e6)
    yield "cheap rides", rides(60, 0.2, 0.2, fare=lambda x, y: 1e-9 * x + 2e-9 * y, noise=1e-10)
    yield "nearly in one line", rides(60, 0.2, 2e-5, tie=0.5)
    yield "nearly in one line, at five degrees", rides(60, 4.0, 4e-4, about=(-79.9, 40.0), tie=1.0)
    yield "hardly any difference", [[0.0, 0.0, 4.5 + i * 1e-6, 0.25 + (i * i % 7) * 0.1, 100.0 + i % 5] for i in range(60)]
    yield "three rides", rides(3, 0.2, 0.2)
    yield "far rides among near ones", rides(50, 0.01, 0.01) + rides(3, 4.9, 4.9, about=(-79.0, 40.0))
