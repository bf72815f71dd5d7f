package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of this machine's C library that a Java runtime needs, including the loader.
///
/// @param version version of glibc
/// @param files absolute paths of the files
record CLibrary(String version, List<Path> files) {
    private static final Pattern LIBRARY = Pattern.compile("(?m)^\\s+(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");
    private static final Pattern MISSING = Pattern.compile("(?m)^\\s+(\\S+) => not found$");
    private static final Pattern VERSION = Pattern.compile("\\A.* (\\d+)\\.(\\d+)\\s");

    /// Minor number of the first glibc 2 version with built-in DNS. Earlier versions load separate libraries by name
    /// when they need DNS.
    private static final int MINOR_WITH_DNS = 34;

    /// Lists the libraries that a runtime's programs and libraries need, and the loader.
    static CLibrary of(JavaRuntime runtime) throws IOException, InterruptedException, BuildException {
        List<String> command = new ArrayList<>(List.of("ldd", runtime.home().resolve("bin/java").toString()));
        DirectoryTree.files(runtime.home().resolve("lib")).stream().map(Path::toString)
                .filter(file -> file.endsWith(".so")).forEach(command::add);
        String needed = ExternalTool.run(command);
        Matcher missing = MISSING.matcher(needed);
        // A library that is not found on the machine belongs to the runtime, which finds it without help.
        while (missing.find()) {
            String name = missing.group(1);
            if (command.stream().noneMatch(file -> file.endsWith("/" + name))) {
                throw new BuildException("expected the library " + name + " on this machine, found none: install it");
            }
        }
        List<Path> files = LIBRARY.matcher(needed).results().map(library -> Path.of(library.group(1)).normalize())
                .filter(file -> !file.startsWith(runtime.home())).distinct().sorted().toList();
        return new CLibrary(installed(), files);
    }

    private static String installed() throws IOException, InterruptedException, BuildException {
        String text = ExternalTool.run(List.of("ldd", "--version"));
        Matcher version = VERSION.matcher(text);
        if (!version.find() || !version.group(1).equals("2") || Integer.parseInt(version.group(2)) < MINOR_WITH_DNS) {
            throw new BuildException("expected glibc 2.%d or later on this machine, found %s: build on a newer one"
                    .formatted(MINOR_WITH_DNS, text.lines().findFirst().orElse("nothing")));
        }
        return version.group(1) + "." + version.group(2);
    }
}
