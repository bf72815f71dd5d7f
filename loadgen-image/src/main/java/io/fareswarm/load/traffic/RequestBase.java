package io.fareswarm.load.traffic;

/// The part of all requests of a run that follows from its target.
///
/// @param authority host and port, for the Host header
/// @param path path before each task's path; empty or begins with a slash
/// @param closes whether requests ask the target to close the connection after the response
public record RequestBase(String authority, String path, boolean closes) {}
