"""A target with known response delays, on one thread: `delays.py PORT PATTERN`.

spread: responds after 5 to 50 ms, evenly distributed, in an order that does not depend on time. stalls: responds after 5 ms,
but stalls for a fifth of each second. It responds to the requests of the stall 5 ms after the stall's end.
"""
import asyncio
import sys

RESPONSE = (b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"price":12.34}')
GOLDEN = 0.6180339887498949  # its multiples' fractions fill an interval evenly
STALL = 0.2

# The p50, p90 and p99 in ms that an ideal generator measures with requests evenly spread over time.
TRUTH = {'spread': (27.5, 45.5, 49.55), 'stalls': (5.0, 105.0, 195.0)}


class Delays:
    def __init__(self, pattern):
        self.pattern = pattern
        self.count = 0

    def of(self, now):
        self.count += 1
        if self.pattern == 'spread':
            return 0.005 + 0.045 * (self.count * GOLDEN % 1)
        return 0.005 + max(0.0, STALL - now % 1)


class Target(asyncio.Protocol):
    def __init__(self, delays):
        self.delays = delays
        self.received = b''

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        head, end, body = self.received.partition(b'\r\n\r\n')
        if not end:
            return
        lengths = [line.split(b':')[1] for line in head.lower().split(b'\r\n') if line.startswith(b'content-length:')]
        if len(body) >= sum(map(int, lengths)):
            self.received = b''
            loop = asyncio.get_running_loop()
            loop.call_later(self.delays.of(loop.time()), self.respond)

    def respond(self):
        if not self.transport.is_closing():
            self.transport.write(RESPONSE)


async def serve(port, pattern):
    delays = Delays(pattern)
    server = await asyncio.get_running_loop().create_server(lambda: Target(delays), '127.0.0.1', port, backlog=4096)
    await server.serve_forever()


if __name__ == '__main__':
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
