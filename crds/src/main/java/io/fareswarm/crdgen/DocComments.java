package io.fareswarm.crdgen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import org.jspecify.annotations.Nullable;

/// The doc comments of the API records, read from their sources. They become the descriptions that `kubectl explain`
/// shows.
///
/// @param comments comment of each type, by the type's binary name
record DocComments(Map<String, String> comments) {
    private static final Pattern PARAM = Pattern.compile("@param (\\w+) ([^@]*)");

    /// Reads the comments of all types in a folder of sources.
    static DocComments read(Path sources) throws IOException {
        DocComments read = new DocComments(new HashMap<>());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> folder = Files.list(sources)) {
            List<Path> java = folder.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(java));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                read.collect(unit, trees);
            }
        }
        return read;
    }

    private void collect(CompilationUnitTree unit, DocTrees trees) {
        new TreePathScanner<@Nullable Void, String>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, String prefix) {
                String name = prefix + type.getSimpleName();
                comments.put(name, Objects.requireNonNullElse(trees.getDocComment(getCurrentPath()), ""));
                return super.visitClass(type, name + "$");
            }
        }.scan(unit, unit.getPackageName() + ".");
    }

    /// The description of a type: the first paragraph of its comment.
    String of(Class<?> type) {
        String comment = comments.getOrDefault(type.getName(), "");
        return plain(comment.split("\n\\s*\n|@param", 2)[0]);
    }

    /// The description of a type without its first sentence; empty if it has one sentence.
    String details(Class<?> type) {
        String text = of(type);
        return text.contains(". ") ? text.substring(text.indexOf(". ") + 1) : "";
    }

    /// The description of a record's component as a sentence; empty if the comment has none.
    String of(Class<?> record, String component) {
        Matcher param = PARAM.matcher(comments.getOrDefault(record.getName(), ""));
        while (param.find()) {
            if (param.group(1).equals(component)) {
                String text = plain(param.group(2));
                return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
            }
        }
        return "";
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
