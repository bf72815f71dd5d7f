package io.fareswarm.image.recording;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.HasMetadata;

import io.fareswarm.image.BuildException;
import io.fareswarm.image.ExternalTool;
import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

/// Training of the operator. It becomes the leader in a cluster that has a FareModel and a LoadTest, reconciles both
/// for the first time, and writes their statuses.
///
/// @param manifest file of the cluster's objects
record OperatorTraining(Path manifest) implements AotTraining {
    private static final String PASSWORD = "of no secret";

    @Override
    public void train(Recording recording) throws IOException, InterruptedException, BuildException {
        Path keys = recording.folder().resolve("certificate.p12");
        Path authority = recording.folder().resolve("ca.crt");
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=kube-apiserver", "-ext", "san=ip:127.0.0.1",
                "-validity", "1", "-storetype", "PKCS12");
        keytool(keys, "-exportcert", "-rfc", "-file", authority.toString());
        Path token = Files.writeString(recording.folder().resolve("token"), "training");
        int port = freePort();
        try (FakeApiServer cluster = new FakeApiServer(keys, PASSWORD, resources())) {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "FARESWARM_MODEL_IMAGE", "model", "FARESWARM_LOADGEN_IMAGE", "loadgen",
                    "FARESWARM_LEADER_ELECTION", "true", "FARESWARM_PORT", Integer.toString(port),
                    "POD_NAME", "operator-0", "POD_NAMESPACE", "fareswarm",
                    // The environment of a pod: only the address of the API server, the token and the certificate
                    // authority.
                    "KUBERNETES_SERVICE_HOST", "127.0.0.1",
                    "KUBERNETES_SERVICE_PORT", Integer.toString(cluster.port())));
            environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
            environment.put("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString());
            environment.put("KUBERNETES_CERTS_CA_FILE", authority.toString());
            try (RecordedProgram program = recording.start(environment)) {
                URI address = URI.create("http://127.0.0.1:" + port);
                program.awaitOk(address.resolve("/health/ready"));
                program.await("watches of both resources and their status", cluster::hasSeenAll);
                program.expect(200, HttpRequest.newBuilder(address.resolve("/health/live")));
                program.expect(200, HttpRequest.newBuilder(address.resolve("/metrics"))
                        .header("Accept", "application/openmetrics-text"));
                program.stop();
            }
        }
    }

    private List<HasMetadata> resources() throws IOException, BuildException {
        return switch (new ManifestReader().file(manifest).result()) {
            case Manifests.Valid valid -> Stream.concat(valid.models().stream(), valid.tests().stream())
                    .map(HasMetadata.class::cast).toList();
            case Manifests.Invalid invalid ->
                throw new BuildException("expected valid manifests in %s, found %s".formatted(manifest, invalid));
        };
    }

    private static void keytool(Path keys, String... arguments)
            throws IOException, InterruptedException, BuildException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "1", "-keystore", keys.toString(), "-storepass", PASSWORD));
        ExternalTool.run(command);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
