package io.fareswarm.page;

import java.util.List;

/// What people with a kind of colour blindness see of a colour on a screen, by the matrices of Machado, Oliveira and Fernandes
/// (2009) for the full severity. They apply to linear red, green and blue.
///
/// @param kind its name
record ColourBlindness(String kind, Matrix matrix) {
    /// All kinds, and none.
    static final List<ColourBlindness> ALL = List.of(
            new ColourBlindness("none", new Matrix(1, 0, 0, 0, 1, 0, 0, 0, 1)),
            new ColourBlindness("protanopia", new Matrix(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216,
                    -0.003882, -0.048116, 1.051998)),
            new ColourBlindness("deuteranopia", new Matrix(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413,
                    -0.011820, 0.042940, 0.968881)),
            new ColourBlindness("tritanopia", new Matrix(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602,
                    0.004733, 0.691367, 0.303900)));
    /// From linear sRGB to CIE XYZ, each row divided by the white point D65.
    private static final Matrix TO_XYZ = new Matrix(0.433953, 0.376219, 0.189828, 0.212673, 0.715152, 0.072175,
            0.017758, 0.109477, 0.872765);

    /// A matrix of three rows: a to c, d to f, g to i.
    record Matrix(double a, double b, double c, double d, double e, double f, double g, double h, double i) {
        double[] times(double[] v) {
            return new double[]{a * v[0] + b * v[1] + c * v[2], d * v[0] + e * v[1] + f * v[2],
                    g * v[0] + h * v[1] + i * v[2]};
        }
    }

    /// The distance of two colours in CIELAB (CIE 1976). From about 2.3 on, a difference is seen side by side.
    ///
    /// @param one such as `#1f6feb` or `#fff`
    double distance(String one, String other) {
        double[] a = lab(one);
        double[] b = lab(other);
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private double[] lab(String colour) {
        double[] seen = matrix.times(linear(colour));
        for (int i = 0; i < seen.length; i++) {
            seen[i] = Math.clamp(seen[i], 0, 1);
        }
        double[] xyz = TO_XYZ.times(seen);
        return new double[]{116 * root(xyz[1]) - 16, 500 * (root(xyz[0]) - root(xyz[1])),
                200 * (root(xyz[1]) - root(xyz[2]))};
    }

    private static double root(double value) {
        return value > 216.0 / 24389 ? Math.cbrt(value) : (24389.0 / 27 * value + 16) / 116;
    }

    private static double[] linear(String colour) {
        String digits = colour.length() == 4
                ? colour.substring(1).replaceAll("(.)", "$1$1")
                : colour.substring(1);
        double[] linear = new double[3];
        for (int i = 0; i < 3; i++) {
            double value = Integer.parseInt(digits, 2 * i, 2 * i + 2, 16) / 255.0;
            linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        }
        return linear;
    }
}
