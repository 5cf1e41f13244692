package campus.conformance;

import java.nio.file.Path;
import java.util.List;

/** An application of {@code src/examples} that has {@code paho-mqtt5:} routes. */
enum Host {

    CAMEL_MAIN("camel-main"), SPRING_BOOT("spring-boot");

    private final String folder;

    Host(String folder) {
        this.folder = folder;
    }

    /** Its command, without options. */
    List<String> command() {
        return List.of("-jar", Path.of("src", "examples", folder, "target", "application.jar").toAbsolutePath()
                .toString());
    }

    @Override
    public String toString() {
        return folder;
    }
}
