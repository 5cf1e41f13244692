package campus.web;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose users or permissions know nothing of the page: the page says so in words. */
class PagePermissionIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private void assertBanner(Map<String, String> options, String text) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("campus.page.enabled", "true", "campus.page.port", "0"));
        all.putAll(options);
        try (Chromium browser = new Chromium(folder.resolve("profile"), "--accept-lang=en-GB,en");
             Running campus = Running.start(folder.resolve("data"), all)) {
            browser.open(campus.page());
            browser.await("document.getElementById('banner')?.hidden === false", SOON);
            assertThat(browser.evaluate("document.getElementById('banner').textContent").asText()).startsWith(text);
            browser.await("document.querySelector('#building .room:not(.empty)')", SOON);
            assertThat(browser.evaluate("document.getElementById('state').dataset.state").asText()).isEqualTo("lost");
        }
    }

    /** The last values are there, as the program itself reads them. */
    @Test
    void ownPermissionsWithoutThePage() throws Exception {
        Path own = Files.write(folder.resolve("acl"), List.of("user edificio", "topic readwrite EDIFICIO_1/#",
                "user profesor", "topic readwrite DST/#"));
        assertBanner(Map.of("campus.broker.acl-file", own.toString()),
                "The broker does not let this page read EDIFICIO_1/# (not authorized, 0x87).");
    }

    @Test
    void ownUsersWithoutThePage() throws Exception {
        assertBanner(Map.of("campus.page.username", "stranger", "campus.page.password", "x"),
                "The broker does not let this page in: bad user name or password (0x86). Its user is"
                        + " campus.page.username.");
    }
}
