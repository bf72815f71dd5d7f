package io.fareswarm.model.train;

/// State of a CSV tokenizer with the rules of pandas: quotes count only at a field's start.
///
/// | state  | `"`    | `,`    | line end | other  |
/// |--------|--------|--------|----------|--------|
/// | START  | QUOTED | START  | row ends | TEXT   |
/// | TEXT   | TEXT   | START  | row ends | TEXT   |
/// | QUOTED | CLOSED | QUOTED | QUOTED   | QUOTED |
/// | CLOSED | QUOTED | START  | row ends | TAIL   |
/// | TAIL   | TAIL   | START  | row ends | TAIL   |
///
/// TAIL is text after a closing quote. A doubled quote closes and reopens the quotes.
enum RowState {
    START, TEXT, QUOTED, CLOSED, TAIL;

    /// The state after a character or byte; START at the row's end.
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
