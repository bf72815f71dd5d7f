package io.fareswarm.load;

import java.util.List;

import picocli.CommandLine.Model.CommandSpec;

import io.fareswarm.command.CommandSource;
import io.fareswarm.logging.ProgramLog;

/// The command of the worker, for the completion script of the launcher.
public final class WorkerCommands implements CommandSource {
    @Override
    public List<CommandSpec> commands() {
        return List.of(WorkerMain.spec(new ProgramLog.Plain(System.out, System.err, "")).name("worker"));
    }
}
