package io.fareswarm.operator.capacity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// A real HTTP server with one queue, whose service times have an exponential distribution. A response ends at the greater of
/// its arrival and the end before, plus its service time, so a sleep that is too long does not add to the next one. At an
/// arrival rate a and with r services per second, the p-quantile of the latency is -ln(1 - p) / (r - a).
final class QueueServer {
    private final double perSecond;
    private final Random random;
    private long end;

    private QueueServer(double perSecond, long seed) {
        this.perSecond = perSecond;
        random = new Random(seed);
    }

    /// Serves until the process is killed, and prints its port.
    ///
    /// @param arguments services per second, and the seed of the service times
    public static void main(String... arguments) throws IOException {
        QueueServer queue = new QueueServer(Double.parseDouble(arguments[0]), Long.parseLong(arguments[1]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", queue::respond);
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private void respond(HttpExchange exchange) throws IOException {
        long due = nextEnd(System.nanoTime());
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private synchronized long nextEnd(long arrival) {
        end = Math.max(arrival, end) + (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
        return end;
    }
}
