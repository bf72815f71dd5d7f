package io.fareswarm.operator.run;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.operator.result.Runs;

import static org.assertj.core.api.Assertions.assertThat;

class RunPlanTest {
    @Test
    void aPlansDurationIsThatOfItsStagesOrOfItsSpecOrAMinute() {
        LoadTestSpec plain = Runs.spec();
        assertThat(RunPlan.of(plain).duration()).hasSeconds(10);
        assertThat(RunPlan.of(with(plain, plain.load())).duration()).hasMinutes(1);
        assertThat(RunPlan.of(with(plain, new Load(new Load.Users(null, null,
                List.of(new Load.UserStage("1m30s", 5, Load.Shape.ramp), new Load.UserStage("2s", 0, Load.Shape.step)),
                new Load.Wait(null, "0s", null, null)), null))).duration()).hasSeconds(92);
        assertThat(RunPlan.of(with(plain, new Load(null, new Load.Arrivals(null,
                List.of(new Load.RateStage("1500ms", 5, Load.Shape.ramp)), Load.Distribution.poisson, 10))))
                .duration()).hasMillis(1500);
    }

    private static LoadTestSpec with(LoadTestSpec spec, Load load) {
        return Specs.with(Specs.with(spec, "duration", null), "load", load);
    }
}
