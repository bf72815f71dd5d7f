package io.fareswarm.model;

import java.util.List;

import picocli.CommandLine.Model.CommandSpec;

import io.fareswarm.command.CommandSource;
import io.fareswarm.logging.ProgramLog;

/// The commands of the model server, for the completion script of the launcher.
public final class ModelServerCommands implements CommandSource {
    @Override
    public List<CommandSpec> commands() {
        ProgramLog log = new ProgramLog.Plain(System.out, System.err, "");
        return List.of(TrainCommand.spec(log), ServeCommand.spec(log));
    }
}
