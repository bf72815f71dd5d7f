package io.fareswarm.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.Tls;
import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.IntervalQueue;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.load.report.ReportStore;
import io.fareswarm.load.send.ConnectionPool;
import io.fareswarm.load.send.SendLoop;
import io.fareswarm.load.send.TlsClient;
import io.fareswarm.load.send.TlsTrust;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.load.traffic.RequestGenerator;
import io.fareswarm.protocol.Slice;

/// One slice, made ready when it is created and run at most once, on two threads: one sends, one reports.
final class WorkerRun {
    private static final long LONGEST_TIMEOUT_MILLIS = 24L * 3600 * 1000;

    private volatile Slice slice;
    private final Phases phases;
    private final Pacer pace;
    private final RequestGenerator traffic;
    private final Expectations expectations;
    private final InetSocketAddress target;
    private final @Nullable TlsClient tls;
    private final IntervalQueue seconds;
    private final ReportStore reports;
    private volatile @Nullable SendLoop loop;

    /// One that needs no Secrets and no ConfigMaps.
    WorkerRun(Slice slice) {
        this(slice, ReferencedFiles.none());
    }

    /// Compiles the requests and resolves the target, once for the whole run.
    ///
    /// @throws IllegalArgumentException when the slice cannot be run, with what was expected and found
    ///
    /// @param references where the Secrets and ConfigMaps of the slice are
    WorkerRun(Slice slice, ReferencedFiles references) {
        this.slice = slice;
        require("run", slice.run());
        require("namespace", slice.namespace());
        require("loadtest", slice.loadtest());
        phases = Phases.of(slice);
        pace = Pacer.of(slice);
        if (slice.timeoutMillis() < 1 || slice.timeoutMillis() > LONGEST_TIMEOUT_MILLIS) {
            throw new IllegalArgumentException("expected timeoutMillis from 1 to " + LONGEST_TIMEOUT_MILLIS + ", found "
                    + slice.timeoutMillis());
        }
        if (slice.requests() != null && slice.requests() < 1) {
            throw new IllegalArgumentException("expected requests above 0, found " + slice.requests());
        }
        Load.Users users = slice.load().users();
        if (slice.requests() != null && users != null && users.count() != null && users.count() < slice.workers()) {
            throw new IllegalArgumentException("expected at least as many users as the " + slice.workers()
                    + " workers with requests, found " + users.count() + "; a worker without a user would never end");
        }
        URI url = url(slice.url());
        String path = url.getRawPath().endsWith("/")
                ? url.getRawPath().substring(0, url.getRawPath().length() - 1)
                : url.getRawPath();
        traffic = new RequestGenerator(slice.tasks(), url.getRawAuthority(), path, slice.seed(), references);
        expectations = new Expectations(slice.tasks());
        target = resolve(url);
        tls = url.getScheme().equals("https") ? tls(url, slice.tls(), references) : null;
        seconds = new IntervalQueue(slice.tasks().size(), slice.goodWithinNanos());
        reports = new ReportStore(slice, expectations, seconds.errorKeys());
    }

    /// A slice comes as JSON, where anything may be missing.
    private static void require(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("expected " + name + " in the slice, found none");
        }
    }

    private static URI url(@Nullable String text) {
        try {
            URI url = URI.create(String.valueOf(text));
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // told below, with the text
        }
        throw new IllegalArgumentException(
                "expected url as http:// or https://HOST:PORT with an optional path, found " + text);
    }

    private static InetSocketAddress resolve(URI url) {
        try {
            return new InetSocketAddress(InetAddress.getByName(url.getHost()), port(url));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "expected a host that resolves in url, found " + url.getHost() + "; check the name and the DNS", e);
        }
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    }

    private static TlsClient tls(URI url, @Nullable Tls tls, ReferencedFiles references) {
        String host = url.getHost().startsWith("[")
                ? url.getHost().substring(1, url.getHost().length() - 1)
                : url.getHost();
        return new TlsClient(TlsTrust.of(tls, references), host, port(url), tls == null || !tls.insecureSkipVerify());
    }

    /// How many requests this worker starts at most.
    private long requests() {
        Long all = slice.requests();
        return all == null ? Long.MAX_VALUE : Math.max(0, slice.share(all) - slice.requestsBefore());
    }

    /// From its barrier until it begins, nanoseconds.
    long from() {
        return phases.from();
    }

    Slice slice() {
        return slice;
    }

    ReportStore reports() {
        return reports;
    }

    /// Why the run broke off; null while all is well.
    @Nullable
    String problem() {
        SendLoop sending = loop;
        return sending == null ? null : sending.problem();
    }

    /// Begins: from now on the run counts towards its barrier.
    ///
    /// @param clock nanoseconds from the barrier, negative before it
    /// @param whenFinished called once, after the last second is in the reports
    /// @throws IOException when the system gives no selector
    synchronized void start(LongSupplier clock, Runnable whenFinished) throws IOException {
        // What can fail comes first: a recorder keeps one of the seconds that circulate.
        ConnectionPool connections = new ConnectionPool(target, tls);
        Recorder recorder = new Recorder(expectations, phases, seconds);
        SendLoop sending = new SendLoop(pace, phases, traffic, recorder, clock, connections,
                slice.incarnation(), requests(), slice.timeoutMillis() * 1_000_000);
        loop = sending;
        Thread.ofPlatform().name("send").daemon().uncaughtExceptionHandler((thread, e) -> e.printStackTrace())
                .start(sending);
        Thread.ofPlatform().name("report").daemon().start(() -> report(whenFinished));
    }

    private void report(Runnable whenFinished) {
        try {
            for (IntervalCounts second = seconds.take(); second != null; second = seconds.take()) {
                reports.add(second);
                seconds.giveBack(second);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reports.finish(seconds.elapsedNanos());
            whenFinished.run();
        }
    }

    /// Takes a later revision of the slice, after the start.
    ///
    /// @throws IllegalArgumentException when it cannot be run
    synchronized void change(Slice revised) {
        Pacer changed = Pacer.of(revised);
        long end = Phases.of(revised).end();
        if (changed.getClass() != pace.getClass()) {
            throw new IllegalArgumentException("expected the same kind of load in every revision");
        }
        slice = revised;
        if (loop != null) {
            loop.change(changed, end);
        }
    }

    /// Lets nothing new start. A run that was not started yet is finished by that, with nothing measured.
    synchronized void stop() {
        SendLoop sending = loop;
        if (sending != null) {
            sending.stop();
        } else {
            reports.finish(0);
        }
    }

    synchronized boolean isDraining() {
        SendLoop sending = loop;
        return sending != null && sending.isDraining();
    }
}
