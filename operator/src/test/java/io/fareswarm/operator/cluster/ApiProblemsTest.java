package io.fareswarm.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

import io.fareswarm.operator.ui.ManifestCheck.FieldProblem;

import static org.assertj.core.api.Assertions.assertThat;

class ApiProblemsTest {
    private static java.util.List<FieldProblem> of(String status) throws JsonProcessingException {
        return ApiProblems.of(new JsonMapper().readTree(status));
    }

    @Test
    void eachCauseIsAProblemAtItsField() throws JsonProcessingException {
        assertThat(of("""
                {"kind": "Status", "message": "LoadTest is invalid: many words", "details": {"causes": [
                  {"field": "spec.load.users.count", "message": "Invalid value: 0"},
                  {"field": "spec", "message": "at most one of duration, requests"}]}}
                """)).containsExactly(new FieldProblem("spec.load.users.count", "Invalid value: 0"),
                new FieldProblem("spec", "at most one of duration, requests"));
    }

    @Test
    void whatTheScaleSubresourceRepeatsAndWhatWasNotCheckedIsNoProblemAndAMapsKeyIsAField()
            throws JsonProcessingException {
        assertThat(of("""
                {"message": "LoadTest is invalid", "details": {"causes": [
                  {"field": "spec.workers.count", "message": "Invalid value: 0"},
                  {"field": ".spec.workers.count", "message": "Invalid value: 0"},
                  {"field": "spec.workers.resources.limits[cpu]", "message": "must be a quantity"},
                  {"field": "spec.tasks[0].name", "message": "Required value"},
                  {"field": "<nil>", "message": "some validation rules were not checked"}]}}
                """)).extracting(FieldProblem::path).containsExactly("spec.workers.count",
                "spec.workers.resources.limits.cpu", "spec.tasks[0].name");
    }

    @Test
    void eachUnknownFieldIsAProblemAtItsPath() throws JsonProcessingException {
        assertThat(
                of("""
                        {"message": "LoadTest in version \\"v1beta1\\" cannot be handled: strict decoding error: unknown field \\"spec.warmpu\\", duplicate field \\"spec.seed\\""}
                        """))
                .containsExactly(new FieldProblem("spec.warmpu", "unknown field \"spec.warmpu\""),
                        new FieldProblem("spec.seed", "duplicate field \"spec.seed\""));
    }

    @Test
    void aRejectionWithoutAFieldKeepsTheServersWords() throws JsonProcessingException {
        assertThat(of("{\"message\": \"admission webhook denied it\"}"))
                .containsExactly(new FieldProblem("", "admission webhook denied it"));
    }
}
