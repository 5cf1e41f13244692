package campus.web;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.Running;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for everybody: the rules of axe (WCAG 2.2 A, AA), letters for the wall, and no motion if unwanted. */
class AccessibilityIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> PANELS = List.of("edificio", "comodines", "clase", "conexiones", "cable");
    private static final String AXE = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
            + ".then(result => ({passed: result.passes.length, violations: result.violations.map(v => v.id + ': '"
            + " + v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join('; '))}))";
    /** The text that is seen, with the size of its letters, where that is less than a limit. */
    private static final String SMALLER = "(() => { const found = [], walker = document.createTreeWalker(document.body,"
            + " NodeFilter.SHOW_TEXT); for (let node; node = walker.nextNode();) { const e = node.parentElement;"
            + " if (node.textContent.trim() && e.checkVisibility() && !e.closest('script, .skip')"
            + " && e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < LIMIT) { found.push("
            + "e.tagName + '.' + e.className.toString() + ' ' + getComputedStyle(e).fontSize + ' '"
            + " + node.textContent.slice(0, 20)); } } return [...new Set(found)]; })()";

    @TempDir
    private static Path folder;
    private static Running campus;
    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        browser = new Chromium(folder.resolve("profile"), "--accept-lang=es-ES,es");
        campus = Running.start(folder.resolve("data"), Map.of("campus.page.enabled", "true", "campus.page.port", "0",
                "campus.sensors.floors", "2", "campus.sensors.faults", "spike:0.5", "campus.broker.sys-interval", "1s"))
                .awaitSubscribed();
        browser.width(1366, 900);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            campus.close();
        }
    }

    /** A new page, with the panels filled. */
    private static void open(String language) {
        browser.open("about:blank");
        browser.open(campus.page());
        browser.await("globalThis.campus?.store.values.size > 20 && campus.store.state.name === 'connected'", SOON);
        browser.evaluate("document.querySelector('[data-language=" + language + "]').click()");
    }

    private static void show(String panel) {
        browser.evaluate("location.hash = '#/" + panel + "'; if (location.hash === '#/cable') {"
                + " document.getElementById('wire-send').click(); }");
        browser.await("!document.getElementById('" + panel + "').hidden", SOON);
        browser.await(Map.of("edificio", "document.querySelector('#chart .point') && campus.building.selected",
                "comodines", "document.querySelectorAll('#messages li').length > 2",
                "clase", "document.querySelectorAll('#class-numbers .number').length === 5",
                "conexiones", "document.querySelectorAll('#figures tr').length > 5"
                + " && document.querySelectorAll('#links tr').length > 5",
                "cable", "document.querySelectorAll('#packets li').length > 4").get(panel), SOON);
    }

    private static void assertAccessible(String what) {
        JsonNode result = browser.evaluate(AXE);
        assertThat(result.get("passed").asInt()).as(what).isGreaterThan(10);
        assertThat(result.get("violations")).as(what).isEmpty();
    }

    private static void loadAxe() throws Exception {
        try (InputStream axe = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            browser.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; void 0");
        }
    }

    @ParameterizedTest
    @CsvSource({"light, en", "dark, es"})
    @Tag("soak")
    void axeFindsNothingInTheOtherLanguage(String scheme, String language) throws Exception {
        axeFindsNothing(scheme, language);
    }

    @ParameterizedTest
    @CsvSource({"light, es", "dark, en"})
    void axeFindsNothing(String scheme, String language) throws Exception {
        browser.media("prefers-color-scheme", scheme);
        open(language);
        loadAxe();
        for (String panel : PANELS) {
            show(panel);
            assertAccessible(scheme + " " + language + " " + panel);
        }
    }

    @Test
    @Tag("soak")
    void axeFindsNothingInOtherStatesInTheDark() throws Exception {
        axeFindsNothingInOtherStates("dark");
    }

    @ParameterizedTest
    @ValueSource(strings = "light")
    void axeFindsNothingInOtherStates(String scheme) throws Exception {
        browser.media("prefers-color-scheme", scheme);
        open("es");
        loadAxe();
        for (int quantity = 0; quantity < 4; quantity++) {
            browser.evaluate("campus.building.setQuantity(" + quantity + "); document.querySelectorAll('.room')"
                    + ".forEach(room => room.style.setProperty('--heat', '55%'))");
            assertAccessible(scheme + ", the highest values of quantity " + quantity);
        }
        browser.evaluate("location.hash = '#/comodines'; campus.wildcards.set('EDIFICIO_1/#/TEMP');"
                + " document.querySelectorAll('#map .room')[30].click()");
        assertAccessible(scheme + ", a wrong filter");
        browser.evaluate("campus.wildcards.set('EDIFICIO_1/P_2/O/+/VIBR')");
        browser.await("answer.dataset.mood === 'good'", SOON);
        assertAccessible(scheme + ", a room and a filter");
        browser.evaluate("location.hash = '#/clase'; document.getElementById('login-password').value = '"
                + campus.setting("campus.teacher.password") + "'; document.querySelector('#login button').click()");
        browser.await("document.querySelectorAll('#students tr').length > 0", SOON);
        assertAccessible(scheme + ", the students");
        browser.evaluate("location.hash = '#/edificio'; document.getElementById('faults').click()");
        browser.await("document.querySelector('#building .room.fault')", SOON);
        browser.evaluate("document.querySelector('#building .room.fault').click()");
        assertAccessible(scheme + ", faults");
        browser.evaluate("document.getElementById('logout').click()");
        browser.await("!document.getElementById('login').hidden", SOON);
        browser.evaluate("document.getElementById('login-password').value = 'wrong';"
                + " document.querySelector('#login button').click()");
        browser.await("document.getElementById('login-note').textContent", SOON);
        assertAccessible(scheme + ", a wrong password");
        browser.evaluate("campus.store.start = () => { }; location.hash = '#/edificio';"
                + " campus.store.client.end({socket: 1014, reason: 'no server listens there'})");
        browser.await("document.body.classList.contains('stale') && document.getAnimations().length === 0", SOON);
        assertAccessible(scheme + ", without the broker");
    }

    @Test
    void nothingMovesIfMotionIsUnwanted() {
        open("es");
        browser.evaluate("globalThis.moved = 0; setInterval(() => { moved += document.getAnimations().length; }, 20)");
        browser.await("moved > 0", SOON);
        browser.media("prefers-reduced-motion", "reduce");
        browser.await("matchMedia('(prefers-reduced-motion: reduce)').matches"
                + " && document.getAnimations().length === 0", SOON);
        browser.evaluate("campus.store.arrivals = []; moved = 0");
        browser.await("campus.store.arrivals.length > 100", SOON);
        assertThat(browser.evaluate("moved").asInt()).isZero();
        browser.media("prefers-reduced-motion", "no-preference");
    }

    @Test
    void lettersForTheWall() {
        browser.width(1920, 1080);
        open("es");
        browser.evaluate("document.querySelectorAll('#map .room')[30].click()");
        for (String panel : PANELS) {
            show(panel);
            assertThat(browser.evaluate(SMALLER.replace("LIMIT", "22"))).as(panel).isEmpty();
            assertThat(browser.evaluate(SMALLER.replace("LIMIT", "100")).size()).as(panel).isGreaterThan(20);
        }
        browser.width(1366, 900);
    }

    @Test
    void lettersForTheWallInALargeBuilding() throws Exception {
        try (Running large = Running.start(folder.resolve("large"), Map.of("campus.page.enabled", "true",
                "campus.page.port", "0", "campus.sensors.floors", "3", "campus.sensors.rooms-per-wing", "40"))) {
            browser.width(1920, 1080);
            browser.open(large.page());
            browser.await("document.querySelector('#building.large .room:not(.empty)')", SOON);
            assertThat(browser.evaluate(SMALLER.replace("LIMIT", "22"))).isEmpty();
            assertThat(browser.evaluate("[...document.querySelectorAll('#building .num')].filter(e =>"
                    + " e.offsetWidth > e.parentNode.clientWidth).map(e => e.textContent)")).isEmpty();
            browser.width(1366, 900);
        }
    }
}
