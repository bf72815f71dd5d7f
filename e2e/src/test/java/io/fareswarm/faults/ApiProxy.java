package io.fareswarm.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.fabric8.kubernetes.client.Config;

/// HTTP/1.1 proxy on loopback between the operator and the API server. It forwards calls, and watches as WebSockets, except
/// where the [FaultInjector] treats them otherwise.
final class ApiProxy implements AutoCloseable {
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "content-length", "host", "upgrade",
            "http2-settings", "transfer-encoding", "expect");
    private static final int REPEATED_EVENTS = 3;

    private final ServerSocket server;
    private final URI api;
    private final SSLContext tls;
    private final HttpClient http;
    private final FaultInjector faults;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, HttpHead> cachedLists = new ConcurrentHashMap<>();

    /// @param config address and certificate of the API server
    /// @param crash kills the operator's process, and starts the next one
    ApiProxy(Config config, Runnable crash) {
        api = URI.create(config.getMasterUrl());
        tls = tls(config.getCaCertData());
        http = HttpClient.newBuilder().sslContext(tls).build();
        faults = new FaultInjector(new FaultInjector.Surroundings() {
            @Override
            public void crash() {
                crash.run();
            }

            @Override
            public void cutAll() {
                open.forEach(ApiProxy::close);
            }

            @Override
            public Map<String, String> lists() {
                return readLists();
            }
        });
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    FaultInjector faults() {
        return faults;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private static SSLContext tls(String certificate) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("api", CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(certificate))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("expected the certificate of the API server in the kubeconfig", e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> {
                    try (client) {
                        serve(client);
                    } catch (IOException _) {
                        // One of the two has ended the connection.
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    } finally {
                        open.remove(client);
                    }
                });
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        while (true) {
            Optional<HttpHead> head = HttpHead.read(in);
            if (head.isEmpty()) {
                return;
            }
            ApiCall call = ApiCall.of(head.get());
            byte[] body = head.get().body(in);
            switch (faults.treat(call)) {
                case Treatment.Forward _ when head.get().field("Upgrade").filter("websocket"::equalsIgnoreCase)
                        .isPresent() -> {
                    watch(head.get(), call, in, client.getOutputStream());
                    return;
                }
                case Treatment.Forward _ -> {
                    if (call.isCachedList()) {
                        cachedLists.put(call.target(), head.get());
                    }
                    HttpResponse<byte[]> response = forward(head.get(), call, body);
                    respond(client.getOutputStream(), response.statusCode(),
                            response.headers().firstValue("Content-Type").orElse("application/json"), response.body());
                }
                case Treatment.Respond(int status, String own) -> respond(client.getOutputStream(), status,
                        "application/json", own.getBytes(StandardCharsets.UTF_8));
                case Treatment.Cut(boolean forwarded, Runnable then) -> {
                    if (forwarded) {
                        forward(head.get(), call, body);
                    }
                    then.run();
                    return;
                }
            }
        }
    }

    private HttpResponse<byte[]> forward(HttpHead head, ApiCall call, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(call.target())).method(call.method(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String field : head.fields()) {
            String name = field.substring(0, field.indexOf(':'));
            // The proxy does not decompress.
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && !name.equalsIgnoreCase("Accept-Encoding")) {
                request.header(name, field.substring(name.length() + 1).strip());
            }
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void respond(OutputStream out, int status, String type, byte[] body) throws IOException {
        List<String> fields = new ArrayList<>(List.of("Content-Type: " + type, "Content-Length: " + body.length));
        if (status == 429) {
            fields.add("Retry-After: 1");
        }
        out.write(new HttpHead("HTTP/1.1 %d status".formatted(status), fields).bytes());
        out.write(body);
        out.flush();
    }

    private Map<String, String> readLists() {
        Map<String, String> lists = new HashMap<>();
        cachedLists.forEach((target, head) -> {
            try {
                lists.put(target, new String(forward(head, new ApiCall("GET", target), new byte[0]).body(),
                        StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return lists;
    }

    private void watch(HttpHead head, ApiCall call, InputStream fromClient, OutputStream toClient) throws IOException {
        faults.awaitServer();
        try (Socket upstream = tls.getSocketFactory().createSocket(api.getHost(), api.getPort())) {
            upstream.getOutputStream().write(head.bytes());
            InputStream fromServer = new BufferedInputStream(upstream.getInputStream());
            HttpHead response = HttpHead.read(fromServer).orElseThrow(IOException::new);
            toClient.write(response.bytes());
            if (!response.first().contains(" 101 ")) {
                toClient.write(response.body(fromServer));
                return;
            }
            Thread.ofVirtual().start(() -> {
                try (upstream) {
                    fromClient.transferTo(upstream.getOutputStream());
                } catch (IOException _) {
                    // One of the two has ended the watch.
                }
            });
            deliver(call, new WatchFrames(fromServer), toClient);
        }
    }

    private void deliver(ApiCall call, WatchFrames frames, OutputStream toClient) throws IOException {
        Deque<byte[]> last = new ArrayDeque<>();
        while (true) {
            Optional<WatchFrames.Frame> frame = frames.next();
            if (frame.isEmpty()) {
                return;
            }
            Optional<FaultKind> fault = frame.get().isChange()
                    ? faults.strikes(call + " " + frame.get().payload().substring(0, 16))
                    : Optional.empty();
            if (fault.filter(FaultKind.WATCH_EXPIRED::equals).isPresent()) {
                toClient.write(WatchFrames.gone());
                return;
            }
            toClient.write(frame.get().bytes());
            if (frame.get().isChange()) {
                last.add(frame.get().bytes());
                while (last.size() > REPEATED_EVENTS) {
                    last.remove();
                }
            }
            if (fault.filter(FaultKind.WATCH_REPEATED::equals).isPresent()) {
                for (byte[] repeated : last) {
                    toClient.write(repeated);
                }
            }
            toClient.flush();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(ApiProxy::close);
    }
}
