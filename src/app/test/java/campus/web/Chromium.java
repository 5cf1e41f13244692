package campus.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.base.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.camel.util.FileUtil;
import org.awaitility.Awaitility;

/** A real Chromium with one page, driven over its DevTools protocol (chromedevtools.github.io/devtools-protocol). */
final class Chromium implements WebSocket.Listener, AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** As many browsers at a time as draw in time on two cores, over all JVMs of a build. */
    private static final int BROWSERS = 2;

    private final FileChannel turn;
    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final String session;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    /** Errors of the console, failed requests and exceptions, since the page was opened. */
    final List<String> errors = new CopyOnWriteArrayList<>();
    /** Gets each event of the page, its method and its parameters, on the thread that reads them; must not wait. */
    volatile BiConsumer<String, JsonNode> heard = (method, params) -> { };

    private static Optional<Path> find() {
        return NAMES.stream().flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
    }

    /** Seconds on a machine that has nothing else to do. */
    static Duration within(int seconds) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return Duration.ofSeconds(Math.round(seconds
                * Math.max(1, system.getSystemLoadAverage() / system.getAvailableProcessors())));
    }

    private static FileChannel turn() throws IOException {
        for (int i = 1; i <= BROWSERS; i++) {
            FileChannel channel = FileChannel.open(Path.of("target", "browser-" + i + ".lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                // One of this JVM.
            }
            channel.close();
        }
        return null;
    }

    /**
     * Starts it; without a Chromium on this machine, the test is skipped.
     *
     * @param folder of its profile; empty, or not there
     */
    Chromium(Path folder, String... more) throws IOException {
        assumeTrue(find().isPresent(), "skipped: chromium is not installed");
        turn = Awaitility.await().forever().until(Chromium::turn, Objects::nonNull);
        profile = folder;
        List<String> command = new ArrayList<>(List.of(find().orElseThrow().toString(), "--headless", "--no-sandbox",
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--user-data-dir=" + folder, "--remote-debugging-port=0"));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Path port = folder.resolve("DevToolsActivePort");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
        List<String> lines = Files.readAllLines(port);
        socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), this).join();
        String target = send("Target.createTarget", Json.MAPPER.createObjectNode().put("url", "about:blank"), null)
                .get("targetId").asText();
        session = send("Target.attachToTarget", Json.MAPPER.createObjectNode().put("targetId", target)
                .put("flatten", true), null).get("sessionId").asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable");
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            receive(text.toString());
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void receive(String message) {
        try {
            JsonNode json = Json.MAPPER.readTree(message);
            if (json.has("id")) {
                answers.remove(json.get("id").asInt()).complete(json);
                return;
            }
            JsonNode params = json.path("params");
            heard.accept(json.path("method").asText(), params);
            switch (json.path("method").asText()) {
                case "Runtime.exceptionThrown" -> errors.add(params.toString());
                case "Runtime.consoleAPICalled" -> add(params.path("type").asText(), params);
                case "Log.entryAdded" -> add(params.at("/entry/level").asText(), params);
                default -> { }
            }
        } catch (IOException e) {
            errors.add(e.toString());
        }
    }

    private void add(String level, JsonNode params) {
        if (level.equals("error") || level.equals("warning")) {
            errors.add(params.toString());
        }
    }

    private JsonNode send(String method, ObjectNode parameters, String to) {
        return begin(method, parameters, to).join();
    }

    private CompletableFuture<JsonNode> begin(String method, ObjectNode parameters, String to) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = Json.MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        if (to != null) {
            message.put("sessionId", to);
        }
        synchronized (this) {
            socket.sendText(message.toString(), true).join();
        }
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).thenApply(json -> {
            if (json.has("error")) {
                throw new AssertionError(method + ": " + json.get("error"));
            }
            return json.get("result");
        });
    }

    /** A command with its parameters, name and value in turn. */
    JsonNode call(String method, Object... parameters) {
        return begin(method, parameters).join();
    }

    /** As {@link #call}, and the next command need not wait for its answer. */
    CompletableFuture<JsonNode> begin(String method, Object... parameters) {
        ObjectNode all = Json.MAPPER.createObjectNode();
        for (int i = 0; i < parameters.length; i += 2) {
            all.set((String) parameters[i], Json.MAPPER.valueToTree(parameters[i + 1]));
        }
        return begin(method, all, session);
    }

    /** Goes to an address, and waits until its page has replaced the one before: the answer comes earlier. */
    void open(String url) {
        errors.clear();
        evaluate("globalThis.left = true");
        if (call("Page.navigate", "url", url).has("loaderId")) {
            Awaitility.await(url).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                    .ignoreExceptions().until(() -> evaluate("!globalThis.left").asBoolean());
        }
    }

    /** The value of an expression, or of the promise that it is. */
    JsonNode evaluate(String expression) {
        JsonNode result = call("Runtime.evaluate", "expression", expression, "awaitPromise", true,
                "returnByValue", true);
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.at("/result/value");
    }

    /** Waits until an expression is true. */
    void await(String expression, Duration atMost) {
        Awaitility.await(expression).atMost(atMost).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20)).until(() -> evaluate("Boolean(" + expression + ")").asBoolean());
    }

    void width(int width, int height) {
        call("Emulation.setDeviceMetricsOverride", "width", width, "height", height, "deviceScaleFactor", 1,
                "mobile", false);
    }

    /** {@code prefers-color-scheme}, {@code prefers-reduced-motion} and others. */
    void media(String name, String value) {
        call("Emulation.setEmulatedMedia", "features", List.of(Map.of("name", name, "value", value)));
    }

    void picture(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(call("Page.captureScreenshot", "format", "png")
                .get("data").asText()));
    }

    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> helpers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            turn.close();
            // They may still write.
            helpers.forEach(ProcessHandle::destroyForcibly);
            Awaitility.await("no profile").atMost(PATIENCE).until(() -> {
                FileUtil.removeDir(profile.toFile());
                return Files.notExists(profile);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
