package io.fareswarm.model;

import java.nio.file.Path;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command `serve`: serves a model until the process is stopped.
final class ServeCommand {
    private ServeCommand() {}

    static CommandSpec spec() {
        OptionSpec model = OptionSpec.builder("--model").paramLabel("FILE").type(Path.class).defaultValue("model.json")
                .description("The file that train wrote (default: ${DEFAULT-VALUE}).").build();
        OptionSpec host = OptionSpec.builder("--host").paramLabel("ADDRESS").type(String.class)
                .defaultValue("127.0.0.1").description("Address to listen on (default: ${DEFAULT-VALUE}).").build();
        OptionSpec port = OptionSpec.builder("--port").paramLabel("N").type(int.class).defaultValue("8000")
                .description("Port to listen on; 0 for any free port (default: ${DEFAULT-VALUE}).").build();
        OptionSpec untilStdinCloses = OptionSpec.builder("--until-stdin-closes").type(boolean.class)
                .defaultValue("false")
                .description("Stop when standard input ends, so that this process ends with its parent.").build();
        return ModelServerMain.command("serve", "Serves a trained model.", () -> {
            new ServerProcess(model.getValue(), host.getValue(), port.getValue(), untilStdinCloses.getValue())
                    .run(System.out);
            return 0;
        }).addOption(model).addOption(host).addOption(port).addOption(untilStdinCloses);
    }
}
