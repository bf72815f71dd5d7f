package io.fareswarm.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Kubectl;

/// A fault of a cluster. Faults that last end after [#SECONDS].
enum ClusterFault {
    /// Force-deletes a pod: its containers are killed.
    KILL,
    /// Stops the processes of a pod with SIGSTOP for some seconds.
    STOP,
    /// Evicts a pod, as `kubectl drain` does.
    EVICT,
    /// Deletes an object that belongs to a run: its Job, its Secret or its report.
    DELETE,
    /// Cuts the network of a pod for some seconds.
    CUT;

    /// Duration of STOP and CUT.
    static final int SECONDS = 10;

    /// What a fault struck, and what ends it.
    ///
    /// @param description the object, for people
    /// @param end ends the fault; does nothing for a fault that does not last
    record Struck(String description, Runnable end) {}

    /// Injects the fault into one of the pods, or into one of the owned objects.
    ///
    /// @param cluster client of the administrator
    /// @param pods running pods of workers and operators, sorted by name
    /// @param owned Jobs, Secrets and ConfigMaps of runs, sorted by name
    Struck inject(Kubectl cluster, List<JsonNode> pods, List<JsonNode> owned, Random random) throws IOException {
        JsonNode object = this == DELETE
                ? owned.get(random.nextInt(owned.size()))
                : pods.get(random.nextInt(pods.size()));
        String name = object.at("/metadata/name").asText();
        String namespace = object.at("/metadata/namespace").asText();
        String what = "%s %s %s/%s".formatted(this, object.path("kind").asText(), namespace, name);
        Kubectl kubectl = new Kubectl(cluster.words(), namespace);
        return switch (this) {
            case KILL -> {
                kubectl.run("delete", "pod", name, "--force", "--grace-period=0", "--wait=false", "--ignore-not-found");
                yield once(what);
            }
            case EVICT -> {
                kubectl.evict(name); // the pod may be gone
                yield once(what);
            }
            case DELETE -> {
                kubectl.run("delete", object.path("kind").asText(), name, "--wait=false", "--ignore-not-found");
                yield once(what);
            }
            case STOP -> {
                List<String> processes = processes(object.at("/metadata/uid").asText());
                signal("-STOP", processes);
                yield new Struck(what, () -> signal("-CONT", processes));
            }
            case CUT -> {
                String address = object.at("/status/podIP").asText();
                drop("-I", address);
                yield new Struck(what, () -> drop("-D", address));
            }
        };
    }

    private static Struck once(String what) {
        return new Struck(what, () -> {});
    }

    /// Identifiers of the processes in the control groups of a pod.
    private static List<String> processes(String uid) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> groups(process).replace('_', '-').contains(uid))
                    .map(process -> process.getFileName().toString()).toList();
        }
    }

    private static String groups(Path process) {
        try {
            return Files.readString(process.resolve("cgroup"));
        } catch (IOException _) {
            return ""; // the process has ended
        }
    }

    private static void signal(String signal, List<String> processes) {
        if (!processes.isEmpty()) {
            Command.run("", Stream.concat(Stream.of("kill", signal), processes.stream()).toList()); // some may have ended
        }
    }

    /// Drops all packets from and to a pod, or no longer. All of them pass the node, also those to other pods.
    ///
    /// @param action `-I` begins, `-D` ends
    private static void drop(String action, String address) {
        Command.run("", List.of("iptables", "-t", "raw", action, "PREROUTING", "-s", address, "-j", "DROP")).output();
        Command.run("", List.of("iptables", "-t", "mangle", action, "POSTROUTING", "-d", address, "-j", "DROP"))
                .output();
    }
}
