package io.fareswarm.operator.result.text;

import java.util.List;

import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.text.Table.Align;
import io.fareswarm.operator.result.text.Table.Cell;
import io.fareswarm.operator.result.text.Table.TableColumn;
import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.BoundedSum;

/// Table of the requests by address of the target.
public final class AddressTable {
    private static final int MOST_ROWS = 10;

    private AddressTable() {}

    /// A header, and a row for each of the ten addresses with the most requests; then the number of further ones. Empty if there is
    /// one address only.
    ///
    /// @param addresses most requests first
    public static List<String> lines(List<AddressReport> addresses, int width, Ansi ansi) {
        if (addresses.size() < 2) {
            return List.of();
        }
        Table table = new Table(List.of(new TableColumn("Address of the target", Align.LEFT, 99),
                new TableColumn("Requests", Align.RIGHT, 90), new TableColumn("Share", Align.RIGHT, 50),
                new TableColumn("Fails", Align.RIGHT, 80)), ansi);
        long all = BoundedSum.of(addresses, AddressReport::requests);
        List<AddressReport> shown = addresses.size() > MOST_ROWS + 1 ? addresses.subList(0, MOST_ROWS) : addresses;
        shown.forEach(one -> table.add(row(name(one), one.requests(), one.failures(), all, ansi)));
        List<AddressReport> rest = addresses.subList(shown.size(), addresses.size());
        if (!rest.isEmpty()) {
            table.add(row("others, see result.json", BoundedSum.of(rest, AddressReport::requests),
                    BoundedSum.of(rest, AddressReport::failures), all, ansi));
        }
        return table.lines(width);
    }

    private static List<Cell> row(String name, long requests, long failures, long all, Ansi ansi) {
        return List.of(new Cell(name), new Cell(NumberFormats.count(requests)),
                new Cell(NumberFormats.percent(requests, all)),
                failures > 0
                        ? new Cell(NumberFormats.count(failures), ansi::red)
                        : new Cell(NumberFormats.count(failures)));
    }

    /// The name of an address, or of several ones, in a table.
    public static String name(AddressReport address) {
        return address.areOthers() ? "other addresses" : address.address();
    }
}
