package io.fareswarm.validation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import org.jspecify.annotations.Nullable;

/// Evaluates the CEL rules of a schema, each at the places where what it speaks of is well-formed.
///
/// Rules about a change (`oldSelf`) are left out, as they are for a resource that is new: a manifest has no predecessor.
final class CelRules {
    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS).addVar("self", SimpleType.DYN).build();
    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().build();

    /// By the rule's text: a rule is compiled when it is first met, and there are as many as the CRDs have.
    private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();

    void check(JsonNode value, Schema schema, String path, ProblemList findings) {
        if (!schema.rules().isEmpty() && findings.rulesMayRunAt(path)) {
            Map<String, Object> variables = Map.of("self", celValue(value, schema));
            for (Schema.Rule rule : schema.rules()) {
                if (!rule.expression().contains("oldSelf") && !holds(rule, variables)) {
                    findings.add(path + rule.fieldPath(), rule.message() + found(value));
                }
            }
        }
        if (value instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                Schema known = schema.field(field.getKey());
                if (known != null) {
                    check(field.getValue(), known, FieldPaths.field(path, field.getKey()), findings);
                }
            });
        } else if (schema.items() != null) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), schema.items(), FieldPaths.item(path, i), findings);
            }
        }
    }

    private static String found(JsonNode value) {
        return value.isValueNode() ? ", found " + StructuralRules.shown(value) : "";
    }

    private boolean holds(Schema.Rule rule, Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(program(rule.expression()).eval(variables));
        } catch (CelEvaluationException e) {
            // As in a cluster, a rule that cannot be evaluated is not kept.
            return false;
        }
    }

    private CelRuntime.Program program(String expression) {
        return programs.computeIfAbsent(expression, rule -> {
            try {
                return runtime.createProgram(compiler.compile(rule).getAst());
            } catch (CelValidationException | CelEvaluationException e) {
                throw new IllegalStateException("expected a rule in CEL in the CRD, found " + rule, e);
            }
        });
    }

    /// The value in the types that the schema gives it: a `number` is a double even where it is written without a point.
    private static Object celValue(JsonNode value, @Nullable Schema schema) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.properties().forEach(field -> map.put(field.getKey(),
                        celValue(field.getValue(), schema == null ? null : schema.field(field.getKey()))));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = value.valueStream()
                        .map(item -> celValue(item, schema == null ? null : schema.items())).toList();
                yield list;
            }
            case NUMBER -> schema != null && schema.type().equals("integer")
                    ? (Object) value.longValue()
                    : (Object) value.doubleValue();
            case BOOLEAN -> value.booleanValue();
            default -> value.asText();
        };
    }
}
