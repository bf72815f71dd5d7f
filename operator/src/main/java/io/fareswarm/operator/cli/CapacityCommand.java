package io.fareswarm.operator.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.fareswarm.operator.local.BadInput;

/// `fareswarm capacity`: searches for the capacity of a URL, with limits from flags.
@Command(name = "capacity", mixinStandardHelpOptions = true, sortOptions = false, description = "Find out how many requests a second an HTTP service takes within limits. Without --rides, the requests are GET requests to URL "
        + "that expect 2xx.")
final class CapacityCommand implements Callable<Integer> {
    @Option(names = "--p99", paramLabel = "TIME", description = "Limit on the 99th percentile of the latency, such as 250ms.")
    private @Nullable String p99;

    @Option(names = "--p95", paramLabel = "TIME", description = "Limit on the 95th percentile of the latency.")
    private @Nullable String p95;

    @Option(names = "--p50", paramLabel = "TIME", description = "Limit on the median latency.")
    private @Nullable String p50;

    @Option(names = "--failures", paramLabel = "PERCENT", defaultValue = "1%", description = "Limit on the share of failed requests. Default: 1%%.")
    private String failures = "1%";

    @Option(names = "--min", paramLabel = "RATE", description = "Least capacity for the verdict Passed, requests per second. Default: any.")
    private @Nullable Double min;

    @Option(names = "--start", paramLabel = "RATE", defaultValue = "50", description = "Requests per second of the first step. Default: ${DEFAULT-VALUE}.")
    private double start;

    @Option(names = "--max", paramLabel = "RATE", defaultValue = "20000", description = "Maximum rate of a step, requests per second. Default: ${DEFAULT-VALUE}.")
    private double max;

    @Option(names = "--precision", paramLabel = "PERCENT", defaultValue = "5%", description = "Distance of the bounds at which the search ends. Default: 5%%.")
    private String precision = "5%";

    @Option(names = "--confidence", paramLabel = "PERCENT", defaultValue = "95%", description = "Probability that the bounds contain the capacity. Default: 95%%.")
    private String confidence = "95%";

    @Option(names = {"-t",
            "--time"}, paramLabel = "TIME", defaultValue = "10m", description = "Maximum length of the search. Default: ${DEFAULT-VALUE}.")
    private String time = "10m";

    @Mixin
    private final UrlOptions url = new UrlOptions();

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        ObjectNode manifest = url.manifest("capacity");
        ObjectNode spec = manifest.withObject("spec");
        spec.putObject("load").putObject("capacity").put("start", start).put("max", max).put("precision", precision)
                .put("confidence", confidence).put("time", time);
        ArrayNode thresholds = spec.putArray("thresholds");
        latency(thresholds, 99, p99);
        latency(thresholds, 95, p95);
        latency(thresholds, 50, p50);
        thresholds.addObject().put("name", "failures").putObject("failureRatio").put("max", failures);
        if (min != null) {
            thresholds.addObject().put("name", "capacity").putObject("capacity").put("min", min);
        }
        return url.run(manifest);
    }

    private static void latency(ArrayNode thresholds, int percentile, @Nullable String limit) {
        if (limit != null) {
            thresholds.addObject().put("name", "p" + percentile).putObject("latency").put("percentile", percentile)
                    .put("max", limit);
        }
    }
}
