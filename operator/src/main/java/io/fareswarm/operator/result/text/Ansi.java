package io.fareswarm.operator.result.text;

/// ANSI colours and styles, on or off.
public enum Ansi {
    ON, OFF;

    String bold(String text) {
        return wrap("1", text);
    }

    String dim(String text) {
        return wrap("2", text);
    }

    String red(String text) {
        return wrap("1;31", text);
    }

    String green(String text) {
        return wrap("32", text);
    }

    String yellow(String text) {
        return wrap("33", text);
    }

    private String wrap(String code, String text) {
        return this == OFF || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
