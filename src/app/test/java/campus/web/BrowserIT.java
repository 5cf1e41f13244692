package campus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.base.Json;
import campus.cli.Running;
import campus.mqtt.TopicFilter;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real Chromium: with the embedded broker, and with a Mosquitto that stops and starts. */
class BrowserIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> PANELS = List.of("edificio", "comodines", "clase", "conexiones", "cable");

    private static final String CLIPPED = "[...document.querySelectorAll('main *')].filter(e => e.offsetParent"
            + " && e.children.length === 0 && !e.closest('.scroll, svg, .messages') && e.clientWidth > 0"
            + " && e.tagName !== 'INPUT' && (e.scrollWidth > e.clientWidth + 1 || e.classList.contains('num')"
            + " && e.offsetWidth > e.parentNode.clientWidth)).map(e => e.className + ' ' + e.textContent)";
    private static final String SMALL = "[...document.querySelectorAll('button, select, input')].filter(e => {"
            + " const r = e.getBoundingClientRect(); return e.offsetParent && (r.width < 24 || r.height < 24); })"
            + ".map(e => e.className + ' ' + e.textContent)";

    @TempDir
    private static Path folder;
    private static Running campus;
    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        browser = new Chromium(folder.resolve("profile"), "--accept-lang=es-ES,es");
        campus = Running.start(folder.resolve("data"), Map.of("campus.page.enabled", "true", "campus.page.port", "0",
                "campus.sensors.seed", "7"));
        browser.width(1366, 900);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            campus.close();
        }
    }

    /** The page of the embedded broker, with values, on one of its panels. */
    private static void open(String panel) {
        browser.open("about:blank");
        browser.open(campus.page() + "#/" + panel);
        browser.await("globalThis.campus?.store.values.size > 0 && campus.store.state.name === 'connected'", SOON);
    }

    private static String text(String id) {
        return browser.evaluate("document.getElementById('" + id + "').textContent").asText();
    }

    @Test
    void valuesAreThereAtOnceAndTheConsoleIsQuiet() {
        open("edificio");
        Awaitility.await("the first values").atMost(SOON).untilAsserted(() ->
                assertThat(millisToFirstValues()).isLessThan(Chromium.within(2).toMillis()));
        browser.await("document.querySelector('#building .room.new')", SOON);
        browser.await("/^EDIFICIO_1\\/P_/.test(document.getElementById('newest-topic').textContent)", SOON);
        browser.await("document.querySelector('#chart .point')", SOON);
        assertThat(browser.evaluate("document.querySelectorAll('#building .room').length").asInt()).isEqualTo(192);
        assertThat(browser.evaluate("document.documentElement.lang").asText()).isEqualTo("es");
        assertThat(text("state")).isEqualTo("Conectado al broker");
        browser.evaluate("document.querySelector('[data-language=en]').click()");
        assertThat(text("state")).isEqualTo("Connected to the broker");
        browser.evaluate("document.querySelector('[data-language=es]').click()");
        assertThat(browser.errors).isEmpty();
    }

    private static double millisToFirstValues() {
        browser.open("about:blank");
        browser.open(campus.page());
        browser.await("document.querySelector('#building .room:not(.empty)')", SOON);
        return browser.evaluate("performance.getEntriesByName('values')[0].startTime").asDouble();
    }

    @Test
    void bothLanguagesHaveAllTextsAndTheirParameters() {
        open("edificio");
        assertThat(browser.evaluate("import('/text.js').then(({languages: {es, en}}) =>"
                + " [...new Set([...Object.keys(es), ...Object.keys(en)])].filter(key => !es[key] || !en[key]"
                + " || String(es[key].match(/\\{\\w+}/g)?.sort()) !== String(en[key].match(/\\{\\w+}/g)?.sort()))"
                + ".join())").asText()).isEmpty();
        assertThat(browser.evaluate("import('/text.js').then(({languages}) => [...document.querySelectorAll("
                + "'[data-t],[data-t-label]')].map(node => node.dataset.t ?? node.dataset.tLabel)"
                + ".filter(key => !languages.es[key]).join())").asText()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 768, 1366, 1920})
    void nothingOverflows(int width) {
        open("edificio");
        browser.width(width, 900);
        browser.evaluate("document.querySelectorAll('#map .room')[30].click()");
        for (String panel : PANELS) {
            browser.evaluate("location.hash = '#/" + panel + "'");
            browser.await("!document.getElementById('" + panel + "').hidden", SOON);
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).as(panel)
                    .isLessThanOrEqualTo(width);
            assertThat(browser.evaluate(CLIPPED).toString()).as("clipped on " + panel).isEqualTo("[]");
            assertThat(browser.evaluate(SMALL).toString()).as("small targets on " + panel).isEqualTo("[]");
        }
        if (width == 1920) {
            assertThat(browser.evaluate("getComputedStyle(document.body).fontSize").asText()).isEqualTo("22px");
        }
        browser.width(1366, 900);
    }

    @Test
    void theFilterOfTheSheetLightsSixOf768() {
        open("comodines");
        filter("EDIFICIO_1/P_2/O/+/VIBR");
        assertThat(browser.evaluate("document.querySelectorAll('#map .room.lit').length").asInt()).isEqualTo(6);
        browser.await("document.querySelectorAll('#map .dots .lit').length === 6", SOON);
        assertThat(text("verdict")).isEqualTo("6 de 768 sensores");
        browser.await("document.getElementById('answer').textContent.includes('QoS 1 concedida (0x01)')", SOON);
        browser.evaluate("document.querySelector('#map [data-room=\"EDIFICIO_1/P_8/N/4\"]').click()");
        assertThat(text("why")).contains("✗ No coincide", "EDIFICIO_1/P_8/N/4/VIBR", "P_2 no es P_8");
        filter("+/+/+/TEMP");
        assertThat(text("verdict")).isEqualTo("0 de 768 sensores");
        assertThat(text("why")).contains("Niveles del filtro: 4; del topic: 5.");
        filter("EDIFICIO_1/#/TEMP");
        assertThat(text("verdict")).contains("solo puede ser el último nivel").contains("4.7.1.2");
        browser.await("document.getElementById('answer').textContent === 'No se pregunta al broker.'", SOON);
        filter("#");
        browser.await("document.getElementById('answer').textContent.includes('NO: sin permiso')", SOON);
        filter("EDIFICIO_1/#");
        browser.await("document.querySelectorAll('#messages li').length > 3", SOON);
    }

    private static void filter(String text) {
        browser.evaluate("document.getElementById('filter').value = " + json(text) + ";"
                + " document.getElementById('filter').dispatchEvent(new Event('input'))");
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theClientOfThePageSpeaksMqtt() {
        open("edificio");
        new PacketFixtures(browser).check();
        // While readings arrive it sends nothing by itself.
        browser.evaluate("campus.store.client.on.packet = (sent, bytes) => { globalThis.pinged ||= sent"
                + " && bytes[0] === 0xc0; }; campus.store.client.sent -= 6000");
        browser.await("globalThis.pinged", SOON);
    }

    @Test
    void thePageAgreesWithTopicFilter() {
        open("edificio");
        Random random = new Random(7);
        List<String> topics = List.of("EDIFICIO_1/P_2/O/1/VIBR", "a", "a/", "/a", "$SYS/a", "a/b/c", "a//c", "", "b/$x",
                "a/+", "$share/g/a", "a/b");
        List<List<Object>> cases = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            cases.add(List.of(generated(random), topics));
        }
        JsonNode page = browser.evaluate("import('/filter.js').then(({broken, matches}) => " + json(cases)
                + ".map(([filter, topics]) => broken(filter) ? null : topics.map(topic => matches(filter, topic))))");
        int valid = 0;
        for (int i = 0; i < cases.size(); i++) {
            String filter = (String) cases.get(i).get(0);
            List<Boolean> expected = expected(filter, topics);
            valid += expected == null ? 0 : 1;
            assertThat(page.get(i).toString()).as(filter).isEqualTo(json(expected));
        }
        assertThat(valid).isBetween(50, 190);
    }

    private static String generated(Random random) {
        List<String> levels = List.of("+", "#", "a", "b", "c", "", "$SYS", "EDIFICIO_1", "P_2", "O", "1", "VIBR", "a+",
                "#b", "+", "$share", "g", "$x");
        List<String> filter = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            filter.add(levels.get(random.nextInt(i == count - 1 ? levels.size() : 12)));
        }
        if (random.nextInt(10) == 0) {
            filter.addAll(0, List.of("$share", random.nextBoolean() ? "g" : ""));
        }
        return String.join("/", filter);
    }

    private static List<Boolean> expected(String filter, List<String> topics) {
        try {
            TopicFilter own = TopicFilter.ofSubscription(filter);
            return topics.stream().map(own::matches).toList();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Test
    void whatComesByMqttIsText() {
        open("comodines");
        filter("salon/#");
        browser.await("campus.wildcards.asked === 'salon/#' && answer.dataset.mood === 'good'", SOON);
        browser.evaluate("void campus.wildcards.client.publish('salon/<img src=x onerror=alert(1)>',"
                + " '<img src=x onerror=\"globalThis.hacked = 1\">', 1)");
        browser.await("document.querySelector('#messages .payload')", SOON);
        assertThat(text("messages")).contains("<img src=x onerror=\"globalThis.hacked = 1\">");
        assertThat(browser.evaluate("document.querySelectorAll('#messages img').length").asInt()).isZero();
        assertThat(browser.evaluate("globalThis.hacked ?? 0").asInt()).isZero();
        assertThat(browser.errors).isEmpty();
    }

    @Test
    void theButtonMakesTheBuildingFaster() {
        open("edificio");
        browser.evaluate("document.getElementById('hurry').click()");
        browser.await("/quedan \\d+ s/.test(document.getElementById('hurry').textContent)", SOON);
    }

    @Test
    void linksFiguresAndTheClassAreThere() {
        open("conexiones");
        browser.await("document.querySelectorAll('#links tr').length > 5", SOON);
        browser.await("document.querySelectorAll('#figures tr').length > 5", SOON);
        assertThat(text("links")).contains("view-temperature").contains("arriba");
        browser.evaluate("location.hash = '#/clase'");
        browser.await("document.querySelectorAll('#class-numbers .number').length === 5", SOON);
    }

    @Test
    void aHiddenPageDisconnects() {
        open("edificio");
        String hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
                + " document.dispatchEvent(new Event('visibilitychange'))";
        browser.evaluate(hide.formatted(true));
        assertThat(browser.evaluate("campus.store.client === null").asBoolean()).isTrue();
        assertThat(text("state")).isEqualTo("En pausa");
        browser.evaluate(hide.formatted(false));
        browser.await("campus.store.state.name === 'connected'", SOON);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void thePacketsOfAPublicationAreThoseOfItsQos(int qos) {
        open("cable");
        browser.evaluate("document.getElementById('wire-qos').value = " + qos
                + "; document.getElementById('wire-send').click()");
        browser.await("/ es protocolo/.test(document.getElementById('wire-note').textContent)", SOON);
        List<String> own = List.of(List.of("PUBLISH QoS 0"), List.of("PUBLISH QoS 1", "PUBACK"),
                List.of("PUBLISH QoS 2", "PUBREC", "PUBREL", "PUBCOMP")).get(qos);
        assertThat(browser.evaluate("[...document.querySelectorAll('#packets strong')].map(e => e.textContent).join()")
                .asText()).isEqualTo("CONNECT,CONNACK," + String.join(",", own) + ",DISCONNECT");
    }

    @Test
    void aBrokerThatStopsIsToldWithinASecondAndReadingsComeBack() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        int port = Ports.free();
        Path own = folder.resolve("other");
        try (Mosquitto mosquitto = Mosquitto.start(folder, port, "allow_anonymous true");
             Running other = Running.start(own, Map.of("campus.page.enabled", "true", "campus.page.port", "0",
                     "campus.broker.enabled", "false", "campus.teacher.enabled", "false",
                     "campus.views.enabled", "false", "camel.component.paho-mqtt5.broker-url", mosquitto.url()))) {
            browser.open(other.page());
            browser.await("globalThis.campus?.store.newest && campus.store.state.name === 'connected'", SOON);
            mosquitto.kill();
            browser.await("!document.getElementById('banner').hidden && document.body.classList.contains('stale')",
                    Chromium.within(1));
            browser.await("document.getElementById('banner').textContent.includes('no server listens there')", SOON);
            mosquitto.restart();
            String arrived = "campus.store.arrivals.length";
            browser.evaluate("campus.store.arrivals = []");
            browser.await(arrived + " > 0 && document.getElementById('banner').hidden", Chromium.within(5));
            other.close();
            browser.await("document.getElementById('banner').textContent.includes('el programa no contesta')",
                    Chromium.within(1));
        }
    }
}
