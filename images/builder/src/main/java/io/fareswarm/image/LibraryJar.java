package io.fareswarm.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The one jar that has the content of all libraries of an image. During its start a JVM opens each jar of the class
/// path and parses its manifest. One jar in place of 55 saves a fifth of the time to the model server's first response.
///
/// Files of the same name in several libraries: lists of services are joined, texts of licenses are stored in
/// a directory for each library, and equal files are stored once.
final class LibraryJar {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    /// Files that only builds and the module path need.
    private static final Pattern UNUSED = Pattern
            .compile("(.*/)?module-info\\.class|META-INF/(MANIFEST\\.MF|jandex\\.idx|helidon/config-metadata\\.json)");
    private static final Pattern LIST = Pattern.compile("META-INF/(services/.*|helidon/manifest)");
    private static final Pattern LICENSE = Pattern.compile("META-INF/((LICENSE|NOTICE)(\\.txt|\\.md)?)");
    /// Signature of a signed jar, which a merged jar would break.
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.SF");

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Path> upgraded = new ArrayList<>();

    private LibraryJar() {
        files.put(MANIFEST, "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /// Merges libraries in the order of the class path, and upgrades their classes for the AOT cache.
    ///
    /// @throws BuildException if two libraries have different files of the same name, or one is signed
    static LibraryJar merge(List<Path> libraries) throws IOException, BuildException {
        LibraryJar merged = new LibraryJar();
        try (URLClassLoader types = new URLClassLoader(urls(libraries))) {
            ClassUpgrade upgrade = ClassUpgrade.of(types);
            for (Path library : libraries) {
                merged.add(library, upgrade);
            }
        }
        return merged;
    }

    private static URL[] urls(List<Path> libraries) throws MalformedURLException {
        URL[] urls = new URL[libraries.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = libraries.get(i).toUri().toURL();
        }
        return urls;
    }

    private void add(Path library, ClassUpgrade upgrade) throws IOException, BuildException {
        try (ZipFile jar = new ZipFile(library.toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (SIGNATURE.matcher(name).matches()) {
                    throw new BuildException("expected libraries without signatures, found " + name + " in " + library);
                }
                if (!entry.isDirectory() && !UNUSED.matcher(name).matches()) {
                    add(library, name, jar.getInputStream(entry).readAllBytes(), upgrade);
                }
            }
        }
    }

    private void add(Path library, String name, byte[] content, ClassUpgrade upgrade) throws BuildException {
        if (LIST.matcher(name).matches()) {
            files.merge(name, line(content), LibraryJar::concatenate);
            return;
        }
        byte[] stored = name.endsWith(".class") ? upgrade.apply(content) : content;
        if (!Arrays.equals(stored, content) && !upgraded.contains(library)) {
            upgraded.add(library);
        }
        String target = LICENSE.matcher(name).replaceFirst("META-INF/licenses/" + library.getFileName() + "/$1");
        byte[] other = files.putIfAbsent(target, stored);
        if (other != null && !Arrays.equals(other, stored)) {
            throw new BuildException("expected one library with %s, found another one in %s".formatted(name, library));
        }
    }

    /// The text with a line break at its end, so that another list can follow.
    private static byte[] line(byte[] list) {
        return (new String(list, StandardCharsets.UTF_8).stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    /// The libraries with upgraded classes.
    List<Path> upgraded() {
        return List.copyOf(upgraded);
    }

    /// Writes the jar. Its files are not compressed: the JVM reads them faster, and the image's layer is compressed.
    ///
    /// @param time modification time of each file in the jar
    void write(Path file, FileTime time) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream jar = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> content : files.entrySet()) {
                jar.putNextEntry(entry(content.getKey(), content.getValue(), time));
                jar.write(content.getValue());
            }
        }
    }

    private static ZipEntry entry(String name, byte[] content, FileTime time) {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(time);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        return entry;
    }
}
