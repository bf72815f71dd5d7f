"""Runs FastAPI with pinned versions in a virtual environment outside the checkout, and sends requests as bytes."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import threading
import time

# The error messages of Python's json module change in 3.13; pydantic, starlette and h11 determine all other responses.
PYTHON = "python3.11"
PINNED = ["fastapi==0.165.0", "pydantic==2.14.3", "uvicorn==0.54.0", "starlette==1.10.0", "h11==0.16.0", "numpy==2.4.6"]
HOME = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "fareswarm" / "parity"


def inside(home=HOME, pinned=tuple(PINNED)):
    """Restarts this program in the virtual environment with the pinned packages, and creates the environment if needed."""
    if pathlib.Path(sys.prefix) == home:
        return
    stamp = home / "pinned"
    if not stamp.exists() or stamp.read_text() != "\n".join(pinned):
        python = shutil.which(PYTHON) or sys.exit(f"expected {PYTHON}, found none: install it")
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([python, "-m", "venv", home], check=True)
        subprocess.run([home / "bin" / "pip", "install", "-q", *pinned], check=True)
        stamp.write_text("\n".join(pinned))
    python = str(home / "bin" / "python")
    os.execv(python, [python, *sys.argv])


def fastapi(root_path=""):
    """Serves the service in this process and returns its port.

    With `root_path`, a reverse proxy shows the service under this path."""
    import uvicorn
    from service import app

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", root_path=root_path))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return server.servers[0].sockets[0].getsockname()[1]


def request(method, target, headers, body=None, version="1.1", chunks=None):
    """The bytes of a request. With `chunks`, the body is chunked, and `chunks` is the number of bytes of each chunk."""
    lines = [f"{method} {target} HTTP/{version}", "host: test", *(f"{name}: {value}" for name, value in headers)]
    if body is not None:
        lines.append("transfer-encoding: chunked" if chunks else f"content-length: {len(body)}")
        if chunks:
            pieces = [body[at:at + chunks] for at in range(0, len(body), chunks)] + [b""]
            body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


def ask(port, request_bytes, timeout=10):
    """Sends bytes on a new connection and reads one response."""
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        connection.sendall(request_bytes)
        with connection.makefile("rb") as stream:
            status = 100
            while status == 100:
                line = stream.readline()
                if not line:
                    return {"status": 0, "headers": {}, "body": ""}
                status = int(line.split()[1])
                headers = {}
                while (line := stream.readline().decode("latin-1").rstrip("\r\n")):
                    name, value = line.split(":", 1)
                    headers[name.lower()] = value.strip()
            head = request_bytes.startswith(b"HEAD ")
            body = b"" if head else read_body(stream, headers)
    shown = {name: headers[name].replace(f"127.0.0.1:{port}", "SERVER")
             for name in ("content-type", "allow", "location", "connection") if name in headers}
    if "allow" in shown:
        shown["allow"] = ", ".join(sorted(shown["allow"].split(", ")))  # a set, in any order
    if head and status != 400 and "content-length" in headers:
        shown["content-length"] = headers["content-length"]
    return {"status": status, "headers": shown, "body": body.decode("latin-1")}


def read_body(stream, headers):
    if "content-length" in headers:
        return stream.read(int(headers["content-length"]))
    if headers.get("transfer-encoding") != "chunked":
        return stream.read()
    body = b""
    while (size := int(stream.readline(), 16)):
        body += stream.read(size)
        stream.readline()
    stream.readline()
    return body
