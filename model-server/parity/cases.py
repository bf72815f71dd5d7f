"""The requests to record, as pairs of a name and the request's bytes."""
import gzip
import itertools
import json
import zlib

from wire import request

RIDE = {"id": "0b1f3c52-7f31-4c2b-9a55-6a8b3b6f4d10", "pickup_datetime": "2016-02-29 23:59:59",
        "pickup_longitude": -73.999022, "pickup_latitude": 40.739146,
        "dropoff_longitude": -73.990369, "dropoff_latitude": 40.717866, "passenger_count": 1}
SMALL = json.dumps({**RIDE, "id": "a", "pickup_datetime": "b"})
JSON = [("content-type", "application/json")]

STRANGE = [None, True, False, 0, 1, -1, 1.5, 2.0, 1e300, -0.0, 12345678901234567890, "", " ", "x", "1", " 1 ", "1.5",
           "1.0", "1_000", "1__0", "_1", "1_", "-2", "+3", "0x10", "0b1", "1e3", "1E-3", "nan", "inf", "-Infinity",
           "ä€😀", "\u0001", "true", "00012", "-00012", "+0", "-0", ".5", "5.", "1.", "1.00", "1.01", "-1.0", "1_0.0", "1.0_0", "- 1",
           "1e400", "1 2", "\u00a01\u2003", "\t1\n", "\u06f1\u06f2", "\u0661.5", "１", "1\u0000", "1,5", "0.1e+1",
           "1e", "e1", "1.e5", ".e5", " 1_0", "1_0 ", "\u00851_0.5", "._5", "1._5", " 1_0.0", "1_0e1_0", "++1", "+-1", "1d", "1f", "1L", "9" * 25, "9" * 4300, "9" * 4301,
           "1" + "0" * 4301, "0-1", "00__1", "-0_1", "+0-5.0", "0_", "0--0", "0-01", "010__1", "-00", "0" * 5000 + "1", "1." + "0" * 5000,
           "-" + "9" * 4300, "-" + "9" * 4301, "9" * 4301 + "x", "1_" * 4299 + "1", "1_" * 4300 + "1", [], [1], {}, {"a": [None, 1.0, "b"]}]
NUMBERS = ["100000000000000000000", "1e2", "1E+2", "-73.99902200000000001", "1.0000000000000001", "0.1e1", "1e-400",
           "123456789.123456789", "9007199254740993", "-0", "0.0", "-0.0", "1e5", "1.5e0", "15e-1", "1e18", "1e19", "-1e19",
           "9223372036854775807", "9223372036854775808", "9223372036854775807.0", "9223372036854774784.0",
           "-9223372036854775808.0", "-9223372036854777856.0", "1e308", "4.9e-324", "2.2250738585072011e-308",
           "1" + "0" * 308, "1" + "0" * 309, "0." + "1" * 700, "1.7976931348623157e308", "1e-7", "0.0001", "0.00001"]
BODIES = ["[]", "[1]", "1", "1.5", '"x"', "true", "null", "[null]", "false", "-0.0", "1e22", '""', "[[]]", '["a",{"b":[]}]',
          "-1", "123456789012345678901234567890", '"\\u00e9"', '"é"', "{}", ' {\n} ', '[{}]', "0.1e-5", "[1.0,2]"]
BROKEN = ["", " ", "\n", "{", "}", "{]", "{\"id\"", "{\"id\":", "{\"id\":}", "{\"id\":1", "{\"id\":1,", "{\"id\":1,}",
          "{\"id\" 1}", "{id:1}", "{'id':1}", "{1:1}", "[1", "[1,", "[1,]", "[,]", "[1 2]", "\"abc", "\"a\nb\"", "\"\\x\"",
          "\"\\u12\"", "\"\\u12g4\"", "\"\\", "nul", "tru", "01", "1.", ".5", "+1", "-", "1e", "0x1", "{} {}", "{},", "x",
          "/* */ {}", "{\"id\":\"ä\"", "\n\n {\"id\": x}", "[\"\\ud800", "{\"a\":[1,2,{\"b\":nope}]}", "{,}", "{\"a\":1 \"b\":2}",
          "{\"a\":1,,\"b\":2}", "\"\\u", "\"\\u1", "\"\\u1234", "\"\\u+123\"", "\"\\u 123\"", "\"\\ud83d\\u\"", "\"\\ud83d\\u12",
          "\"\\ud83d\\u1234", "\"\t\"", "\"\u0000\"", "\"\u001f\"", "\"\u007f", "-a", "--1", "1.e1", "1e+", "-01", "Nan", "Infinit",
          "-Infinit", "-Inf", "INF", "[-INF]", "\"\\u00e\uf939\"", "{} " + "9" * 4301, "9" * 4301 + "x", "9" * 4301, "9" * 4301 + ".5x", "[]]", "{}}", "[}", "{\"a\"]", "1 1", "\"a\"\"b\"", "\u00a0{}", "\u000b{}", "\u000c{}", "[1,\u00a02]",
          "😀", "[\"😀\", x]", "[\"\\ud83d\\ude00\", x]", "truefalse", "nullx", "{\"a\":\"b", "{\"a\":tru}", "undefined", "True",
          "None", "{a: 1}", "[1;2]", "{\"a\"=1}", "[\"a\" : 1]", "\u0000", "{}\u0000", "\ufeff", "\ufeff\ufeff{}", "{\"\ufeff\":}"]
CONTENT_TYPES = ["text/plain", "application/geo+json", "application/json; charset=utf-8", "Application/JSON",
                 "application/json;", "application/json ; x=y", " application/json", "application/json,text/plain",
                 "application/jsonx", "application/json+x", "application/+json", "application/x+json+json", "text/json",
                 "json", "application", "application/", "/json", "", ";", "application/json; charset=utf-16",
                 "application/json; charset=latin-1", "application/octet-stream", "application/x-www-form-urlencoded",
                 "multipart/form-data; boundary=x", "application /json", "application/vnd.api+json;v=1", "APPLICATION/GEO+JSON",
                 "application/json; a=\"b;c\"", "application/problem+xml", "image/json", "application//json", "application/json/x",
                 "*/*", "application/*+json", "text/x+json", "application/ld+json-seq", "\"application/json\""]
PATHS = ["/nowhere", "/predict/x", "/", "//predict", "/predict//", "/Predict", "/predict/", "/%70redict", "/predict%2f",
         "/predict%", "/predict%zz", "/predict;a=b", "/./predict", "/x/../predict", "/predict?", "/predict?x=1",
         "/predict/?x=1&y=ä", "/predict/?", "/nowhere/", "/nowhere/?a", "/pre%64ict/", "/predict%20", "/predict%00", "/%",
         "/predict%3Fx", "/predict?a?b", "/predict#x", "/predict/./", "/caf%C3%A9", "/%ff", "/predict/%2e%2e", "*",
         "http://test/predict", "http://test", "predict", "/docs/", "/openapi.json/", "?", "/?x", "/predict/%20/"]


# Requests in broken or unusual HTTP, in addition to the first lines below. Our server rejects them with a 4xx of its own.
REJECTED = {
    "POST /predict%", "GET /predict%", "POST /predict%zz", "GET /predict%zz", "POST /predict/?x=1&y=ä", "GET /predict/?x=1&y=ä", "POST /%",
    "GET /%", "POST /predict#x", "GET /predict#x", "method post /predict", "an old version", "an old version that would stay", "no host",
    "two hosts", "an empty host", "no host in an old version", "a redirect without a host", "line feeds alone", "an empty line first",
    "a folded header", "a folded first header", "space before a colon", "a header without a colon", "a header without a name",
    "a header with a zero", "a header with a control character", "a header with a carriage return", "a header name in latin-1",
    "length '5x'", "length '-1'", "length '+5'", "length ''", "length '0x5'", "length '5, 5'", "length '5,6'", "length '1 1'",
    "length '999999999999999999999'", "two equal lengths", "two lengths", "coding 'gzip'", "coding 'chunked, chunked'",
    "coding 'gzip, chunked'", "coding 'identity'", "coding 'chunked;x'", "coding ''", "two codings", "a length and chunks",
    "chunks in an old version", "chunks with an extension", "chunks with trailers", "chunks with no size", "chunks with no hex",
    "chunks with a sign", "chunks with a size too small", "chunks with a size too long", "chunks with space after",
    "chunks with space before", "chunks with line feeds", "chunks with line feeds after", "chunks with a broken trailer",
}


def rejected(name):
    return name in REJECTED or name.startswith("first line ")


def without(*names):
    return {name: value for name, value in RIDE.items() if name not in names}


def post(name, body, headers=JSON, path="/predict", **more):
    if not isinstance(body, (str, bytes)):
        body = json.dumps(body)
    return name, request("POST", path, headers, body if isinstance(body, bytes) else body.encode(), **more)


def cases():
    yield post("a ride", RIDE)
    yield from fields()
    yield from values()
    yield from bodies()
    yield from transport()
    yield from heads()


def fields():
    for count in range(1, 8):
        for names in itertools.combinations(RIDE, count):
            yield post("without " + ", ".join(names), {} if count == 7 else without(*names))
    yield post("everything is wrong", {name: [] for name in RIDE})
    yield post("everything is null", {name: None for name in RIDE})
    yield post("half is wrong, half is missing", {"dropoff_latitude": "x", "id": 1, "passenger_count": 1.5})
    yield post("a field too many", {**RIDE, "tip": 3})
    yield post("a field too many, nested", {**RIDE, "tip": {"a": [1, {"b": None}]}})
    yield post("a field too many and one missing", {**without("id"), "": [], "tip": {"a": [1.0, {"b": None}]}})
    yield post("a field twice", SMALL[:-1] + ', "passenger_count": "x"}')
    yield post("a field twice, the last sound", '{"passenger_count": "x", ' + SMALL[1:])
    yield post("an unknown field twice", '{"a": 1, "b": 2, "a": 3}')
    yield post("fields in another order", dict(reversed(RIDE.items())))
    yield post("spaces everywhere", json.dumps(RIDE, indent=4))
    yield post("no spaces", json.dumps(RIDE, separators=(",", ":")))
    yield post("names in capitals", SMALL.upper())
    yield post("an escaped name", SMALL.replace('"id"', '"\\u0069d"'))
    yield post("the ride in a list", [RIDE])
    yield post("the ride in an object", {"ride": RIDE})


def values():
    for name in ("id", "pickup_longitude", "passenger_count"):
        for value in STRANGE:
            yield post(f"{name} is {json.dumps(value)[:40]} of {len(str(value))}", {**RIDE, name: value})
        for number in NUMBERS:
            text = json.dumps({**RIDE, name: 7777}).replace("7777", number)
            yield post(f"{name} is spelt {number[:40]} of {len(number)}", text)
    for name in ("pickup_datetime", "pickup_latitude", "dropoff_longitude", "dropoff_latitude"):
        for value in (None, True, 5, "x", "5.5", [], {}):
            yield post(f"{name} is {json.dumps(value)}", {**RIDE, name: value})
    for far in (1e3, 1e8, 1e13, 1e14, 1e15, 1e20, 1e100, 1e305, 1e308):
        yield post(f"as far as {far}", {**RIDE, "pickup_longitude": far})
    for east in (0, 0.00005, 0.1, 0.25, 1, 1.5, 3.14159, 10, 359.99, 5e-324):
        yield post(f"as far east as {east}", {**RIDE, "pickup_longitude": 0, "dropoff_longitude": east})
    for text in ("a\"b\\c/\b\f\n\r\t\u1234", "Zürich 東京 🚕", "\u2028\u2029\x7f\x80\xa0", "<script>&'", "x" * 3000):
        for ascii_only in (True, False):
            name = f"{json.dumps(text)[:40]}, {'escaped' if ascii_only else 'plain'}"
            yield post("id is " + name, json.dumps({**RIDE, "id": text}, ensure_ascii=ascii_only))
            yield post("echoes " + name, json.dumps({"id": text, text: text}, ensure_ascii=ascii_only))
    for escape in ("\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\ud83d\\ud83d\\ude00", "\\ude00\\ud83d", "\\u0000", "\\/", "\\uD83D\\uDE00",
                   "\\ud83dx", "\\ud83d\\n"):
        yield post(f"id is {escape}", SMALL.replace('"a"', f'"{escape}"'))
        yield post(f"echoes {escape}", f'{{"id": "{escape}"}}')
        yield post(f"a name is {escape}", f'{{"{escape}": 1}}')


def bodies():
    for text in BODIES:
        yield post("body is " + text, text)
    for text in BROKEN:
        yield post("broken body " + json.dumps(text), text.encode())
    yield post("broken far in", SMALL[:-1] + ', "tip": ' + "[" * 20 + "}")
    yield post("cut off", SMALL[:100])
    for depth in (10, 100, 500, 900):
        yield post(f"{depth} deep", "[" * depth + "]" * depth)
        yield post(f"{depth} deep, objects", '{"a":' * depth + "1" + "}" * depth)
        yield post(f"{depth} deep in an unknown field", SMALL[:-1] + ', "tip": ' + "[" * depth + "]" * depth + "}")
    for depth in (5000, 100000):
        yield post(f"{depth} deep", "[" * depth)
    for name, body in {"latin-1": b'{"id":"\xff"}', "cut off": b'{"id":"\xe2\x82"}', "too long a form": b'{"id":"\xc0\xaf"}',
                       "a surrogate": b'{"id":"\xed\xa0\x80"}', "beyond unicode": b'{"id":"\xf4\x90\x80\x80"}', "utf-16": SMALL.encode("utf-16"),
                       "utf-16 big": SMALL.encode("utf-16-be"), "utf-16 little": SMALL.encode("utf-16-le"),
                       "utf-32": SMALL.encode("utf-32"), "utf-32 big": SMALL.encode("utf-32-be"), "utf-32 little": SMALL.encode("utf-32-le"),
                       "marked utf-8": b"\xef\xbb\xbf" + SMALL.encode(), "only a mark": b"\xff\xfe", "one byte": b"\x00", "a zero and a brace": b"\x00{",
                       "a brace and a zero": b"{\x00", "bad and broken": b'{\xff', "odd utf-16": b"{\x00}\x00x", "utf-16 empty": b"{\x00}\x00",
                       "utf-16 with text": '{"id": "ä", "x": 1.5}'.encode("utf-16")}.items():
        yield post("bytes: " + name, body)
        yield post("bytes as text: " + name, body, [("content-type", "text/plain")])


def transport():
    yield post("without a content type", SMALL, [])
    yield post("without a content type, empty", "", [])
    yield post("another content type, empty", "", [("content-type", "text/plain")])
    for kind in CONTENT_TYPES:
        yield post(f"content type {kind!r}", SMALL, [("content-type", kind)])
    yield post("two content types", SMALL, [("content-type", "application/json"), ("content-type", "text/plain")])
    yield post("two content types, the other first", SMALL, [("content-type", "text/plain"), ("content-type", "application/json")])
    yield "no body and no length", request("POST", "/predict", JSON)
    for size in (1, 7, 100, 10000):
        yield post(f"chunks of {size}", SMALL, chunks=size)
    yield post("chunks that are wrong", "{]", chunks=1)
    for path in PATHS:
        target = path.encode().decode("latin-1")
        yield post(f"POST {path}", SMALL, path=target)
        yield f"GET {path}", request("GET", target, [])
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW", "post", "PROPFIND", "POS", "ET"):
        for path in ("/predict", "/nowhere", "/predict/"):
            yield f"method {method} {path}", request(method, path, [])
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        yield f"method {method} /openapi.json", request(method, "/openapi.json", [])
    yield "PUT with a body", request("PUT", "/predict", JSON, SMALL.encode())
    yield post("asks to close", SMALL, JSON + [("connection", "close")])
    yield post("an old version", SMALL, version="1.0")
    yield post("an old version that would stay", SMALL, JSON + [("connection", "keep-alive")], version="1.0")
    yield post("waits for 100 Continue", SMALL, JSON + [("expect", "100-continue")])
    yield post("would be upgraded", SMALL, JSON + [("connection", "upgrade"), ("upgrade", "h2c")])
    yield post("an origin", SMALL, JSON + [("origin", "http://other")])
    for coding, body in {"gzip": gzip.compress(SMALL.encode(), mtime=0), "deflate": zlib.compress(SMALL.encode()), "br": b"\x8b\x00", "gzip, gzip": b"\x1f"}.items():
        yield post(f"a body in {coding}", body, JSON + [("content-encoding", coding)])
    for coding in ("gzip", "identity", "", "x"):
        yield post(f"a plain body that is said to be in {coding!r}", SMALL, JSON + [("content-encoding", coding)])
    yield from forwarded()
    yield post("would take no JSON", SMALL, JSON + [("accept", "text/html")])


def forwarded():
    """Redirects behind a reverse proxy, which uvicorn trusts because it runs on this machine."""
    for scheme in ("https", "http", "wss", "HTTPS", "ftp", "https, http", "", "x"):
        yield post(f"a redirect forwarded from {scheme!r}", SMALL, JSON + [("x-forwarded-proto", scheme)], path="/predict/?a=b")
    yield post("a redirect forwarded twice", SMALL, JSON + [("x-forwarded-proto", "http"), ("x-forwarded-proto", "https")], path="/predict/")
    yield post("a redirect of another client", SMALL, JSON + [("x-forwarded-for", "10.1.2.3"), ("x-forwarded-proto", "https")], path="/predict//")
    yield post("a redirect of another host", SMALL, JSON + [("x-forwarded-host", "other"), ("x-forwarded-prefix", "/x")], path="/predict/")


def under_a_path():
    """Requests of a reverse proxy that has removed `--root-path`."""
    yield post("a ride", RIDE)
    yield from forwarded()
    for path in ("/predict/", "/predict//", "/nowhere", "/nowhere/", "/", "//predict", "/openapi.json/"):
        yield post(f"POST {path}", SMALL, path=path)
        yield f"GET {path}", request("GET", path, [])


def heads():
    """Requests in broken or unusual HTTP."""
    body = SMALL.encode()
    length = b"content-length: %d\r\n" % len(body)
    kind = b"content-type: application/json\r\n"
    line, host = b"POST /predict HTTP/1.1\r\n", b"host: test\r\n"
    yield "no host", line + kind + length + b"\r\n" + body
    yield "two hosts", line + host + host + kind + length + b"\r\n" + body
    yield "an empty host", line + b"host:\r\n" + kind + length + b"\r\n" + body
    yield "no host in an old version", b"POST /predict HTTP/1.0\r\n" + kind + length + b"\r\n" + body
    yield "a redirect without a host", b"POST /predict/ HTTP/1.0\r\n" + kind + length + b"\r\n" + body
    yield "a redirect to another host", line.replace(b"ict", b"ict/") + b"host: a.b:81\r\n" + kind + length + b"\r\n" + body
    yield "line feeds alone", (line + host + kind + length + b"\r\n").replace(b"\r", b"") + body
    yield "an empty line first", b"\r\n" + line + host + kind + length + b"\r\n" + body
    yield "capitals", (line + host).replace(b"host", b"HOST") + kind.upper() + length.upper() + b"\r\n" + body
    yield "a folded header", line + host + kind + b"x: a\r\n  b\r\n" + length + b"\r\n" + body
    yield "a folded first header", line + b" x\r\n" + host + kind + length + b"\r\n" + body
    yield "space before a colon", line + host + b"x : a\r\n" + kind + length + b"\r\n" + body
    yield "a header without a colon", line + host + b"x\r\n" + kind + length + b"\r\n" + body
    yield "a header without a name", line + host + b": x\r\n" + kind + length + b"\r\n" + body
    yield "a header with a zero", line + host + b"x: a\0b\r\n" + kind + length + b"\r\n" + body
    yield "a header with a control character", line + host + b"x: a\x01b\r\n" + kind + length + b"\r\n" + body
    yield "a header with a carriage return", line + host + b"x: a\rb\r\n" + kind + length + b"\r\n" + body
    yield "a header in latin-1", line + host + b"x: \xe4\r\n" + kind + length + b"\r\n" + body
    yield "a header name in latin-1", line + host + b"\xe4: x\r\n" + kind + length + b"\r\n" + body
    yield "a tab in a header", line + host + b"x:\ta\tb\t\r\n" + kind + length + b"\r\n" + body
    for value in (b"5x", b"-1", b"+5", b"", b"0x5", b"5, 5", b"5,6", b"1 1", b"9" * 21, b" 5 "):
        yield f"length {value.decode()!r}", line + host + kind + b"content-length: " + value + b"\r\n\r\n{}   "
    yield "two equal lengths", line + host + kind + length + length + b"\r\n" + body
    yield "two lengths", line + host + kind + length + b"content-length: 5\r\n\r\n" + body
    for coding in (b"gzip", b"chunked, chunked", b"gzip, chunked", b"Chunked", b"identity", b"chunked;x", b""):
        yield f"coding {coding.decode()!r}", line + host + kind + b"transfer-encoding: " + coding + b"\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    chunked = line + host + kind + b"transfer-encoding: chunked\r\n"
    yield "two codings", chunked + b"transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    yield "a length and chunks", chunked + b"content-length: 5\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    yield "chunks in an old version", chunked.replace(b"1.1", b"1.0") + b"\r\n2\r\n{}\r\n0\r\n\r\n"
    for name, text in {"an extension": b"2;a=b\r\n{}\r\n0\r\n\r\n", "capitals": b"A\r\n{        }\r\n0\r\n\r\n", "zeros": b"002\r\n{}\r\n000\r\n\r\n",
                       "trailers": b"2\r\n{}\r\n0\r\nx: y\r\n\r\n", "no size": b"\r\n{}\r\n0\r\n\r\n", "no hex": b"g\r\n{}\r\n0\r\n\r\n",
                       "a sign": b"+2\r\n{}\r\n0\r\n\r\n", "a size too small": b"1\r\n{}\r\n0\r\n\r\n", "a size too long": b"1" * 21 + b"\r\n{}",
                       "space after": b"2 \r\n{}\r\n0\r\n\r\n", "space before": b" 2\r\n{}\r\n0\r\n\r\n", "line feeds": b"2\n{}\r\n0\n\n",
                       "line feeds after": b"2\r\n{}\n0\r\n\r\n", "a broken trailer": b"2\r\n{}\r\n0\r\nx\r\n\r\n"}.items():
        yield f"chunks with {name}", chunked + b"\r\n" + text
    rest = host + kind + length + b"\r\n" + body
    for first in (b"POST /predict\r\n", b"POST  /predict HTTP/1.1\r\n", b"POST /predict  HTTP/1.1\r\n", b"POST /predict HTTP/1.1 \r\n",
                  b"POST /predict HTTP/2.0\r\n", b"POST /predict HTTP/1.2\r\n", b"POST /predict HTTP/0.9\r\n", b"POST /predict HTTP/11\r\n",
                  b"POST /predict http/1.1\r\n", b"P\xc3T /predict HTTP/1.1\r\n", b"P(T /predict HTTP/1.1\r\n", b" POST /predict HTTP/1.1\r\n",
                  b"POST\t/predict HTTP/1.1\r\n", b"POST /pre dict HTTP/1.1\r\n", b"POST /pre\x01dict HTTP/1.1\r\n", b"GET\x01 / HTTP/1.1\r\n",
                  b"POST /predict XTTP/1.1\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", b"POST /predict HTTP/1.10\r\n",
                  b"PRI * HTTP/2.0\r\n", b"POST /predict\xc3\xa4 HTTP/1.1\r\n"):
        yield f"first line {first.decode('latin-1')!r}", first + rest
