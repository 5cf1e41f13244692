package campus.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files of the page, resources beside this class, by their path. There is no other: nothing is looked up. */
final class PageFiles {

    static final List<String> NAMES = List.of("index.html", "page.css", "icon.svg", "page.js", "store.js",
            "mqtt.js", "filter.js", "text.js", "dom.js", "building.js", "chart.js", "wildcards.js", "links.js",
            "wire.js", "refusals.js");
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, Answer> files = NAMES.stream().collect(Collectors.toMap(
            name -> "/" + (name.equals("index.html") ? "" : name), PageFiles::read));

    Optional<Answer> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private static Answer read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            return new Answer(200, TYPES.get(name.substring(name.indexOf('.') + 1)), in.readAllBytes(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
