package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Software bill of materials of an image: Maven's list of the jars, and the files that do not come from Maven.
record Sbom(ObjectNode bom) {
    /// @param file CycloneDX file in JSON
    static Sbom read(Path file) throws IOException, BuildException {
        if (new ObjectMapper().readTree(file.toFile()) instanceof ObjectNode bom) {
            return new Sbom(bom);
        }
        throw new BuildException("expected CycloneDX as JSON in " + file + ", found something else");
    }

    void addJavaRuntime() {
        String version = System.getProperty("java.runtime.version");
        add("platform", "openjdk", version, "pkg:generic/openjdk@" + version.replace("+", "%2B"))
                .put("publisher", System.getProperty("java.vendor"));
    }

    void add(CLibrary library) {
        add("library", "glibc", library.version(), "pkg:generic/glibc@" + library.version());
    }

    /// Removes the hashes of a jar, because its content in the image differs from the published jar.
    void removeHashes(Path jar) {
        for (JsonNode component : bom.withArray("components")) {
            String file = component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
            if (jar.endsWith(file)) {
                ((ObjectNode) component).remove("hashes");
            }
        }
    }

    private ObjectNode add(String type, String name, String version, String purl) {
        return bom.withArray("components").addObject().put("type", type).put("bom-ref", purl).put("name", name)
                .put("version", version).put("purl", purl);
    }

    String json() {
        return bom.toPrettyString() + "\n";
    }
}
