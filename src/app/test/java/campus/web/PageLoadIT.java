package campus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Ports;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the page costs with 10,000 sensors and 1,000 readings a second: the packaged program, and one browser that shows
 * it. The table is printed, and written to {@code target/page-load.md}.
 */
class PageLoadIT {

    private static final int RATE = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path TABLE = Path.of("target", "page-load.md");

    @TempDir
    private Path folder;
    private Process program;
    private Chromium browser;
    private String page;
    private final List<String> table = new ArrayList<>();

    /** Seconds of a core, and their share, in a window of time. */
    private record Share(double script, double tasks, double program, double readings) {
    }

    @BeforeEach
    void start() throws Exception {
        browser = new Chromium(folder.resolve("profile"), "--accept-lang=en-GB,en");
        int port = Ports.free();
        page = "http://127.0.0.1:" + port + "/";
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "-jar", Path.of("target", "campus.jar").toAbsolutePath().toString(), "run"));
        for (String setting : List.of("campus.page.port=" + port, "campus.broker.port=" + Ports.free(),
                "campus.data-dir=" + folder.resolve("data"), "campus.sensors.floors=25",
                "campus.sensors.rooms-per-wing=25", "campus.sensors.rate=" + RATE)) {
            command.addAll(List.of("-D", setting));
        }
        program = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD).start();
        browser.width(1366, 900);
        // It would send each frame to the test.
        browser.call("Network.disable");
        browser.call("Performance.enable");
        await().atMost(PATIENCE).ignoreExceptions().until(() ->
                new RawHttp(page).get("/health").startsWith("HTTP/1.1 200 "));
    }

    @AfterEach
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (program != null) {
            program.destroy();
            if (!program.waitFor(20, TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
        }
    }

    /** Quick, for a first look. */
    @Test
    @Tag("soak")
    void itShowsAllReadings() throws Exception {
        measure(1, Duration.ofSeconds(3), Duration.ofSeconds(6));
        assertThat(figure("readings on Building")).isGreaterThan(RATE / 10.0);
        assertThat(figure("heap after")).isBetween(1.0, 50.0);
    }

    /** Minutes by {@code -Dpage.minutes}, ten if it is not given. */
    @Test
    @Tag("soak")
    void theCostForMinutes() throws Exception {
        Duration length = Duration.ofMinutes(Integer.getInteger("page.minutes", 10));
        measure(5, length.dividedBy(20), length);
        assertThat(figure("script on Building")).isLessThanOrEqualTo(15);
        assertThat(figure("heap after")).isLessThanOrEqualTo(50);
        assertThat(figure("program, more with the page")).isLessThanOrEqualTo(15);
    }

    private void measure(int pairs, Duration window, Duration length) throws Exception {
        show("edificio");
        browser.await("campus.store.values.size > 9000", PATIENCE);
        pass(window);
        List<Double> more = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            browser.open("about:blank");
            double alone = share(window).program();
            show("edificio");
            pass(Duration.ofSeconds(2));
            without.add(alone);
            more.add(share(window).program() - alone);
        }
        Share building = share(length);
        double heap = heap();
        show("comodines");
        browser.evaluate("campus.wildcards.set('EDIFICIO_1/#')");
        browser.await("campus.wildcards.count > 100", PATIENCE);
        Share wildcards = share(length.dividedBy(5));
        row("load average of the machine", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), "");
        row("readings on Building", building.readings(), "a second");
        row("script on Building", building.script(), "% of a core");
        row("script, layout and paint on Building", building.tasks(), "% of a core");
        row("script on Wildcards with EDIFICIO_1/#", wildcards.script(), "% of a core");
        row("heap after " + length.toSeconds() + " s, collected", heap, "MB");
        row("heap after Wildcards, collected", heap(), "MB");
        row("program, without the page", median(without), "% of a core");
        row("program, more with the page (" + pairs + " pairs of " + window.toSeconds() + " s)", median(more),
                "% of a core");
        table.addAll(0, List.of("| 10,000 sensors, " + RATE + " readings/s | | |", "| --- | ---: | --- |"));
        table.forEach(System.out::println);
        Files.write(TABLE, table);
    }

    private void show(String panel) {
        browser.open("about:blank");
        browser.open(page + "#/" + panel);
        browser.await("globalThis.campus?.store.state.name === 'connected' && campus.shown === '" + panel + "'",
                PATIENCE);
        browser.evaluate("campus.taken = 0; const put = campus.store.put;"
                + " campus.store.put = function (topic, value, time, live) { campus.taken += live ? 1 : 0;"
                + " return put.call(this, topic, value, time, live); }");
    }

    private Share share(Duration length) {
        long begin = System.nanoTime();
        double[] before = seconds();
        pass(length);
        double[] after = seconds();
        double wall = (System.nanoTime() - begin) / 1e9;
        double[] each = new double[before.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = (after[i] - before[i]) / wall;
        }
        return new Share(100 * each[0], 100 * each[1], 100 * each[2], each[3]);
    }

    /** Seconds of a core so far: script and all of the page, the program; and the readings that the page took. */
    private double[] seconds() {
        double[] seconds = new double[4];
        browser.call("Performance.getMetrics").get("metrics").forEach(metric -> {
            switch (metric.get("name").asText()) {
                case "ScriptDuration" -> seconds[0] = metric.get("value").asDouble();
                case "TaskDuration" -> seconds[1] = metric.get("value").asDouble();
                default -> { }
            }
        });
        seconds[2] = program.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
        seconds[3] = browser.evaluate("globalThis.campus?.taken ?? 0").asDouble();
        return seconds;
    }

    private double heap() {
        browser.call("HeapProfiler.collectGarbage");
        return browser.call("Runtime.getHeapUsage").get("usedSize").asDouble() / 1e6;
    }

    private void pass(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        await().atMost(length.plus(PATIENCE)).pollInterval(Duration.ofMillis(100))
                .until(() -> System.nanoTime() - end >= 0);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private void row(String what, double figure, String unit) {
        table.add(String.format(Locale.ROOT, "| %s | %.1f | %s |", what, figure, unit));
    }

    private double figure(String what) {
        return table.stream().filter(line -> line.startsWith("| " + what)).map(line -> line.split("\\|")[2].strip())
                .mapToDouble(Double::parseDouble).findFirst().orElseThrow();
    }
}
