#!/usr/bin/env python3
"""Records what FastAPI answers, for the tests to hold our server against.

    python3 -m venv .venv && .venv/bin/pip install fastapi==0.165.0 pydantic==2.14.3 uvicorn==0.54.0
    .venv/bin/python record_fastapi.py > ../resources/fastapi-corpus.json

The service has the model under test (WEIGHTS) and runs on Python 3.11, whose json module words its errors its own way.
"""
import http.client
import itertools
import json
import threading
import time

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

WEIGHTS = [147.18210116623817, 77.0724130187767, 6.392624605022959]

app = FastAPI()


class Ride(BaseModel):
    id: str
    pickup_datetime: str
    pickup_longitude: float
    pickup_latitude: float
    dropoff_longitude: float
    dropoff_latitude: float
    passenger_count: int


@app.post("/predict")
def predict(ride: Ride):
    price = (abs(ride.dropoff_longitude - ride.pickup_longitude) * WEIGHTS[0]
             + abs(ride.dropoff_latitude - ride.pickup_latitude) * WEIGHTS[1] + WEIGHTS[2])
    return {"price": round(price * 100) / 100}  # what numpy's round(price, 2) does


RIDE = {"id": "0b1f3c52-7f31-4c2b-9a55-6a8b3b6f4d10", "pickup_datetime": "2016-02-29 23:59:59",
        "pickup_longitude": -73.999022, "pickup_latitude": 40.739146,
        "dropoff_longitude": -73.990369, "dropoff_latitude": 40.717866, "passenger_count": 1}
JSON = {"content-type": "application/json"}


def without(*names):
    return {name: value for name, value in RIDE.items() if name not in names}


def cases():
    """(name, method, path, headers, body)"""
    def post(name, body, headers=JSON, path="/predict"):
        if not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        return name, "POST", path, headers, body

    yield post("a ride", RIDE)
    for count in (1, 2, 6):
        for names in itertools.combinations(RIDE, count):
            if count != 2 or names[0] in ("id", "passenger_count", "pickup_latitude"):
                yield post("without " + ", ".join(names), without(*names))
    yield post("an empty object", {})
    yield post("an empty object with space", " {\n} ")
    strange = [None, True, False, 0, 1, -1, 1.5, 2.0, 1e300, -0.0, 12345678901234567890, "", " ", "x", "1", " 1 ", "1.5",
               "1.0", "1_000", "1__0", "_1", "-2", "+3", "0x10", "1e3", "1E-3", "nan", "inf", "-Infinity", "ä€😀", "\u0001",
               "true", "00012", ".5", "5.", "1.", "- 1", "1e400", [], [1], {}, {"a": [None, 1.0, "b"]}]
    for name in ("id", "pickup_longitude", "passenger_count"):
        for value in strange:
            if name == "pickup_longitude" and value in ("nan", "inf", "-Infinity", "1e400"):
                continue  # deliberately answered otherwise
            yield post(f"{name} is {json.dumps(value)}", {**RIDE, name: value})
    yield post("pickup_datetime is a number", {**RIDE, "pickup_datetime": 5})
    for name in ("pickup_latitude", "dropoff_longitude", "dropoff_latitude"):
        yield post(f"{name} is x", {**RIDE, name: "x"})
    for number in ("100000000000000000000", "1e2", "1E+2", "-73.99902200000000001", "1.0000000000000001",
                   "0.1e1", "1e-400", "123456789.123456789", "9007199254740993", "-0", "0.0", "-0.0"):
        for name in ("pickup_longitude", "passenger_count"):
            yield post(f"{name} is {number}", json.dumps({**RIDE, name: 7777}).replace("7777", number))
    yield post("everything is wrong", {name: [] for name in RIDE})
    yield post("a field too many", {**RIDE, "tip": 3})
    yield post("a field too many, nested", {**RIDE, "tip": {"a": [1, {"b": None}]}})
    yield post("a field twice", json.dumps(RIDE)[:-1] + ', "passenger_count": "x"}')
    yield post("a field twice, the last sound", '{"passenger_count": "x", ' + json.dumps(RIDE)[1:])
    yield post("fields in another order", dict(reversed(RIDE.items())))
    yield post("spaces everywhere", json.dumps(RIDE, indent=4))
    yield post("no spaces", json.dumps(RIDE, separators=(",", ":")))
    yield post("escapes in a string", json.dumps({**RIDE, "id": "a\"b\\c/\b\f\n\r\t\u1234"}))
    yield post("an escaped name", json.dumps(RIDE).replace('"id"', '"\\u0069d"'))
    yield post("other scripts", json.dumps({**RIDE, "id": "Zürich 東京 🚕"}, ensure_ascii=False).encode())
    yield post("a surrogate pair escaped", json.dumps({**RIDE, "id": "🚕"}))
    yield post("echoes other scripts", json.dumps({"id": "Zürich 東京 🚕\u2028\x7f"}, ensure_ascii=False).encode())
    for far in (1e3, 1e8, 1e13, 1e14, 1e15, 1e20, 1e100):
        yield post(f"as far as {far}", {**RIDE, "pickup_longitude": far})
    for text in ("[]", "[1]", "1", "1.5", '"x"', "true", "null", "[null]"):
        yield post("body is " + text, text)
    for text in ("", " ", "{", "}", "{]", "{\"id\"", "{\"id\":", "{\"id\":}", "{\"id\":1", "{\"id\":1,", "{\"id\":1,}",
                 "{\"id\" 1}", "{id:1}", "{'id':1}", "{1:1}", "[1", "[1,", "[1,]", "[,]", "[1 2]", "\"abc", "\"a\nb\"", "\"\\x\"",
                 "\"\\u12\"", "\"\\u12g4\"", "\"\\", "nul", "tru", "01", "1.", ".5", "+1", "-", "1e", "0x1", "{} {}", "{},",
                 "x", "/* */ {}", "{\"id\":\"ä\"", "\n\n {\"id\": x}", "[\"\\ud800", "{\"a\":[1,2,{\"b\":nope}]}"):
        yield post("broken body " + text, text.encode())
    yield post("without a content type", json.dumps(RIDE), {})
    yield post("another content type", json.dumps(RIDE), {"content-type": "text/plain"})
    yield post("another kind of json", json.dumps(RIDE), {"content-type": "application/geo+json"})
    yield post("a charset", json.dumps(RIDE), {"content-type": "application/json; charset=utf-8"})
    yield post("capitals in the content type", json.dumps(RIDE), {"content-type": "Application/JSON"})
    yield post("a form", "id=1", {"content-type": "application/x-www-form-urlencoded"})
    yield post("a query", RIDE, JSON, "/predict?x=1")
    yield post("unknown path", RIDE, JSON, "/nowhere")
    yield post("unknown path below", RIDE, JSON, "/predict/x")
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"):
        yield "method " + method, method, "/predict", {}, None
        yield "unknown path with " + method, method, "/nowhere", {}, None


def ask(port, method, path, headers, body):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.putrequest(method, path, skip_accept_encoding=True)
    body = body.encode() if isinstance(body, str) else body
    for name, value in headers.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("content-length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return {"status": answer.status, "contentType": answer.headers["content-type"], "allow": answer.headers["allow"],
            "body": text}


def main():
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    lines = []
    for name, method, path, headers, body in cases():
        request = {"method": method, "path": path, "headers": headers,
                   "body": body.decode() if isinstance(body, bytes) else body}
        lines.append(json.dumps({"name": name, **request, "answer": ask(port, method, path, headers, body)}))
    print("[\n" + ",\n".join(lines) + "\n]")
    server.should_exit = True


if __name__ == "__main__":
    main()
