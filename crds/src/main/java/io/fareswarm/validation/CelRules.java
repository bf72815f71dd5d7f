package io.fareswarm.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import org.jspecify.annotations.Nullable;

/// Evaluates the CEL rules of a schema on all values that are structurally valid.
///
/// Skips rules on updates (`oldSelf`), as an API server does when a resource is created.
final class CelRules {
    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS).addLibraries(CelExtensions.strings())
            .addVar("self", SimpleType.DYN).build();
    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().addLibraries(CelExtensions.strings())
            .build();

    /// Compiled rules by their text; at most the number of rules in the CRDs.
    private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();

    void check(JsonNode value, Schema schema, String path, ProblemList problems) {
        if (!schema.rules().isEmpty() && problems.rulesMayRunAt(path)) {
            Map<String, Object> variables = Map.of("self", celValue(value, schema));
            for (Schema.Rule rule : schema.rules()) {
                if (!rule.expression().contains("oldSelf") && !holds(rule, variables)) {
                    String field = path.isEmpty() && !rule.fieldPath().isEmpty()
                            ? rule.fieldPath().substring(1)
                            : path + rule.fieldPath();
                    problems.add(field, rule.message() + found(value));
                }
            }
        }
        schema.visitChildren(value, path, (child, known, place) -> check(child, known, place, problems));
    }

    private static String found(JsonNode value) {
        return value.isValueNode() ? ", found " + StructuralRules.shown(value) : "";
    }

    private boolean holds(Schema.Rule rule, Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(program(rule.expression()).eval(variables));
        } catch (CelEvaluationException e) {
            // A rule that cannot be evaluated fails, as on an API server.
            return false;
        }
    }

    private CelRuntime.Program program(String expression) {
        return programs.computeIfAbsent(expression, rule -> {
            try {
                return runtime.createProgram(compiler.compile(rule).getAst());
            } catch (CelValidationException | CelEvaluationException e) {
                throw new IllegalStateException("expected a CEL rule in the CRD, found " + rule, e);
            }
        });
    }

    /// Converts a value to the types of the schema: a `number` becomes a double, also when written without a point.
    private static Object celValue(JsonNode value, @Nullable Schema schema) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.properties().forEach(field -> map.put(field.getKey(),
                        celValue(field.getValue(), schema == null ? null : schema.field(field.getKey()))));
                yield map;
            }
            case ARRAY -> value.valueStream()
                    .map(item -> celValue(item, schema == null ? null : schema.children().items())).toList();
            case NUMBER -> schema != null && schema.type().equals("integer")
                    ? (Object) value.longValue()
                    : (Object) value.doubleValue();
            case BOOLEAN -> value.booleanValue();
            default -> value.asText();
        };
    }
}
