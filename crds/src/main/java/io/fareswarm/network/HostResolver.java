package io.fareswarm.network;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Resolver of host names.
public interface HostResolver {
    /// The resolver of this machine: its hosts file and its DNS.
    HostResolver SYSTEM = InetAddress::getAllByName;

    /// The addresses of a host: a name, or an IP address as text.
    ///
    /// @throws UnknownHostException if the host has no address
    InetAddress[] resolve(String host) throws UnknownHostException;
}
