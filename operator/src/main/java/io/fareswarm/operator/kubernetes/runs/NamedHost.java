package io.fareswarm.operator.kubernetes.runs;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.Target;
import io.fareswarm.api.Task;
import io.fareswarm.api.Tls;
import io.fareswarm.operator.run.RunPlan;

/// A host that requests name, although the workers connect to another one or do not resolve it.
///
/// @param field field of the spec that names it
/// @param host host, maybe with a port
record NamedHost(String field, String host) {
    /// The hosts that the requests of a test with a url name beside where they connect to.
    ///
    /// @param spec spec with a url that is one
    static List<NamedHost> of(LoadTestSpec spec) {
        Target target = spec.target();
        Tls tls = target.tls();
        return Stream.of(
                target.address() == null
                        ? Stream.<NamedHost>of()
                        : Stream.of(new NamedHost("spec.target.url",
                                URI.create(String.valueOf(target.url())).getRawAuthority())),
                tls == null || tls.serverName() == null
                        ? Stream.<NamedHost>of()
                        : Stream.of(new NamedHost("spec.target.tls.serverName", tls.serverName())),
                ofHeaders(RunPlan.of(spec).tasks())).flatMap(hosts -> hosts).toList();
    }

    private static Stream<NamedHost> ofHeaders(List<Task> tasks) {
        return IntStream.range(0, tasks.size()).boxed()
                .flatMap(task -> Objects.requireNonNullElse(tasks.get(task).request().headers(), List.<Task.Header>of())
                        .stream().filter(header -> header.name().equalsIgnoreCase("Host"))
                        .map(header -> new NamedHost("spec.tasks[%d].request.headers, Host".formatted(task),
                                String.valueOf(header.value()))));
    }
}
