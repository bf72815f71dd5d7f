package io.fareswarm.model.train;

/// Where in a CSV row a character leads, as in pandas' tokenizer: quotes count from a field's start only.
///
/// | state  | `"`    | `,`    | line end | other  |
/// |--------|--------|--------|----------|--------|
/// | START  | QUOTED | START  | row ends | TEXT   |
/// | TEXT   | TEXT   | START  | row ends | TEXT   |
/// | QUOTED | CLOSED | QUOTED | QUOTED   | QUOTED |
/// | CLOSED | QUOTED | START  | row ends | TAIL   |
/// | TAIL   | TAIL   | START  | row ends | TAIL   |
///
/// TAIL is text after a closing quote. A doubled quote closes the quotes and opens them again.
enum RowState {
    START, TEXT, QUOTED, CLOSED, TAIL;

    /// The state after a character or byte; where the row ends, that is START.
    RowState after(int c) {
        if (this == QUOTED) {
            return c == '"' ? CLOSED : QUOTED;
        }
        return switch (c) {
            case ',', '\n', '\r' -> START;
            case '"' -> this == START || this == CLOSED ? QUOTED : this;
            default -> this == CLOSED || this == TAIL ? TAIL : TEXT;
        };
    }
}
