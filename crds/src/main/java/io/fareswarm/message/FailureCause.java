package io.fareswarm.message;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Causes of failures in plain words, for messages to users. They have no class names.
public final class FailureCause {
    private static final String UNKNOWN = "a problem without a description";
    /// Exceptions that a cause may be wrapped into.
    private static final int MOST_WRAPPERS = 10;
    /// Characters of a library's message that are shown. It may quote what a target sent.
    private static final int MOST_TEXT = 1000;
    /// A class name that a library puts before a message.
    private static final Pattern CLASS_NAME = Pattern
            .compile("\\b(?:[a-z_][a-z0-9_]*\\.){1,20}+(?:[A-Z]\\w*[.$]){0,5}[A-Z]\\w*(?:Exception|Error)\\b(?:: ?)?");
    /// The system's words for a failed call, after the path: `model.json (No space left on device)`.
    private static final Pattern OF_PATH = Pattern.compile("(?s)(.*) \\((\\p{Lu}[^()]*)\\)");
    /// The system's words and ours.
    private static final Map<String, String> WORDS = Map.of("No space left on device", "the disk is full",
            "Disk quota exceeded", "the disk quota is used up", "Read-only file system", "the file system is read-only",
            "Is a directory", "it is a directory", "No such file or directory", "there is no such file or directory",
            "Permission denied", "permission denied", "Broken pipe", "its reader has closed it",
            "No such device or address",
            "no program listens at its other end");

    private FailureCause() {}

    /// The cause of a failure, without a full stop.
    public static String of(Throwable failure) {
        Throwable cause = unwrapped(failure);
        String message = cause.getMessage();
        return switch (cause) {
            case NoSuchFileException _ -> words("No such file or directory");
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "a file of this name exists";
            case NotDirectoryException _ -> "it is not a directory";
            case DirectoryNotEmptyException _ -> "it is a directory that is not empty";
            case FileSystemException e -> words(e.getReason());
            case FileNotFoundException _ when message != null -> words(OF_PATH.matcher(message).replaceFirst("$2"));
            case UnknownHostException _,UnresolvedAddressException _ -> message == null || message.contains(" ")
                    ? "the host name does not resolve"
                    : "the host name " + message + " does not resolve";
            case HttpTimeoutException _,SocketTimeoutException _ -> "no response in time";
            case ConnectException _ when message == null -> "no connection could be made";
            case NoRouteToHostException _ -> "there is no route to the host";
            case ClosedChannelException _ -> "the connection was closed";
            case CharacterCodingException _ -> "it is not text in UTF-8";
            case EOFException _ when message == null -> "it ends early";
            case OutOfMemoryError _ -> "there is not enough memory";
            default -> words(message);
        };
    }

    /// The cause of a failure, after the file that it is about.
    public static String withFile(Throwable failure) {
        Throwable cause = unwrapped(failure);
        String file = null;
        if (cause instanceof FileSystemException problem) {
            file = problem.getFile();
        } else if (cause instanceof FileNotFoundException) {
            Matcher words = OF_PATH.matcher(String.valueOf(cause.getMessage()));
            file = words.matches() ? words.group(1) : null;
        }
        return file == null ? of(cause) : file + ": " + of(cause);
    }

    /// The words of a library or the system for a failure, and those of its first cause if they say more, as for certificates.
    public static String inFull(Throwable failure) {
        String text = withoutClassNames(failure.getMessage());
        if (text.isEmpty()) {
            return of(failure);
        }
        Throwable first = failure;
        for (int i = 0; i < MOST_WRAPPERS && first.getCause() != null; i++) {
            first = first.getCause();
        }
        String cause = withoutClassNames(first.getMessage());
        return text.contains(cause) ? text : text + ": " + cause;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MOST_WRAPPERS && cause.getCause() != null && isWrapper(cause); i++) {
            cause = cause.getCause();
        }
        return cause instanceof ConnectException && cause.getCause() instanceof UnresolvedAddressException unresolved
                ? unresolved
                : cause;
    }

    /// Whether an exception only carries another one.
    private static boolean isWrapper(Throwable failure) {
        if (failure instanceof ConnectException && !(failure.getCause() instanceof ConnectException)) {
            return false; // the cause of a refused connection is that its channel is closed
        }
        return failure instanceof UncheckedIOException || failure instanceof ExecutionException
                || failure instanceof CompletionException || failure.getMessage() == null
                || failure.getMessage().equals(String.valueOf(failure.getCause()));
    }

    private static String words(@Nullable String message) {
        String plain = withoutClassNames(message);
        if (plain.isEmpty()) {
            return UNKNOWN;
        }
        String known = WORDS.get(plain);
        if (known != null) {
            return known;
        }
        // "Connection refused" becomes "connection refused"; "IPv6 ..." and "HTTP ..." stay.
        return plain.length() > 1 && Character.isLowerCase(plain.charAt(1))
                ? plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1)
                : plain;
    }

    private static String withoutClassNames(@Nullable String message) {
        return message == null
                ? ""
                : CLASS_NAME.matcher(message.substring(0, Math.min(message.length(), MOST_TEXT))).replaceAll("")
                        .strip();
    }
}
