package io.fareswarm.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML into JSON trees with the line of each value.
///
/// Bounded: [#MAX_LENGTH] characters, [#MAX_DOCUMENTS] documents, [#MAX_DEPTH] levels. Rejects anchors, aliases and merge
/// keys, because they let a small text expand without bound, and also duplicate keys and tags other than `!!str`. The
/// library's Composer checks neither depth nor duplicate keys, so this class reads parse events.
final class YamlDocuments {
    /// Maximum number of characters of a text.
    static final int MAX_LENGTH = 1 << 20;

    private static final int MAX_DOCUMENTS = 100;
    private static final int MAX_DEPTH = 40;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Iterator<Event> events;
    private Map<String, Integer> lines = new HashMap<>();

    private YamlDocuments(String text) {
        this.events = new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    /// A document that is not empty.
    ///
    /// @param tree content of the document
    /// @param lines line of each value, from 1, by the path of the value
    record Document(JsonNode tree, Map<String, Integer> lines) {
        /// The line of a value, or of the closest existing value around it.
        int lineOf(String path) {
            String place = path;
            while (!lines.containsKey(place)) {
                place = place.substring(0, Math.max(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('['))));
            }
            return lines.getOrDefault(place, 1);
        }
    }

    /// Reads the documents of a text and leaves out empty ones.
    static List<Document> read(String text) throws YamlException {
        if (text.length() > MAX_LENGTH) {
            throw new YamlException(1, "expected at most " + MAX_LENGTH + " characters, found " + text.length());
        }
        try {
            return new YamlDocuments(text).documents();
        } catch (MarkedYamlEngineException e) {
            throw new YamlException(line(e.getProblemMark()),
                    "expected YAML, found a mistake in it: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new YamlException(1, "expected YAML, found a mistake in it: " + e.getMessage());
        }
    }

    private List<Document> documents() throws YamlException {
        List<Document> documents = new ArrayList<>();
        while (events.hasNext()) {
            if (events.next() instanceof DocumentStartEvent start) {
                lines = new HashMap<>();
                JsonNode tree = value(events.next(), FieldPaths.ROOT, 0);
                if (!tree.isNull()) {
                    documents.add(new Document(tree, lines));
                }
                check(documents.size() <= MAX_DOCUMENTS, start,
                        "expected at most " + MAX_DOCUMENTS + " documents, found more");
            }
        }
        return documents;
    }

    private JsonNode value(Event event, String path, int depth) throws YamlException {
        lines.putIfAbsent(path, line(event.getStartMark()));
        check(event instanceof NodeEvent node && node.getAnchor().isEmpty(), event,
                "expected each value written out, found an anchor or an alias");
        check(depth <= MAX_DEPTH, event, "expected at most " + MAX_DEPTH + " levels, found more");
        String tag = (event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag())
                .orElse("");
        boolean text = event instanceof ScalarEvent && (tag.equals("!") || tag.equals("tag:yaml.org,2002:str"));
        check(tag.isEmpty() || text, event, "expected no tag but !!str, found " + tag);
        if (event instanceof ScalarEvent scalar) {
            return text || !scalar.isPlain() ? JSON.textNode(scalar.getValue()) : YamlScalar.plain(scalar.getValue());
        }
        return event instanceof SequenceStartEvent ? list(path, depth) : map(path, depth);
    }

    private ArrayNode list(String path, int depth) throws YamlException {
        ArrayNode list = JSON.arrayNode();
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            list.add(value(event, FieldPaths.item(path, list.size()), depth + 1));
        }
        return list;
    }

    private ObjectNode map(String path, int depth) throws YamlException {
        ObjectNode map = JSON.objectNode();
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            check(event instanceof ScalarEvent scalar && scalar.getAnchor().isEmpty(), event,
                    "expected a word as key, found a list, a map, an anchor or an alias");
            ScalarEvent key = (ScalarEvent) event;
            String name = key.getValue();
            String place = FieldPaths.field(path, name);
            check(!key.isPlain() || !name.equals("<<"), key, "expected each field written out, found the merge key <<");
            check(!map.has(name), key, "expected each key once, found " + place + " again");
            lines.put(place, line(key.getStartMark()));
            map.set(name, value(events.next(), place, depth + 1));
        }
        return map;
    }

    private static void check(boolean valid, Event event, String message) throws YamlException {
        if (!valid) {
            throw new YamlException(line(event.getStartMark()), message);
        }
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }

    /// Thrown if a text is not YAML, or uses a YAML feature that manifests must not use.
    static final class YamlException extends Exception {
        /// Line of the mistake, from 1.
        final int line;

        private YamlException(int line, String message) {
            super(message);
            this.line = line;
        }
    }
}
