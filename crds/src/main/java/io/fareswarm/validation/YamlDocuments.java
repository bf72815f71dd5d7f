package io.fareswarm.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML into trees that know their lines.
///
/// Bounded: [#MAX_LENGTH] characters, [#MAX_DOCUMENTS] documents, [#MAX_DEPTH] levels. Anchors, aliases and merge keys
/// are refused, as a small text could grow without bound by them; so are keys that occur twice and tags.
final class YamlDocuments {
    /// Characters of one text.
    static final int MAX_LENGTH = 1 << 20;

    /// Documents of one text that are not empty.
    static final int MAX_DOCUMENTS = 100;

    /// Levels of lists and maps.
    static final int MAX_DEPTH = 40;

    private final Iterator<Event> events;
    private Map<String, Integer> lines = new HashMap<>();

    private YamlDocuments(String text) {
        this.events = new Parse(LoadSettings.builder().setCodePointLimit(MAX_LENGTH).build()).parseString(text)
                .iterator();
    }

    /// One document.
    ///
    /// @param lines the line, from 1, at which each place begins, by its path
    record Document(JsonNode tree, Map<String, Integer> lines) {

        /// The line of a place, or of what it would be in.
        int lineOf(String path) {
            String place = path;
            while (!lines.containsKey(place)) {
                place = place.substring(0, Math.max(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('['))));
            }
            return lines.getOrDefault(place, 1);
        }
    }

    /// The documents of a text, without the empty ones.
    static List<Document> read(String text) throws YamlException {
        if (text.length() > MAX_LENGTH) {
            throw new YamlException(1, "expected at most " + MAX_LENGTH + " characters, found " + text.length());
        }
        try {
            return new YamlDocuments(text).documents();
        } catch (MarkedYamlEngineException e) {
            throw new YamlException(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
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
                if (documents.size() > MAX_DOCUMENTS) {
                    throw new YamlException(line(start),
                            "expected at most " + MAX_DOCUMENTS + " documents, found more");
                }
            }
        }
        return documents;
    }

    private JsonNode value(Event event, String path, int depth) throws YamlException {
        lines.putIfAbsent(path, line(event));
        if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            throw new YamlException(line(event), "expected each value written out, found an anchor or an alias");
        }
        if (event instanceof CollectionStartEvent collection && collection.getTag().isPresent()) {
            throw new YamlException(line(event), "expected no tag but !!str, found " + collection.getTag().get());
        }
        if (depth > MAX_DEPTH) {
            throw new YamlException(line(event), "expected at most " + MAX_DEPTH + " levels, found more");
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent _ -> list(path, depth);
            case MappingStartEvent _ -> map(path, depth);
            default -> throw new YamlException(line(event), "expected a value, found " + event);
        };
    }

    private static JsonNode scalar(ScalarEvent scalar) throws YamlException {
        String tag = scalar.getTag().orElse("");
        return switch (tag) {
            case "" -> scalar.isPlain()
                    ? YamlScalar.plain(scalar.getValue())
                    : JsonNodeFactory.instance.textNode(scalar.getValue());
            case "tag:yaml.org,2002:str", "!" -> JsonNodeFactory.instance.textNode(scalar.getValue());
            default -> throw new YamlException(line(scalar), "expected no tag but !!str, found " + tag);
        };
    }

    private ArrayNode list(String path, int depth) throws YamlException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            list.add(value(event, FieldPaths.item(path, list.size()), depth + 1));
        }
        return list;
    }

    private ObjectNode map(String path, int depth) throws YamlException {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            if (!(event instanceof ScalarEvent key) || key.getAnchor().isPresent()) {
                throw new YamlException(line(event),
                        "expected a word as key, found a list, a map, an anchor or an alias");
            }
            String name = key.getValue();
            String place = FieldPaths.field(path, name);
            if (key.isPlain() && name.equals("<<")) {
                throw new YamlException(line(event), "expected each field written out, found the merge key <<");
            }
            if (map.has(name)) {
                throw new YamlException(line(event), "expected each key once, found " + place + " again");
            }
            lines.put(place, line(event));
            map.set(name, value(events.next(), place, depth + 1));
        }
        return map;
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
