package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.fareswarm.message.FailureCause;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.result.RoomExhausted;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.operator.run.WorkerView.Unread;
import io.fareswarm.protocol.PermittedAddresses;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// One worker of a [WorkerFleet]: its process, the connection to it, and its last status. Not thread-safe. Methods that call
/// the worker throw the exceptions of [WorkerClient].
final class FleetWorker {
    /// Number of consecutive slow responses after which a worker is not called again.
    private static final int MAX_SLOW_RESPONSES = 3;

    private final Function<URI, WorkerClient> connect;
    private WorkerProcess process;
    private @Nullable WorkerClient client;
    private @Nullable WorkerStatus status;
    private Instant respondedAt;
    private @Nullable ClockReading clock;
    private @Nullable String rejection;
    private @Nullable Unread unread;
    private int slowResponses;
    /// The addresses that the worker has, or does not take; null if that is not known.
    private @Nullable PermittedAddresses permitted;
    private boolean stored;
    private boolean released;

    /// @param now time of the first observation; the silence of a worker that never responds counts from it
    FleetWorker(WorkerProcess process, Function<URI, WorkerClient> connect, Instant now) {
        this.process = process;
        this.connect = connect;
        this.respondedAt = now;
    }

    /// Restores the status of a worker whose reports are stored.
    void restore(WorkerStatus last) {
        status = last;
        stored = true;
    }

    void update(WorkerProcess now) {
        process = now;
    }

    String id() {
        return process.id();
    }

    boolean isAlive() {
        return process.ended() == null;
    }

    /// Whether everything that the worker reported is stored outside this process.
    boolean isStored() {
        return stored;
    }

    void stored(boolean all) {
        stored = all;
    }

    /// Whether the worker broke the protocol, so that it is not called again.
    boolean isQuarantined() {
        return unread != null && unread.isFinal();
    }

    /// Reads the report after a second; -1 for everything.
    ///
    /// @param add adds the report to the results; the worker has responded if it does not throw
    void poll(long after, Consumer<Report> add) throws IOException, InterruptedException {
        try {
            WorkerResponse<Report> response = client().report(after);
            add.accept(response.body());
            receive(response.body().status(), response.clock());
        } catch (IOException e) {
            unread(e);
            throw e;
        } catch (RoomExhausted e) {
            throw noRoom(e);
        } catch (RuntimeException e) {
            // Whatever a report contains, it disturbs no other worker.
            ProtocolViolation violation = new ProtocolViolation(FailureCause.of(e));
            unread(violation);
            throw violation;
        }
    }

    private NoRoom noRoom(RoomExhausted e) {
        NoRoom full = new NoRoom("the operator's memory has no room for more measurements of this namespace: "
                + e.getMessage());
        unread(full);
        return full;
    }

    private void unread(IOException failure) {
        slowResponses = failure instanceof SlowResponse ? slowResponses + 1 : 0;
        if (failure instanceof ProtocolViolation || slowResponses == MAX_SLOW_RESPONSES) {
            unread = new Unread(String.valueOf(failure.getMessage()), true);
        } else if (failure instanceof NoRoom || failure instanceof SlowResponse || failure instanceof WorkerRejection) {
            unread = new Unread(String.valueOf(failure.getMessage()), false);
        }
    }

    /// Sends a call that the worker responds to with its status.
    void send(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        try {
            WorkerResponse<WorkerStatus> response = client().send(method, path, body);
            receive(response.body(), response.clock());
            if (body instanceof Slice slice) {
                permitted = permitted(slice);
            }
        } catch (WorkerRejection e) {
            if (e.isFinal()) {
                rejection = e.getMessage();
            }
            throw e;
        } catch (IOException e) {
            unread(e);
            throw e;
        }
    }

    private static @Nullable PermittedAddresses permitted(Slice slice) {
        Route route = slice.target().route();
        return route.addresses().isEmpty()
                ? null
                : new PermittedAddresses(slice.run().id(), route.addresses(), route.showsResponses());
    }

    /// Whether the worker has a slice of the run, and maybe other permitted addresses than these.
    boolean needs(PermittedAddresses now) {
        return isAlive() && !isQuarantined() && status != null && status.assignment() != null
                && status.assignment().run().equals(now.run()) && status.state() != WorkerState.Finished
                && !now.equals(permitted);
    }

    /// Sends the only addresses to which the target's host may resolve.
    void permit(PermittedAddresses now) throws IOException, InterruptedException {
        permitted = null; // the worker may have them without a response
        try {
            send("PUT", WorkerProtocol.ADDRESSES, now);
        } catch (WorkerRejection e) {
            if (!e.isNotApplicable()) {
                throw e;
            }
        }
        permitted = now;
    }

    /// Sends the start barrier, converted to the worker's clock. Does nothing before the first response, which has the
    /// reading of that clock.
    void start(String run, Instant barrier) throws IOException, InterruptedException {
        if (clock != null) {
            send("POST", WorkerProtocol.START, new StartOrder(run, clock.nanosAt(barrier)));
        }
    }

    /// Sends that the results are stored, so that the worker may exit.
    void release() throws IOException, InterruptedException {
        send("POST", WorkerProtocol.DONE, null);
        released = true;
    }

    WorkerView view(ResultAccumulator results) {
        return new WorkerView(id(), process.identity(),
                new WorkerView.ProcessState(process.ended(), process.problem(), process.disruption()),
                new WorkerView.Responses(status, respondedAt, rejection, unread),
                new WorkerView.Reports(results.measuredSeconds(id()), results.requests(id()), results.reportedAll(id()),
                        stored, released));
    }

    /// The entry to store for this worker, which is lost or has left; empty if it never responded.
    Optional<LostWorker> asLost(ResultAccumulator results) {
        return Optional.ofNullable(status)
                .map(last -> new LostWorker(isAlive()
                        ? process.ended(results.reportedAll(id()) ? "left" : "does not respond")
                        : process, results.report(id(), last)));
    }

    private WorkerClient client() throws IOException {
        URI address = process.address();
        if (address == null || !isAlive() || isQuarantined()) {
            throw new IOException(id() + " does not listen");
        }
        if (client == null) {
            client = connect.apply(address);
        }
        return client;
    }

    private void receive(WorkerStatus last, ClockReading reading) {
        status = last;
        unread = null;
        slowResponses = 0;
        respondedAt = reading.at();
        clock = clock == null ? reading : clock.moreCertain(reading);
    }
}
