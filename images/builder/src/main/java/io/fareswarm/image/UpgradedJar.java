package io.fareswarm.image;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/// Upgrade of a jar's class files from before Java 6 to Java 6, with the stack maps that an AOT cache requires. Without
/// it, loading picocli's classes from the jar takes an eighth of the model server's start.
final class UpgradedJar {
    private static final ClassTransform UPGRADE = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen((to, element) -> to.with(element instanceof ClassFileVersion
                    ? ClassFileVersion.of(ClassFile.JAVA_6_VERSION, 0)
                    : element));

    private UpgradedJar() {}

    /// Upgrades a jar in place.
    ///
    /// @param time modification time of the upgraded files
    /// @return whether any file was upgraded
    static boolean upgrade(Path jar, FileTime time) throws IOException {
        try (URLClassLoader types = new URLClassLoader(new URL[]{jar.toUri().toURL()});
                FileSystem content = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(content.getPath("/"))) {
            ClassFile format = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(types)));
            boolean upgraded = false;
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassModel old = format.parse(Files.readAllBytes(file));
                if (old.majorVersion() < ClassFile.JAVA_6_VERSION) {
                    Files.write(file, format.transformClass(old, UPGRADE));
                    Files.setLastModifiedTime(file, time);
                    upgraded = true;
                }
            }
            return upgraded;
        }
    }
}
