package io.fareswarm.message;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureCauseTest {
    @Test
    void failuresOfFilesAreInPlainWords() {
        assertThat(FailureCause.of(new NoSuchFileException("x"))).isEqualTo("there is no such file or directory");
        assertThat(FailureCause.of(new AccessDeniedException("x"))).isEqualTo("permission denied");
        assertThat(FailureCause.of(new FileSystemException("x", null, "Read-only file system")))
                .isEqualTo("the file system is read-only");
        assertThat(FailureCause.of(new FileSystemException("x"))).isEqualTo("a problem without a description");
        assertThat(FailureCause.of(new FileNotFoundException("a (b) (Permission denied)")))
                .isEqualTo("permission denied");
        assertThat(FailureCause.of(new UncheckedIOException(new IOException("No space left on device"))))
                .isEqualTo("the disk is full");
    }

    @Test
    void aFailureOfAFileMayNameIt() {
        assertThat(FailureCause.withFile(new AccessDeniedException("x"))).isEqualTo("x: permission denied");
        assertThat(FailureCause.withFile(new FileNotFoundException("a (b) (Is a directory)")))
                .isEqualTo("a (b): it is a directory");
        assertThat(FailureCause.withFile(new IOException("Connection reset"))).isEqualTo("connection reset");
    }

    @Test
    void failuresOfConnectionsAreInPlainWords() {
        assertThat(FailureCause.of(new ConnectException("Connection refused"))).isEqualTo("connection refused");
        assertThat(FailureCause.of(new ConnectException())).isEqualTo("no connection could be made");
        assertThat(FailureCause.of(new UnknownHostException("nowhere")))
                .isEqualTo("the host name nowhere does not resolve");
        assertThat(FailureCause.of(new ConnectException().initCause(new UnresolvedAddressException())))
                .isEqualTo("the host name does not resolve");
        assertThat(FailureCause.of(new ConnectException().initCause(new ClosedChannelException())))
                .isEqualTo("no connection could be made");
        assertThat(FailureCause.of(new HttpConnectTimeoutException("HTTP connect timed out")))
                .isEqualTo("no response in time");
        assertThat(FailureCause.of(new ExecutionException(new ClosedChannelException())))
                .isEqualTo("the connection was closed");
    }

    @Test
    void aFailureInFullHasItsFirstCauseAndNoClassNames() {
        assertThat(FailureCause.inFull(new IOException("Connection reset"))).isEqualTo("Connection reset");
        assertThat(FailureCause.inFull(new ClosedChannelException())).isEqualTo("the connection was closed");
        IOException untrusted = new IOException("PKIX path building failed: sun.security.provider.certpath."
                + "SunCertPathBuilderException: unable to find a path",
                new IllegalStateException("unable to find a path"));
        assertThat(FailureCause.inFull(untrusted)).isEqualTo("PKIX path building failed: unable to find a path");
        assertThat(FailureCause.inFull(new IOException("no handshake", new IOException("No name matching localhost"))))
                .isEqualTo("no handshake: No name matching localhost");
        assertThat(FailureCause.inFull(new IOException(new java.io.EOFException()))).isEqualTo("it ends early");
    }

    @Test
    void aMessageHasNoClassNames() {
        assertThat(FailureCause.of(new IOException("java.net.ConnectException: Connection refused")))
                .isEqualTo("connection refused");
        assertThat(FailureCause.of(new IllegalStateException(new java.io.EOFException()))).isEqualTo("it ends early");
        assertThat(FailureCause.of(new NullPointerException())).isEqualTo("a problem without a description");
        assertThat(FailureCause.of(new IOException("IPv6 is off"))).isEqualTo("IPv6 is off");
    }
}
