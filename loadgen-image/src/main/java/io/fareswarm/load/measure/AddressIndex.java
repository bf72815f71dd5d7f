package io.fareswarm.load.measure;

import java.util.HashMap;
import java.util.Map;

import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Index of the target's addresses in a run. It gives each address a number, so that counting a request is an array access.
/// The first [WorkerProtocol#MAX_ADDRESSES] addresses have numbers of their own; all further ones share a number, which is
/// reported as [AddressReport#OTHERS]. A number is valid for the whole run, so intervals add up to the total.
///
/// Only the send thread adds addresses. Another thread may read one if it got the number in an interval.
public final class AddressIndex {
    /// Upper bound of all numbers.
    static final int CAPACITY = WorkerProtocol.MAX_ADDRESSES + 1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final String[] texts = new String[CAPACITY];

    public AddressIndex() {
        texts[CAPACITY - 1] = AddressReport.OTHERS;
    }

    /// The number of an address. A new address gets one, as long as there are numbers.
    ///
    /// @param address IP address as text
    public int number(String address) {
        Integer known = numbers.get(address);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == WorkerProtocol.MAX_ADDRESSES) {
            return number;
        }
        texts[number] = address;
        numbers.put(address, number);
        return number;
    }

    /// The address with a number.
    String text(int number) {
        return texts[number];
    }
}
