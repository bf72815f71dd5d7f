package io.fareswarm.operator.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fareswarm.files.OutputFailure;
import io.fareswarm.files.OutputFile;
import io.fareswarm.files.StagedFile;
import io.fareswarm.operator.result.report.ReportFiles;

/// A directory with the files of one report. Files with other names belong to the user and stay.
record ReportDirectory(Path path) {
    /// Replaces the report in the directory: all files of the new one are written beside the old ones first, and renamed
    /// together. Files of the old one that the new one does not have are left.
    ///
    /// @param files contents by file name
    /// @throws OutputFailure if a file cannot be written; the old report is still whole then
    void replace(Map<String, String> files) throws OutputFailure {
        create();
        List<StagedFile> staged = new ArrayList<>();
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                staged.add(new OutputFile(path.resolve(file.getKey()))
                        .stage(OutputFile.Content.of(file.getValue())));
            }
            // What is written through can still fail. A rename needs no room.
            for (boolean isReplacing : new boolean[]{false, true}) {
                for (StagedFile file : staged) {
                    if (file.isReplacing() == isReplacing) {
                        file.commit();
                    }
                }
            }
        } finally {
            for (StagedFile file : staged) {
                file.close();
            }
        }
    }

    /// Deletes the report in the directory.
    ///
    /// @throws OutputFailure if a file cannot be deleted
    void clear() throws OutputFailure {
        deleteExcept(Set.of());
    }

    private void create() throws OutputFailure {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new OutputFailure(path, e);
        }
    }

    /// Deletes the files of reports but those with these names.
    ///
    /// @throws OutputFailure if a file cannot be deleted
    void deleteExcept(Set<String> names) throws OutputFailure {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(path, ReportFiles.GLOB)) {
            for (Path file : earlier) {
                boolean isFile = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(file);
                if (isFile && !names.contains(file.getFileName().toString())) {
                    OutputFile.delete(file);
                }
            }
        } catch (OutputFailure e) {
            throw e;
        } catch (IOException e) {
            throw new OutputFailure(path, e);
        }
    }
}
