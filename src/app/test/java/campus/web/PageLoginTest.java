package campus.web;

import static org.assertj.core.api.Assertions.assertThat;

import campus.testkit.ManualClock;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PageLoginTest {

    private final ManualClock clock = new ManualClock();
    private final PageLogin login = new PageLogin("secreto", clock);

    private String cookie() {
        return login.login("secreto").orElseThrow();
    }

    private static String sent(String setCookie) {
        return "other=1; " + setCookie.replaceFirst(";.*", "");
    }

    @Test
    void aRightPasswordIsACookieThatScriptsAndOtherSitesDoNotSee() {
        String cookie = cookie();
        assertThat(cookie).matches("campus=[0-9a-f]{32}; HttpOnly; SameSite=Strict; Path=/; Max-Age=28800");
        assertThat(login.knows(sent(cookie))).isTrue();
        assertThat(login.knows("campus=" + "0".repeat(32))).isFalse();
        assertThat(login.knows("")).isFalse();
        login.logout(sent(cookie));
        assertThat(login.knows(sent(cookie))).isFalse();
    }

    @Test
    void aBrowserOfThisMachineMayUseItByAnyOfItsAddresses() throws Exception {
        HttpHeaders none = new DefaultHttpHeaders();
        assertThat(HttpRules.isLocal(none, address("127.0.0.1"), address("127.0.0.1"))).isTrue();
        assertThat(HttpRules.isLocal(none, address("192.0.2.2"), address("192.0.2.2"))).isTrue();
        assertThat(HttpRules.isLocal(none, address("192.0.2.3"), address("192.0.2.2"))).isFalse();
        HttpHeaders proxy = new DefaultHttpHeaders().add("Via", "1.1 proxy");
        assertThat(HttpRules.isLocal(proxy, address("192.0.2.2"), address("192.0.2.2"))).isFalse();
    }

    @Test
    void theAddressThatWasUsedIsAHostOfThePage() throws Exception {
        HttpRules rules = new HttpRules("::");
        for (String used : new String[] {"192.0.2.2", "2001:db8::2"}) {
            String host = used.contains(":") ? "[" + used + "]:8088" : used + ":8088";
            assertThat(rules.isOwnHost(request(host), new InetSocketAddress(address(used), 8088))).isTrue();
            assertThat(rules.isOwnHost(request(host), new InetSocketAddress(address("2001:db8::3"), 8088))).isFalse();
        }
    }

    private static HttpRequest request(String host) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.headers().set("Host", host);
        return request;
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void itEndsAfterEightHours() {
        String cookie = cookie();
        clock.advance(Duration.ofHours(8));
        assertThat(login.knows(sent(cookie))).isFalse();
    }

    @Test
    void eachFailureDoublesTheWait() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 32}) {
            assertThat(login.login("x")).isEmpty();
            assertThat(login.login("secreto")).as("not even the right one").isEmpty();
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(login.secondsToWait()).as("after %s s", seconds).isPositive();
            clock.advance(Duration.ofMillis(1));
            assertThat(login.secondsToWait()).isZero();
        }
        cookie();
        assertThat(login.login("x")).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        cookie();
    }

    @Test
    void theOldestOfTooManyEnds() {
        String first = cookie();
        for (int i = 0; i < 20; i++) {
            cookie();
        }
        assertThat(login.knows(sent(first))).isFalse();
    }
}
