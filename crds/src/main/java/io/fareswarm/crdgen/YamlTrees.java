package io.fareswarm.crdgen;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Converts JSON trees from and to YAML.
final class YamlTrees {
    private static final ObjectMapper JSON = new ObjectMapper();

    private YamlTrees() {}

    static JsonNode read(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /// Writes block style, and integral numbers without a point.
    static String write(JsonNode tree) {
        DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2)
                .setIndicatorIndent(2).setIndentWithIndicator(true).setWidth(120).setSplitLines(false).build();
        return new Dump(settings).dumpToString(plain(JSON.convertValue(tree, new TypeReference<Object>() {
        })));
    }

    private static Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key, plain(item)));
                yield copy;
            }
            case List<?> list -> list.stream().map(YamlTrees::plain).toList();
            case Double number when number == Math.rint(number) -> BigDecimal.valueOf(number).toBigInteger();
            case null, default -> Objects.requireNonNull(value, "expected no null in a CRD");
        };
    }
}
