package io.fareswarm.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.KeyRef;
import io.fareswarm.api.Task;
import io.fareswarm.api.Tls;

/// Reference of a slice to a key of a Secret or a ConfigMap. The protocol does not carry the value: the platform mounts
/// it as a file, and the worker reads it below its `--files` directory.
///
/// @param place path of the reference in the spec, for messages
/// @param kind kind of the object that has the key
/// @param name name of the object
/// @param key key in the object's data
public record KeyReference(String place, Kind kind, String name, String key) {
    /// Kind of an object that can be referenced.
    public enum Kind {
        Secret, ConfigMap
    }

    /// Path of the file, relative to the `--files` directory.
    public String path() {
        return directory() + "/" + key;
    }

    /// Directory of all keys of the Secret or ConfigMap, relative to the `--files` directory.
    public String directory() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + "s/" + name;
    }

    /// Reference to a key of a Secret.
    public static KeyReference secret(String place, KeyRef key) {
        return new KeyReference(place, Kind.Secret, key.name(), key.key());
    }

    /// Reference to a key of a ConfigMap.
    public static KeyReference configMap(String place, KeyRef key) {
        return new KeyReference(place, Kind.ConfigMap, key.name(), key.key());
    }

    /// All references of a run.
    ///
    /// @param tls TLS settings of the run's target
    public static List<KeyReference> of(List<Task> tasks, @Nullable Tls tls) {
        List<KeyReference> all = new ArrayList<>();
        for (Task task : tasks) {
            String place = "task '" + task.name() + "': ";
            Task.Data data = task.request().data();
            if (data != null && data.configMap() != null) {
                all.add(configMap(place + "request.data.configMap", data.configMap()));
            }
            if (task.request().headers() != null) {
                task.request().headers().stream().filter(header -> header.secret() != null)
                        .map(header -> secret(place + "header " + header.name(), header.secret())).forEach(all::add);
            }
        }
        if (tls != null) {
            all.addAll(Stream.concat(ca(tls).stream(), clientCertificate(tls).stream()).toList());
        }
        return List.copyOf(all);
    }

    /// References to the certificate authorities: none or one.
    public static List<KeyReference> ca(Tls tls) {
        Tls.Ca ca = tls.ca();
        if (ca == null) {
            return List.of();
        }
        return List.of(ca.secret() != null
                ? secret("target.tls.ca", ca.secret())
                : configMap("target.tls.ca", java.util.Objects.requireNonNull(ca.configMap())));
    }

    /// References to the worker's client certificate and its private key: none or both.
    public static List<KeyReference> clientCertificate(Tls tls) {
        if (tls.clientCertificate() == null) {
            return List.of();
        }
        String secret = tls.clientCertificate().secret();
        return Stream.of(Tls.CERTIFICATE_KEY, Tls.PRIVATE_KEY)
                .map(key -> secret("target.tls.clientCertificate", new KeyRef(secret, key))).toList();
    }
}
