package campus.web;

import campus.cli.Running;
import campus.testkit.PahoStudent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Makes the pictures of README and pages, in the folder that {@code -Dpictures} names; those of the Spanish pages in
 * its folder {@code es}.
 */
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
class PagePicturesIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"'', 'en-GB,en'", "es, 'es-ES,es'"})
    void makesThem(String subfolder, String languages) throws Exception {
        List<String> dnis = IntStream.range(0, 24).mapToObj("2000%04d"::formatted).toList();
        Files.write(Files.createDirectories(folder.resolve("data")).resolve("roster.txt"), dnis);
        Path pictures = Files.createDirectories(Path.of(System.getProperty("pictures"), subfolder));
        try (Running campus = Running.start(folder.resolve("data"), Map.of("campus.page.enabled", "true",
                "campus.page.port", "0", "campus.sensors.seed", "7", "campus.sensors.rate", "100",
                "campus.broker.sys-interval", "2s"));
             Chromium browser = new Chromium(folder.resolve("profile"), "--accept-lang=" + languages)) {
            for (String dni : dnis) {
                work(campus, dni);
            }
            browser.width(1366, 768);
            browser.open(campus.page());
            browser.await("globalThis.campus?.store.values.size > 740", SOON);
            browser.await("campus.building.selected && campus.store.state.name === 'connected'", SOON);
            browser.picture(pictures.resolve("page-building.png"));
            browser.evaluate("location.hash = '#/comodines'; campus.wildcards.set('EDIFICIO_1/P_2/O/+/VIBR')");
            browser.evaluate("document.querySelector('#map [data-room=\"EDIFICIO_1/P_8/N/4\"]').click()");
            browser.await("document.querySelectorAll('#messages li').length > 2", SOON);
            browser.width(1366, 860);
            browser.picture(pictures.resolve("page-wildcards.png"));
            browser.width(1366, 768);
            browser.evaluate("location.hash = '#/clase'");
            browser.await("document.querySelectorAll('#refused li').length > 2", SOON);
            browser.picture(pictures.resolve("page-class.png"));
            browser.media("prefers-color-scheme", "dark");
            browser.evaluate("location.hash = '#/conexiones'");
            browser.await("[...document.querySelectorAll('#figures td:last-child')].some(td => td.textContent)", SOON);
            browser.picture(pictures.resolve("page-connections.png"));
        }
    }

    /** A student who gets to some step of the exchange, and goes wrong at others. */
    private static void work(Running campus, String dni) throws MqttException {
        int number = Integer.parseInt(dni) % 100;
        if (number > 20) {
            return;
        }
        PahoStudent student = new PahoStudent(campus.port());
        String code = student.ask("DST/PETICION", dni, SOON).orElseThrow().toString();
        if (number % 5 == 2) {
            student.ask("DST/PETICION", "9999" + dni.substring(4), SOON);
            student.ask("DST/SOLUCION", code + ";Ana García", SOON);
        }
        if (number % 4 == 1) {
            student.ask("DST/SOLUCION", "12345;Ana García;ana@upv.es", SOON);
        }
        if (number < 16) {
            student.ask("DST/SOLUCION", code + ";Ana García;ana@upv.es", SOON);
        }
        if (number % 7 == 3) {
            student.ask("DST/SOLUCION", code + ";Ana García;ana@upv.es", SOON);
        }
        student.close();
    }
}
