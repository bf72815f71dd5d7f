package io.fareswarm.operator.result.text;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.fareswarm.protocol.AddressReport;

import static org.assertj.core.api.Assertions.assertThat;

class AddressTableTest {
    @Test
    void severalAddressesHaveARowEachAndOneHasNone() {
        AddressReport one = new AddressReport("10.0.0.1", 2000, 1);
        assertThat(AddressTable.lines(List.of(one), 80, Ansi.OFF)).isEmpty();
        assertThat(AddressTable.lines(
                List.of(one, new AddressReport("fd00:0:0:0:0:0:0:7", 999, 0),
                        new AddressReport(AddressReport.OTHERS, 1, 0)),
                80, Ansi.OFF))
                .containsExactly("Address of the target  Requests  Share  Fails",
                        "10.0.0.1                  2,000  66.7%      1",
                        "fd00:0:0:0:0:0:0:7          999  33.3%      0",
                        "other addresses               1   0.0%      0");
    }

    @Test
    void theTableHasTenAddressesAndTheSumOfTheRest() {
        List<AddressReport> many = new ArrayList<>();
        for (int last = 1; last <= 64; last++) {
            many.add(new AddressReport("10.0.0." + last, 10, 2));
        }
        assertThat(AddressTable.lines(many, 80, Ansi.OFF)).hasSize(12).last()
                .isEqualTo("others, see result.json       540  84.4%    108");
    }
}
