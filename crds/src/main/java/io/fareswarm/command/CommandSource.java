package io.fareswarm.command;

import java.util.List;

import picocli.CommandLine.Model.CommandSpec;

/// Commands of another program, for the completion script of the launcher. Each program lists its own as a service.
public interface CommandSource {
    /// The commands, by their names after the launcher's.
    List<CommandSpec> commands();
}
