package io.fareswarm.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.jspecify.annotations.Nullable;

/// A jar whose class files from before Java 6 are upgraded to Java 17's format, which has stack maps: an AOT cache leaves
/// classes without them out. picocli's are such, and loading them takes a third of the model server's start.
record UpgradedJar(ZipFile jar) {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    /// Copies a jar, upgraded where it has old classes.
    static void copy(Path jar, OutputStream to) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            UpgradedJar upgraded = new UpgradedJar(file);
            if (upgraded.hasOldClasses()) {
                upgraded.write(to);
            } else {
                Files.copy(jar, to);
            }
        }
    }

    private boolean hasOldClasses() throws IOException {
        for (ZipEntry entry : Collections.list(jar.entries())) {
            if (isOld(content(entry))) {
                return true;
            }
        }
        return false;
    }

    private void write(OutputStream to) throws IOException {
        ClassFile format = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption
                .of(ClassHierarchyResolver.ofResourceParsing(this::open)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassTransform upgrade = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                .andThen((builder, element) -> builder.with(element instanceof ClassFileVersion
                        ? ClassFileVersion.of(ClassFile.JAVA_17_VERSION, 0)
                        : element));
        try (ZipOutputStream zip = new ZipOutputStream(to)) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                zip.putNextEntry(copy);
                byte[] content = content(entry);
                zip.write(isOld(content) ? format.transformClass(format.parse(content), upgrade) : content);
                zip.closeEntry();
            }
        }
    }

    private byte[] content(ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static boolean isOld(byte[] content) {
        return content.length > 8 && content[0] == (byte) 0xca && content[1] == (byte) 0xfe
                && content[2] == (byte) 0xba && content[3] == (byte) 0xbe
                && content[6] == 0 && content[7] < FIRST_WITH_STACK_MAPS;
    }

    /// The class file of a type; null when the jar has none.
    private @Nullable InputStream open(ClassDesc type) {
        String descriptor = type.descriptorString();
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : new ByteArrayInputStream(content(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
