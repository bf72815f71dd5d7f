package io.fareswarm.image;

import java.nio.file.Path;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;

/// Factory of an image's destinations.
final class Destinations {
    private Destinations() {}

    /// A docker archive as destination.
    static Containerizer file(Path tar, String image) throws BuildException {
        return Containerizer.to(TarImage.at(tar).named(reference(image)));
    }

    /// A registry as destination. The credentials are those of `docker login`, or of a cloud's credential helper.
    ///
    /// @param insecure whether connections without TLS are allowed
    static Containerizer registry(String image, boolean insecure) throws BuildException {
        ImageReference reference = reference(image);
        CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(reference,
                Destinations::printWarning);
        RegistryImage pushed = RegistryImage.named(reference);
        String folder = System.getenv("DOCKER_CONFIG");
        if (folder != null) {
            pushed.addCredentialRetriever(credentials.dockerConfig(Path.of(folder, "config.json")));
        }
        pushed.addCredentialRetriever(credentials.dockerConfig())
                .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
        return Containerizer.to(pushed).setAllowInsecureRegistries(insecure)
                .addEventHandler(LogEvent.class, Destinations::printWarning);
    }

    private static void printWarning(LogEvent event) {
        if (event.getLevel() == LogEvent.Level.WARN || event.getLevel() == LogEvent.Level.ERROR) {
            System.err.println(event.getMessage());
        }
    }

    private static ImageReference reference(String image) throws BuildException {
        try {
            return ImageReference.parse(image);
        } catch (InvalidImageReferenceException e) {
            throw new BuildException("expected an image's name, found " + image);
        }
    }
}
