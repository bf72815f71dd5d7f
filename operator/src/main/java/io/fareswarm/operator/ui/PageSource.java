package io.fareswarm.operator.ui;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The resources that a page shows and changes, in the form of the Kubernetes API: those of the platform on this machine,
/// or of an API server as the viewer may see them. Thread-safe. Every method throws [PageError] for a request that the platform
/// rejects.
public interface PageSource {
    /// The page's mode, user, namespaces and rights.
    ObjectNode session();

    /// All resources, and their changes from now on.
    ChangeLog changes();

    /// Checks a manifest as `kubectl apply` does.
    ManifestCheck check(ObjectNode manifest);

    /// Creates a resource; a LoadTest then runs.
    ///
    /// @return the resource as it was created
    ObjectNode create(ObjectNode manifest);

    /// Changes a resource by a JSON merge patch (RFC 7386).
    ///
    /// @return the resource as it is then
    ObjectNode patch(ResourceKey key, ObjectNode patch);

    /// Deletes a resource.
    void delete(ResourceKey key);

    /// The stored runs of a LoadTest, and the run that goes on, newest first.
    List<ObjectNode> runs(String namespace, String name);

    /// A file of a run's report; empty when the run has no such file.
    Optional<String> file(String namespace, String name, int run, String file);

    /// Sends a ride to a FareModel's server.
    ///
    /// @return `status`, `body`, and `command`: the same call for a terminal
    ObjectNode predict(String namespace, String model, String ride) throws InterruptedException;
}
