package io.fareswarm.load.send;

import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// What the TLS connections of one send loop share: trust, the target's name, and the buffers, so that a connection has none
/// but for a record that has not come whole.
public final class TlsClient {
    /// Bytes of a record at most, and some more.
    private static final int RECORD_BYTES = 18 * 1024;
    private static final int BUFFER_BYTES = ConnectionPool.READ_BYTES + RECORD_BYTES;

    private final SSLContext context;
    private final String host;
    private final int port;
    private final boolean verifies;
    /// Java deciphers a record only where there is room for the longest one.
    private final byte[] plainBytes = new byte[BUFFER_BYTES + RECORD_BYTES];
    final ByteBuffer plain = ByteBuffer.wrap(plainBytes);
    final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES);
    final ByteBuffer record = ByteBuffer.allocateDirect(2 * RECORD_BYTES);

    /// @param host name or address that the target's certificate has to be for; sent as SNI when it is a name
    /// @param verifies whether it has to
    public TlsClient(SSLContext context, String host, int port, boolean verifies) {
        this.context = context;
        this.host = host;
        this.port = port;
        this.verifies = verifies;
    }

    /// What was received last, deciphered.
    byte[] plainBytes() {
        return plainBytes;
    }

    /// A new connection's.
    ///
    /// @param output takes what is to be sent, enciphered
    TlsConnection open(TlsConnection.Output output) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (verifies) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (isName(host)) {
            // Java itself sends no name without a dot, which is what a Service's is.
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        engine.setSSLParameters(parameters);
        return new TlsConnection(this, engine, output);
    }

    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && !host.matches("[0-9.]+") && !host.endsWith(".");
    }
}
