package io.fareswarm.load.pace;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.api.worker.LoadChange;
import io.fareswarm.api.worker.Slice;

/// How a run's numbered things, users or arrivals, are dealt out to its workers: in a hand of W workers, number k is worker
/// k mod W's. A hand lasts until an edit changes how many workers there are. Pure; times are nanoseconds from the start
/// barrier.
final class Deal {
    private final int worker;
    private final List<Hand> hands;

    /// @param from when it begins
    /// @param workers how many share in it
    private record Hand(long from, int workers) {}

    private Deal(int worker, List<Hand> hands) {
        this.worker = worker;
        this.hands = hands;
    }

    /// @throws IllegalArgumentException when the slice's worker is in no hand, or one has no workers
    static Deal of(Slice slice) {
        List<Hand> hands = new ArrayList<>(List.of(new Hand(0, slice.workers())));
        for (LoadChange change : slice.loadChanges()) {
            if (change.workers() != null && change.workers() != hands.getLast().workers()) {
                hands.add(new Hand(change.second() * Phases.SECOND, change.workers()));
            }
        }
        for (int hand = 1; hand < hands.size(); hand++) {
            if (hands.get(hand).from() <= hands.get(hand - 1).from()) {
                throw new IllegalArgumentException("expected changes of the number of workers in the order of their "
                        + "seconds, found " + slice.loadChanges());
            }
        }
        int most = hands.stream().mapToInt(Hand::workers).max().orElseThrow();
        int least = hands.stream().mapToInt(Hand::workers).min().orElseThrow();
        if (least < 1 || slice.worker() < 0 || slice.worker() >= most) {
            throw new IllegalArgumentException("expected a worker from 0 to workers - 1, found worker " + slice.worker()
                    + " of " + most);
        }
        return new Deal(slice.worker(), List.copyOf(hands));
    }

    int hands() {
        return hands.size();
    }

    /// The hand at that time.
    int hand(long time) {
        int hand = 0;
        while (hand + 1 < hands.size() && hands.get(hand + 1).from() <= time) {
            hand++;
        }
        return hand;
    }

    long begins(int hand) {
        return hands.get(hand).from();
    }

    /// [Long#MAX_VALUE] for the last one.
    long ends(int hand) {
        return hand + 1 < hands.size() ? hands.get(hand + 1).from() : Long.MAX_VALUE;
    }

    /// How many workers share in it.
    int workers(int hand) {
        return hands.get(hand).workers();
    }

    /// Whether the worker shares in it.
    boolean shares(int hand) {
        return worker < workers(hand);
    }

    /// Whether a number is the worker's in a hand.
    boolean has(int hand, long number) {
        return number % workers(hand) == worker;
    }

    /// The worker's first number from `number` on in a hand in which it shares.
    long next(int hand, long number) {
        return number + Math.floorMod(worker - number, workers(hand));
    }

    /// How many of the numbers 0 to total - 1 the worker has in a hand.
    long share(int hand, long total) {
        return shares(hand) ? Slice.share(total, worker, workers(hand)) : 0;
    }

    /// Until when a number stays the worker's, from a time on at which it is; that time when it is not.
    long keeps(long number, long time) {
        int hand = hand(time);
        long until = time;
        while (hand < hands.size() && has(hand, number)) {
            until = ends(hand++);
        }
        return until;
    }

    /// When the worker has nothing more to do, however long the run lasts; [Long#MAX_VALUE] when it shares in the last hand.
    long leaves() {
        int last = hands.size();
        while (!shares(last - 1)) {
            last--;
        }
        return ends(last - 1);
    }
}
