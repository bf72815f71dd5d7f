package io.fareswarm.operator.result.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fareswarm.operator.result.Runs;
import io.fareswarm.operator.result.Timeline;

import static org.assertj.core.api.Assertions.assertThat;

class ChartsTest {
    @Test
    void theChartsOfARestartedOperatorBeginWithTheStoredSeries() {
        Timeline whole = Runs.twoMinutes().timeline();
        Timeline restarted = new Timeline(List.of(), whole.seconds().subList(60, 120),
                new Timeline.LoadSpan(60, 120, true));
        Series stored = Series.of(0, List.of(), Runs.twoMinutes());
        Series none = new Series(1, 0, stored.tasks(), stored.bucketsMs(), List.of(), List.of(), 0);

        assertThat(Charts.of(restarted, stored)).hasSize(3).isEqualTo(Charts.of(whole, none));
        assertThat(Charts.of(whole, stored)).as("no second twice").isEqualTo(Charts.of(whole, none));
        assertThat(Charts.of(restarted, none)).isNotEqualTo(Charts.of(whole, none));
    }

    @Test
    void theRateOfARunThatIsStoppedWithinASecondDoesNotDropAtItsEnd() {
        Series none = new Series(1, 2, List.of("ride"), List.of(), List.of(), List.of(), 0);

        String rates = Charts.of(Runs.stopped(10).timeline(), none).getFirst();

        assertThat(rates.split(">200.0/s, failed 0<|0:0. {2}200.0/s, failed 0/s", -1)).hasSize(8);
        assertThat(rates).contains("0:07  no rate: too little load");
    }
}
