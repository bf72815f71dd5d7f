package io.fareswarm.operator.result.report;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;

/// `junit.xml` for CI servers: a test case for the validity of the measurement, and one for each threshold.
public record JUnitXml(XMLStreamWriter xml) {
    /// Characters that XML 1.0 does not allow.
    private static final Pattern ILLEGAL = Pattern
            .compile("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    /// The text of the file. Characters that XML does not allow become U+FFFD. XML readers replace tabs and line ends in
    /// names by spaces.
    ///
    /// @param invalid why the measurement is not valid, or why the run ended in phase Error; empty if it is valid
    /// @param ended how the run ended, such as early; may be empty
    /// @param elapsed length of the run
    public static String of(String name, LoadTestStatus status, Optional<String> invalid, String ended,
            Duration elapsed) {
        StringWriter text = new StringWriter();
        try {
            new JUnitXml(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text))
                    .write(name, status, invalid, ended, elapsed);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a StringWriter does not fail", e);
        }
        return text + "\n";
    }

    private void write(String name, LoadTestStatus status, Optional<String> invalid, String ended, Duration elapsed)
            throws XMLStreamException {
        List<ThresholdResult> thresholds = status.thresholds() == null ? List.of() : status.thresholds();
        boolean error = status.phase() == Phase.Error;
        long failures = thresholds.stream().filter(one -> !one.passed()).count()
                + (invalid.isPresent() && !error ? 1 : 0);
        String[] counts = {"tests", Integer.toString(thresholds.size() + 1), "failures", Long.toString(failures),
                "errors", error ? "1" : "0", "skipped", "0", "time",
                BigDecimal.valueOf(elapsed.toMillis(), 3).toPlainString()};
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        attributes("name", "fareswarm");
        attributes(counts);
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        attributes("name", name);
        attributes(counts);
        Run run = status.run();
        if (run != null && run.startedAt() != null) {
            attributes("timestamp", run.startedAt());
        }
        testCase(name, "measurement is valid", error ? "error" : "failure", error ? "Error" : "Invalid",
                error ? Optional.of(invalid.orElse("the run ended in phase Error")) : invalid);
        for (ThresholdResult one : thresholds) {
            testCase(name, one.name(), "failure", "Failed", one.passed()
                    ? Optional.empty()
                    : Optional.of("expected %s, observed %s".formatted(one.limit(), one.observed())));
        }
        if (!ended.isEmpty()) {
            xml.writeCharacters("\n    ");
            xml.writeStartElement("system-out");
            xml.writeCharacters(ILLEGAL.matcher(ended).replaceAll("\uFFFD"));
            xml.writeEndElement();
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private void testCase(String suite, String name, String problem, String type, Optional<String> message)
            throws XMLStreamException {
        String[] attributes = {"classname", "fareswarm." + suite, "name", name, "time", "0"};
        xml.writeCharacters("\n    ");
        if (message.isEmpty()) {
            xml.writeEmptyElement("testcase");
            attributes(attributes);
            return;
        }
        xml.writeStartElement("testcase");
        attributes(attributes);
        xml.writeEmptyElement(problem);
        attributes("type", type, "message", message.get());
        xml.writeEndElement();
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            xml.writeAttribute(namesAndValues[i], ILLEGAL.matcher(namesAndValues[i + 1]).replaceAll("\uFFFD"));
        }
    }
}
