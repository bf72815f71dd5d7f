package io.fareswarm.load.send;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// The TLS settings and buffers of the connections of one send loop. A connection has a buffer of its own only while it
/// contains an incomplete record.
public final class TlsClient {
    /// Buffer size for the longest TLS record, with a reserve.
    private static final int RECORD_BYTES = 18 * 1024;
    private static final int BUFFER_BYTES = ConnectionPool.READ_BYTES + RECORD_BYTES;

    private final SSLContext context;
    private final String host;
    private final int port;
    private final boolean verifies;
    /// Buffer into which each read puts its decrypted bytes. Java decrypts a record only into free space for the longest
    /// record.
    final byte[] plainBytes = new byte[BUFFER_BYTES + RECORD_BYTES];
    final ByteBuffer plain = ByteBuffer.wrap(plainBytes);
    final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES);
    final ByteBuffer record = ByteBuffer.allocateDirect(2 * RECORD_BYTES);

    /// @param host name or address of the target. Its certificate must name it; if it is a name, it is sent as SNI
    /// @param verifies whether the certificate is checked against the host
    public TlsClient(SSLContext context, String host, int port, boolean verifies) {
        this.context = context;
        this.host = host;
        this.port = port;
        this.verifies = verifies;
    }

    /// Creates the TLS state of a new connection.
    ///
    /// @param output receiver of encrypted bytes to send
    TlsConnection open(TlsConnection.ByteSink output) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (verifies) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (isName(host)) {
            // By default Java sends no SNI for a name without a dot, and names of Services have no dot.
            // The constructor for bytes accepts names with underscores too.
            parameters.setServerNames(List.of(new SNIHostName(host.getBytes(StandardCharsets.US_ASCII))));
        }
        engine.setSSLParameters(parameters);
        return new TlsConnection(this, engine, output);
    }

    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && !host.matches("[0-9.]+") && !host.endsWith(".");
    }
}
