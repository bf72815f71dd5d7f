package io.fareswarm.operator.ui;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeLogTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final ChangeLog log = new ChangeLog();

    private static ObjectNode test(String name, int users) {
        ObjectNode test = new JsonMapper().createObjectNode().put("kind", "LoadTest");
        test.putObject("metadata").put("namespace", "default").put("name", name);
        test.putObject("spec").put("users", users);
        return test;
    }

    private List<String> events(long after) throws InterruptedException {
        return log.after(after, SHORT).stream().map(ChangeLog.Change::event).toList();
    }

    @Test
    void aReaderThatBeginsGetsEverythingBetweenResetAndSynced() throws Exception {
        assertThat(events(-1)).containsExactly("reset", "synced");
        log.put(test("a", 1));
        log.put(test("b", 1));
        log.event(new ChangeLog.Event("default", "LoadTest", "a", "Normal", "Running", "all workers started", "", 1));
        assertThat(events(-1)).containsExactly("reset", "resource", "resource", "event", "synced");
    }

    @Test
    void aReaderGetsOnlyWhatFollowsItsLastChange() throws Exception {
        log.put(test("a", 1));
        long seen = log.after(-1, SHORT).getLast().number();
        assertThat(log.after(seen, SHORT)).isEmpty();
        log.put(test("a", 2));
        log.files("default", "a", 1);
        log.remove(new ResourceKey("LoadTest", "default", "a"));
        List<ChangeLog.Change> changes = log.after(seen, SHORT);
        assertThat(changes).extracting(ChangeLog.Change::event).containsExactly("resource", "files", "resource");
        assertThat(changes).extracting(ChangeLog.Change::number).containsExactly(seen + 1, seen + 2, seen + 3);
        assertThat(changes.getLast().data()).contains("\"type\":\"delete\"");
    }

    @Test
    void anEqualResourceIsNoChange() throws Exception {
        log.put(test("a", 1));
        long seen = log.after(-1, SHORT).getLast().number();
        log.put(test("a", 1));
        log.remove(new ResourceKey("LoadTest", "default", "none"));
        assertThat(log.after(seen, SHORT)).isEmpty();
    }

    @Test
    void aReaderThatMissedTooMuchOrSawALaterNumberBeginsAnew() throws Exception {
        for (int i = 0; i < 1000; i++) {
            log.put(test("a", i));
        }
        assertThat(events(1)).containsExactly("reset", "resource", "synced");
        assertThat(events(5000)).containsExactly("reset", "resource", "synced");
        assertThat(events(900)).hasSize(100);
    }

    @Test
    void onlyTheLatestEventsAreKept() throws Exception {
        for (int i = 0; i < 2000; i++) {
            log.event(new ChangeLog.Event("default", "LoadTest", "a", "Normal", "Step", "number " + i, "", 1));
        }
        List<ChangeLog.Change> all = log.after(-1, SHORT);
        assertThat(all).hasSize(502);
        assertThat(all.get(500).data()).contains("number 1999");
    }

    @Test
    void aWaitingReaderGetsTheNextChange() throws Exception {
        CompletableFuture<List<ChangeLog.Change>> reading = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                reading.complete(log.after(0, Duration.ofMinutes(1)));
            } catch (InterruptedException e) {
                reading.completeExceptionally(e);
            }
        });
        log.put(test("a", 1));
        assertThat(reading.get(1, TimeUnit.MINUTES)).extracting(ChangeLog.Change::event).containsExactly("resource");
        reader.join();
    }
}
