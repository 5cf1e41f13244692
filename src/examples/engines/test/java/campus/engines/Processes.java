package campus.engines;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The programs of the tests, as processes of their own. */
final class Processes {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Processes() {
    }

    /** The packaged program, with the jars that the profile kafka adds to it. */
    static Process campus(Path folder, List<String> properties) throws IOException {
        String jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Path.of(entry).getFileName().toString()
                .matches("(campus-kafka|camel-kafka|kafka-clients|zstd-jni|lz4-java|snappy-java)-.*"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of("-cp",
                Path.of("target", "campus.jar").toAbsolutePath() + File.pathSeparator + jars,
                "campus.cli.CampusCommand", "run"));
        properties.forEach(property -> command.addAll(List.of("-D", property)));
        return start(folder.resolve("campus.log"), command);
    }

    /** The example {@code kafka-to-mqtt}. */
    static Process kafkaToMqtt(Path folder, List<String> properties) throws IOException {
        List<String> command = new ArrayList<>(properties.stream().map(property -> "-D" + property).toList());
        command.addAll(List.of("-jar",
                Path.of("src/examples/kafka-to-mqtt/target/application.jar").toAbsolutePath().toString()));
        return start(folder.resolve("application.log"), command);
    }

    private static Process start(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        Files.createDirectories(log.getParent());
        return new ProcessBuilder(command).directory(log.getParent().toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }
}
