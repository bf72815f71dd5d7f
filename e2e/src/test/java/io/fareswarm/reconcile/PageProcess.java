package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A process that serves the page: as in a pod, without rights of its own, or as the command line.
final class PageProcess implements AutoCloseable {
    private final ChildProcess process;
    private final URI address;

    private PageProcess(int port, List<String> command, Map<String, String> environment) {
        address = URI.create("http://127.0.0.1:" + port + "/");
        process = new ChildProcess(command, environment, Programs.folder().resolve("page.log"));
        Until.holds(() -> assertThat(new PageUser(address, "").get("health").status()).isEqualTo(200));
    }

    /// Starts the page of a pod.
    ///
    /// @param namespaces namespaces that are shown to users who may not see all
    static PageProcess inPod(String... namespaces) {
        URI api = URI.create(OperatorProcess.ADMIN.getConfiguration().getMasterUrl());
        int port = OperatorProcess.freePort();
        Map<String, String> environment = new HashMap<>(Map.of("KUBERNETES_SERVICE_HOST", api.getHost(),
                "KUBERNETES_SERVICE_PORT", Integer.toString(api.getPort()), "FARESWARM_UI_API_AUTHORITY",
                authority().toString(), "FARESWARM_UI_NAMESPACES", String.join(",", namespaces), "FARESWARM_UI_HOSTS",
                "fareswarm-ui.fareswarm.svc", "FARESWARM_PORT", Integer.toString(port)));
        environment.put("KUBECONFIG", "/dev/null");
        return new PageProcess(port, Programs.java("operator", "io.fareswarm.operator.cluster.PageMain"), environment);
    }

    /// Starts the page of the command line, with a kubeconfig.
    static PageProcess ofKubeconfig(Path kubeconfig) {
        int port = OperatorProcess.freePort();
        return new PageProcess(port, Programs.java("operator", "io.fareswarm.operator.cli.FareswarmMain", "ui",
                "--kubeconfig", kubeconfig.toString(), "--port", Integer.toString(port)), Map.of());
    }

    /// Starts the page of the command line for this machine.
    ///
    /// @param manifest file of its LoadTest
    static PageProcess ofThisMachine(Path manifest) {
        int port = OperatorProcess.freePort();
        return new PageProcess(port, Programs.java("operator", "-Dfareswarm.home=" + SuiteEnvironment.root(),
                "io.fareswarm.operator.cli.FareswarmMain", "ui", "-f", manifest.toString(), "--report",
                Programs.folder().resolve("report").toString(), "--port", Integer.toString(port)), Map.of());
    }

    private static Path authority() {
        try {
            return Files.writeString(Programs.folder().resolve("ca.crt"), new String(Base64.getDecoder()
                    .decode(OperatorProcess.ADMIN.getConfiguration().getCaCertData()), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A user of the page.
    ///
    /// @param token bearer token; empty for none
    PageUser user(String token) {
        return new PageUser(address, token);
    }

    @Override
    public void close() {
        process.close();
    }
}
