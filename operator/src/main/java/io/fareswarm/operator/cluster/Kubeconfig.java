package io.fareswarm.operator.cluster;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

import io.fareswarm.message.FailureCause;
import io.fareswarm.operator.ui.PageError;

/// The user's own access to a cluster.
///
/// @param config address of the API server, and credentials
/// @param scope namespaces that are shown
public record Kubeconfig(Config config, ClusterScope scope) {
    /// Identifier of elliptic-curve keys (1.2.840.10045.2.1) in the encoding of a PKCS #8 key.
    private static final String ELLIPTIC_CURVE = "06072a8648ce3d0201";

    /// Reads a kubeconfig.
    ///
    /// @param file null for the one that kubectl uses
    /// @param context null for the current one
    /// @param namespaces namespaces to show; empty for all, or that of the context for a user who may not see all
    /// @throws PageError 400 when there is no such file or context
    public static Kubeconfig read(@Nullable Path file, @Nullable String context, List<String> namespaces) {
        if (file != null && !Files.isReadable(file)) {
            throw new PageError(400, "--kubeconfig: expected a file that can be read, found none at " + file);
        }
        Config config;
        try {
            config = file == null ? Config.autoConfigure(context) : Config.fromKubeconfig(context, file.toFile());
        } catch (KubernetesClientException | IllegalArgumentException e) {
            throw new PageError(400, "expected a kubeconfig, found: " + FailureCause.of(e));
        }
        if (config.getCurrentContext() == null
                || (context != null && !context.equals(config.getCurrentContext().getName()))) {
            throw new PageError(400, context == null
                    ? "expected a current context in the kubeconfig, found none: give --context NAME"
                    : "--context: expected a context of the kubeconfig, found " + context);
        }
        String chosen = !namespaces.isEmpty()
                ? namespaces.getFirst()
                : config.getNamespace() == null ? "default" : config.getNamespace();
        return new Kubeconfig(withKeyAlgorithm(config), new ClusterScope(namespaces.isEmpty()
                ? List.of(chosen)
                : namespaces, chosen, !namespaces.isEmpty(), false));
    }

    /// The client takes a key in PKCS #8 for an RSA key.
    private static Config withKeyAlgorithm(Config config) {
        String data = config.getClientKeyData();
        if (data == null) {
            return config;
        }
        String pem = new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
        if (!pem.contains("BEGIN PRIVATE KEY")) {
            return config;
        }
        String key = HexFormat.of().formatHex(
                Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")));
        return key.contains(ELLIPTIC_CURVE) ? new ConfigBuilder(config).withClientKeyAlgo("EC").build() : config;
    }
}
