package io.fareswarm.operator.cli;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.fareswarm.operator.cluster.ClusterPage;
import io.fareswarm.operator.cluster.Kubeconfig;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.ui.PageError;

/// Options of the commands that read a cluster (`ui` and `wait`).
final class ClusterOptions {
    @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig. You act with your own rights.")
    private @Nullable String context;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Kubeconfig. Default: the one that kubectl uses.")
    private @Nullable Path kubeconfig;

    @Option(names = {"-n",
            "--namespace"}, paramLabel = "NAME", description = "Namespace; ui shows several if it is given more than once. "
                    + "Default: for ui all that you may see, or else that of the context.")
    private List<String> namespaces = List.of();

    /// Whether a cluster is to be shown, and not this machine.
    boolean isChosen() {
        return context != null || kubeconfig != null || !namespaces.isEmpty();
    }

    /// Reads the access to the chosen cluster.
    ///
    /// @throws PageError if there is no such context or file
    Kubeconfig read() {
        return Kubeconfig.read(kubeconfig, context, namespaces);
    }

    /// Opens the page of the chosen cluster.
    ///
    /// @throws BadInput if there is no such context or file, or the cluster cannot be read
    ClusterPage open() throws BadInput, InterruptedException {
        try {
            Kubeconfig found = read();
            return ClusterPage.open(found.config(), found.scope());
        } catch (PageError e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }
}
