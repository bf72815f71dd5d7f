package io.fareswarm.model;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Which command lines are read without the library for them, and as what.
class PlainCommandsTest {
    @Test
    void readsATraining() {
        assertThat(PlainCommands.train("train", "--data", "r.csv", "--max-rows=10000000", "--until-stdin-closes"))
                .isEqualTo(new Training(new Training.Data(Path.of("r.csv")), 10_000_000, Training.allThreads(), 0, 1,
                        Path.of("model.json"), null, true));
        assertThat(PlainCommands.train("train", "--data=r.csv", "--threads", "3", "--seed", "9", "--out", "m.json",
                "--termination-log=log")).isEqualTo(new Training(new Training.Data(Path.of("r.csv")), 10_000_000, 3, 0,
                        9, Path.of("m.json"), Path.of("log"), false));
    }

    @Test
    void readsAServer() {
        assertThat(PlainCommands.serve("serve", "--model", "m.json", "--port=80"))
                .isEqualTo(new Serving(Path.of("m.json"), "127.0.0.1", 80, false));
        assertThat(PlainCommands.serve("serve", "--host", "0.0.0.0", "--until-stdin-closes"))
                .isEqualTo(new Serving(Path.of("model.json"), "0.0.0.0", 8000, true));
    }

    @Test
    void leavesTheRestToTheLibrary() {
        for (String line : new String[]{"train", "train --help", "train --synthetic 1000", "train --data",
                "train --data a --data b", "train --data a --seed x", "train --data a --max-rows 99999999999",
                "train --data a serve", "train --data a --holdout 0.2", "train --data=", "train --data -x",
                "train @file", "train --data a --threads", "train --until-stdin-closes"}) {
            assertThat(PlainCommands.train(line.split(" "))).as(line).isNull();
        }
        for (String line : new String[]{"serve --port x", "serve --port -1", "serve --data a", "serve a", "train"}) {
            assertThat(PlainCommands.serve(line.split(" "))).as(line).isNull();
        }
    }
}
