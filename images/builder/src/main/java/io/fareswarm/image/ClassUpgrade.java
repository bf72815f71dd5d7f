package io.fareswarm.image;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;

/// Upgrade of class files from before Java 6 to Java 6, with the stack maps that an AOT cache requires. Without it,
/// loading picocli's classes from the jar takes an eighth of the model server's start.
///
/// @param format reader and writer of class files
record ClassUpgrade(ClassFile format) {
    private static final ClassTransform UPGRADE = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen((to, element) -> to.with(element instanceof ClassFileVersion
                    ? ClassFileVersion.of(ClassFile.JAVA_6_VERSION, 0)
                    : element));

    /// Creates an upgrade.
    ///
    /// @param types class loader that finds the types that the class files name
    static ClassUpgrade of(ClassLoader types) {
        return new ClassUpgrade(ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(types))));
    }

    /// Returns the upgraded class file, or the same one if no upgrade is needed.
    byte[] apply(byte[] classFile) {
        ClassModel model = format.parse(classFile);
        return model.majorVersion() < ClassFile.JAVA_6_VERSION ? format.transformClass(model, UPGRADE) : classFile;
    }
}
