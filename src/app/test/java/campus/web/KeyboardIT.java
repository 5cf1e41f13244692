package campus.web;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page without a mouse: what has the focus is seen, and each part of the page is reached and works by keys. */
class KeyboardIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, Integer> KEYS = Map.of("Tab", 9, "Enter", 13, " ", 32, "End", 35, "Home", 36,
            "ArrowLeft", 37, "ArrowUp", 38, "ArrowRight", 39, "ArrowDown", 40, "Backspace", 8);
    /** More than there are stops on any panel. */
    private static final int MOST_STOPS = 60;
    private static final String FOCUS = "(() => { const e = document.activeElement, look = getComputedStyle("
            + "e.closest('label.chip') ?? e), at = e.getBoundingClientRect(); return e.matches(':focus-visible')"
            + " && look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2"
            + " && at.bottom > 0 && at.top < innerHeight && at.right > 0 && at.left < innerWidth; })()";
    /** What a mouse could use on the panel that is shown; of a group with arrow keys, the member that Tab reaches. */
    private static final String STOPS = "[...document.querySelectorAll('a[href], button, input, select,"
            + " [tabindex=\"0\"]')].filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0"
            + " && (e.type !== 'radio' || e.checked))";

    private static final String LOGIN_HIDDEN = "document.getElementById('login').hidden";

    @TempDir
    private static Path folder;
    private static Running campus;
    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        browser = new Chromium(folder.resolve("profile"), "--accept-lang=es-ES,es");
        campus = Running.start(folder.resolve("data"), Map.of("campus.page.enabled", "true", "campus.page.port", "0",
                "campus.building.east.building", "EDIFICIO_2", "campus.sensors.faults", "stuck:0.5",
                "campus.broker.sys-interval", "1s")).awaitSubscribed();
        browser.width(1366, 900);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            campus.close();
        }
    }

    @BeforeEach
    void open() {
        browser.open("about:blank");
        browser.open(campus.page());
        browser.await("globalThis.campus?.store.values.size > 20 && campus.store.state.name === 'connected'", SOON);
    }

    private static void press(String key) {
        String text = key.equals("Enter") ? "\r" : key.equals(" ") ? " " : "";
        Stream.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")
                .map(type -> browser.begin("Input.dispatchKeyEvent", "type", type, "key", key, "code",
                        key.equals(" ") ? "Space" : key, "windowsVirtualKeyCode", KEYS.get(key), "text",
                        type.equals("keyUp") ? "" : text))
                .toList().forEach(CompletableFuture::join);
    }

    private static boolean has(String selector) {
        return browser.evaluate("document.activeElement.matches(`" + selector + "`)").asBoolean();
    }

    /** Tab, until it is at an element; wherever it is, that is seen. */
    private static void tabTo(String selector) {
        for (int i = 0; i < MOST_STOPS && (i == 0 || !has(selector)); i++) {
            press("Tab");
            if (!has("body")) {
                assertThat(browser.evaluate(FOCUS).asBoolean()).as("focus is seen: "
                        + browser.evaluate("document.activeElement.outerHTML.slice(0, 200)")).isTrue();
            }
        }
        assertThat(has(selector)).as("Tab reaches " + selector).isTrue();
    }

    private static void type(String text) {
        browser.call("Input.insertText", "text", text);
    }

    private static void panel(String name, String... arrows) {
        tabTo("[role=tab]");
        for (String arrow : arrows) {
            press(arrow);
        }
        browser.await("!document.getElementById('" + name + "').hidden", SOON);
        assertThat(has("#tab-" + name)).isTrue();
    }

    /** The page draws at most ten times a second, so a text may come a moment after the key. */
    private static void awaitText(String id, String text) {
        browser.await("document.getElementById('" + id + "').textContent.includes('" + text + "')", SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edificio", "comodines", "clase", "conexiones", "cable"})
    void tabReachesAllThatAMouseCouldUse(String panel) {
        browser.evaluate("location.hash = '#/" + panel + "'");
        browser.await("!document.getElementById('" + panel + "').hidden", SOON);
        browser.evaluate("globalThis.reached = new Set()");
        press("Tab");
        for (int i = 0; i < MOST_STOPS && !has("body"); i++) {
            browser.evaluate("void reached.add(document.activeElement)");
            press("Tab");
        }
        assertThat(browser.evaluate(STOPS + ".length").asInt()).isGreaterThan(4);
        assertThat(browser.evaluate(STOPS + ".filter(e => !reached.has(e)).map(e => e.outerHTML)")).isEmpty();
    }

    @Test
    void theArrowsGoFromPanelToPanelAndTheFirstStopSkipsThem() {
        tabTo(".skip");
        press("Enter");
        assertThat(has("main")).isTrue();
        tabTo("#hurry");
        panel("cable", "ArrowLeft");
        press("Home");
        for (String name : new String[] {"edificio", "comodines", "clase", "conexiones", "cable", "edificio"}) {
            browser.await("!document.getElementById('" + name + "').hidden", SOON);
            assertThat(has("#tab-" + name)).isTrue();
            press("ArrowRight");
        }
        press("End");
        assertThat(has("#tab-cable")).isTrue();
        tabTo("[data-language=en]");
        press("Enter");
        awaitText("state", "Connected to the broker");
        tabTo("[data-language=es]");
        press(" ");
        awaitText("state", "Conectado al broker");
    }

    @Test
    void theBuilding() {
        tabTo("#model");
        press("ArrowDown");
        browser.await("document.querySelector('#building .room').dataset.room.startsWith('EDIFICIO_2')", SOON);
        press("ArrowUp");
        tabTo("#hurry");
        press(" ");
        browser.await("/quedan \\d+ s/.test(document.getElementById('hurry').textContent)", SOON);
        tabTo("input[type=radio]");
        press("ArrowRight");
        browser.await("document.getElementById('building').dataset.quantity === 'HUM'", SOON);
        tabTo("#building .room");
        assertThat(has("[data-room='EDIFICIO_1/P_8/N/1']")).isTrue();
        for (String arrow : new String[] {"ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown",
            "ArrowUp"}) {
            press(arrow);
        }
        assertThat(has("[data-room='EDIFICIO_1/P_7/N/2']")).isTrue();
        press("Enter");
        assertThat(has("[aria-pressed=true]")).isTrue();
        awaitText("detail-title", "Planta 7, ala norte, aula 2");
        tabTo(".tile.q-LUX");
        press("Enter");
        awaitText("chart-topic", "EDIFICIO_1/P_7/N/2/LUX");
    }

    @Test
    void theWildcards() {
        panel("comodines", "ArrowRight");
        tabTo("#filter-clear");
        press("Enter");
        assertThat(has("#filter")).isTrue();
        type("EDIFICIO_1/P_2/O/+/VIBR");
        press("Enter");
        awaitText("verdict", "6 de 1.536 sensores");
        tabTo("#presets .chip:last-child");
        press(" ");
        assertThat(browser.evaluate("document.getElementById('filter').value").asText()).isEqualTo("#");
        tabTo("#map .room");
        press("ArrowRight");
        press(" ");
        awaitText("why", "EDIFICIO_1/P_8/N/2/TEMP");
        tabTo("#messages");
    }

    @Test
    void theTeacher() {
        panel("clase", "ArrowRight", "ArrowRight");
        logIn();
        assertThat(has("#members *")).as("the focus is not lost with the field").isTrue();
        tabTo("a[href='/export.csv']");
        tabTo("#logout");
        press("Enter");
        browser.await("!document.getElementById('login').hidden", SOON);
        assertThat(has("#login-password")).isTrue();
    }

    /** The field of the password must not be there for a moment: it would take the focus with it. */
    @Test
    void aLoginOutlivesAReloadAndAProgramThatDoesNotAnswer() {
        panel("clase", "ArrowRight", "ArrowRight");
        logIn();
        offline(true);
        try {
            browser.await("!document.getElementById('class-note').hidden", SOON);
            assertThat(browser.evaluate(LOGIN_HIDDEN).asBoolean()).isTrue();
            assertThat(browser.evaluate("document.getElementById('members').hidden").asBoolean()).isFalse();
        } finally {
            offline(false);
        }
        browser.await("document.getElementById('class-note').hidden", SOON);
        open();
        assertThat(browser.evaluate(LOGIN_HIDDEN).asBoolean()).isTrue();
        browser.evaluate("fetch('/logout', { method: 'POST' }).then(() => true)");
        panel("clase", "ArrowRight", "ArrowRight");
        browser.await("!(" + LOGIN_HIDDEN + ")", SOON);
    }

    private static void offline(boolean is) {
        browser.call("Network.emulateNetworkConditions", "offline", is, "latency", 0, "downloadThroughput", -1,
                "uploadThroughput", -1);
    }

    private static void logIn() {
        browser.await("!document.getElementById('login').hidden", SOON);
        tabTo("#login-password");
        type(campus.setting("campus.teacher.password"));
        press("Enter");
        browser.await("document.querySelectorAll('#students tr').length > 0", SOON);
    }

    /** They are what a student is to find, so that nobody else sees them. */
    @Test
    void theFaultsAreForTheTeacher() {
        assertThat(browser.evaluate("document.getElementById('faults-choice').hidden").asBoolean()).isTrue();
        panel("clase", "ArrowRight", "ArrowRight");
        logIn();
        open();
        tabTo("#faults");
        assertThat(browser.evaluate("document.querySelectorAll('.fault:not(.sample)').length").asInt()).isZero();
        press(" ");
        browser.await("document.querySelectorAll('#building .room.fault').length > 3"
                + " && document.querySelectorAll('#building .dots .fault').length > 5", SOON);
        browser.await("(() => { const room = document.querySelector('#building .room.fault'); room.click();"
                + " return room.getAttribute('aria-label').includes('Fallo: no se mueve. Sin él: '); })()", SOON);
        awaitText("chart-fault", "Fallo: no se mueve. Sin él: ");
        awaitText("faults-label", "Fallos: ");
        panel("clase", "ArrowRight", "ArrowRight");
        tabTo("#logout");
        press("Enter");
        browser.await("!document.getElementById('login').hidden && campus.store.faults.size === 0", SOON);
        browser.evaluate("location.hash = '#/edificio'");
        browser.await("document.getElementById('faults-choice').hidden"
                + " && !document.querySelector('#building .fault')", SOON);
    }

    @Test
    void theWire() {
        panel("cable", "End");
        tabTo("#wire-topic");
        tabTo("#wire-message");
        type("OFF");
        tabTo("#wire-qos");
        press("ArrowDown");
        tabTo("#wire-send");
        press("Enter");
        browser.await("/ es protocolo/.test(document.getElementById('wire-note').textContent)", SOON);
        awaitText("packets", "PUBLISH QoS 2");
    }
}
