package io.fareswarm.files;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class OutputFileTest {
    @TempDir
    Path folder = Path.of("");

    private static void write(Path file, String text) throws IOException {
        new OutputFile(file).write(text);
    }

    private static boolean call(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    /// A node like `/dev/full` or `/dev/null`; only root can make one.
    private Path device(String name, int minor) throws IOException, InterruptedException {
        Path node = folder.resolve(name);
        assumeTrue(call("mknod", node.toString(), "c", "1", Integer.toString(minor)), "needs root");
        try {
            Files.newOutputStream(node, java.nio.file.StandardOpenOption.WRITE).close();
        } catch (IOException e) {
            assumeTrue(false, "devices cannot be opened in the directory of temporary files");
        }
        return node;
    }

    private void assertNothingElseThan(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void aNewFileHasTheContentAndTheUsersPermissions() throws Exception {
        write(folder.resolve("new"), "text");
        Path ordinary = Files.createFile(folder.resolve("ordinary"));
        assertThat(folder.resolve("new")).hasContent("text");
        assertThat(Files.getPosixFilePermissions(folder.resolve("new")))
                .isEqualTo(Files.getPosixFilePermissions(ordinary));
        assertNothingElseThan("new", "ordinary");
    }

    @Test
    void aReplacedFileKeepsItsPermissions() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "a longer text before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
        write(file, "text");
        assertThat(file).hasContent("text");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r-x--x");
    }

    @Test
    void aFailureLeavesTheFileAsItWasAndNothingBesideIt() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");
        assertThatThrownBy(() -> new OutputFile(file).write(out -> {
            out.write(new byte[100_000]);
            throw new IOException("No space left on device");
        })).isInstanceOf(OutputFailure.class).hasMessage(file + " cannot be written: the disk is full");
        assertThat(file).hasContent("before");
        assertNothingElseThan("file");
    }

    @Test
    void aFullDiskIsNamedAndTheOldFileStays() throws Exception {
        assumeTrue(call("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()), "needs root");
        try {
            Path file = Files.writeString(folder.resolve("file"), "before");
            assertThatThrownBy(() -> write(file, "x".repeat(200_000)))
                    .hasMessage(file + " cannot be written: the disk is full");
            assertThat(file).hasContent("before");
            assertNothingElseThan("file");
        } finally {
            assertThat(call("umount", folder.toString())).isTrue();
        }
    }

    @Test
    void aFileOfTheUserThatEndsWithPartStays() throws Exception {
        Path part = Files.writeString(folder.resolve("file.part"), "mine");
        write(folder.resolve("file"), "text");
        assertThat(part).hasContent("mine");
    }

    @Test
    void aSymbolicLinkStaysAndTheFileItLeadsToIsWritten() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path file = Files.writeString(other.resolve("file"), "before");
        Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("second"));
        Files.createSymbolicLink(folder.resolve("second"), Path.of("other/file"));
        write(first, "text");
        assertThat(file).hasContent("text");
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(Files.readSymbolicLink(first)).hasToString("second");
        assertThat(Files.isSymbolicLink(folder.resolve("second"))).isTrue();
    }

    @Test
    void aSymbolicLinkToANewNameStays() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("new"));
        write(link, "text");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(folder.resolve("new")).hasContent("text");
    }

    @Test
    void aLoopOfSymbolicLinksIsAnError() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
        assertThatThrownBy(() -> write(link, "text")).hasMessageContaining(link + " cannot be written: ");
    }

    @Test
    void aFifoIsWrittenThrough() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(call("mkfifo", fifo.toString())).isTrue();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(fifo);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        write(fifo, "text");
        assertThat(read.get()).isEqualTo("text");
        assertThat(Files.readAttributes(fifo, java.nio.file.attribute.BasicFileAttributes.class).isOther()).isTrue();
        assertNothingElseThan("fifo");
    }

    @Test
    void aSocketIsWrittenThrough() throws Exception {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            write(socket, "text");
            ByteBuffer received = ByteBuffer.allocate(10);
            try (SocketChannel connection = server.accept()) {
                while (connection.read(received) >= 0) {
                    // until the end
                }
            }
            assertThat(StandardCharsets.UTF_8.decode(received.flip()).toString()).isEqualTo("text");
        }
    }

    @Test
    void aDeviceIsWrittenThroughAndStaysADevice() throws Exception {
        Path node = device("null", 3);
        Path link = Files.createSymbolicLink(folder.resolve("link"), node);
        write(node, "text");
        write(link, "text");
        assertThat((int) Files.getAttribute(node, "unix:mode") & 0170000).isEqualTo(0020000);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertNothingElseThan("null", "link");
    }

    @Test
    void aFullDeviceIsAnError() throws Exception {
        Path node = device("full", 7);
        assertThatThrownBy(() -> write(node, "text")).hasMessage(node + " cannot be written: the disk is full");
    }

    @Test
    void anOpenFileGetsTheContentAtItsEnd() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before ");
        try (var open = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            Path link = Path.of("/proc/self/fd").toRealPath();
            Path descriptor;
            try (Stream<Path> all = Files.list(link)) {
                descriptor = all.filter(one -> leadsTo(one, file)).findFirst().orElseThrow();
            }
            write(descriptor, "text");
            assertThat(open.length()).isEqualTo(11);
        }
        assertThat(file).hasContent("before text");
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatCannotBeWrittenIsNamedWithItsCause() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> write(folder, "text"))
                .hasMessage(folder + " cannot be written: it is a directory; give the name of a file");
        assertThatThrownBy(() -> write(folder.resolve("no/such/file"), "text"))
                .hasMessage(folder.resolve("no/such/file") + " cannot be written: there is no directory "
                        + folder.resolve("no/such"));
        assertThatThrownBy(() -> write(file.resolve("below"), "text"))
                .hasMessageStartingWith(file.resolve("below") + " cannot be written: ")
                .hasMessageContaining("directory");
        assertThatThrownBy(() -> write(folder.resolve("x".repeat(300)), "text"))
                .hasMessageEndingWith(" cannot be written: file name too long");
        assertThatThrownBy(() -> new OutputFile(folder.resolve("no/file")).check())
                .hasMessageContaining("there is no directory ");
    }

    @Test
    void aCheckChangesNothing() throws Exception {
        new OutputFile(folder.resolve("new")).check();
        new OutputFile(Path.of("-")).check();
        assertNothingElseThan();
    }

    @Test
    void aMinusAndDevStdoutAreStreams() throws Exception {
        assertThat(new OutputFile(Path.of("-")).isStream()).isTrue();
        assertThat(new OutputFile(Path.of("/dev/stdout")).isStream()).isTrue();
        assertThat(new OutputFile(Path.of("/proc/self/fd/2")).isStream()).isTrue();
        assertThat(new OutputFile(folder.resolve("-")).isStream()).isFalse();
    }

    @Test
    void aStagedFileThatIsNotCommittedChangesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");
        new OutputFile(file).stage(OutputFile.Content.of("text")).close();
        assertThat(file).hasContent("before");
        assertNothingElseThan("file");
    }
}
