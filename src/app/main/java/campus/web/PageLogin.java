package campus.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The login of the teacher: a password to a token in a cookie. Each wrong password doubles the wait before the next
 * attempt, up to a minute, whoever makes it; the comparison takes the same time for each.
 */
final class PageLogin {

    private static final String COOKIE = "campus=";
    private static final Duration LASTS = Duration.ofHours(8);
    private static final int MOST = 20;
    private static final int LONGEST_WAIT = 60;

    private final byte[] password;
    private final Clock clock;
    private final Map<String, Instant> ends = new LinkedHashMap<>();
    private Instant next = Instant.MIN;
    private int failures;

    PageLogin(String password, Clock clock) {
        this.password = password.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** Seconds until the next attempt counts; 0: now. */
    synchronized long secondsToWait() {
        Instant now = clock.instant();
        return now.isBefore(next) ? (Duration.between(now, next).toMillis() + 999) / 1000 : 0;
    }

    /** The Set-Cookie header of a right password; empty for a wrong one, or before {@link #secondsToWait} is over. */
    synchronized Optional<String> login(String given) {
        if (secondsToWait() > 0) {
            return Optional.empty();
        }
        // Its time depends on the length of the first alone.
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), password)) {
            failures++;
            next = clock.instant().plusSeconds(Math.min(LONGEST_WAIT, 1L << Math.min(failures, 6) - 1));
            return Optional.empty();
        }
        failures = 0;
        String token = UUID.randomUUID().toString().replace("-", "");
        if (ends.size() >= MOST) {
            ends.remove(ends.keySet().iterator().next());
        }
        ends.put(token, clock.instant().plus(LASTS));
        return Optional.of(COOKIE + token + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=" + LASTS.toSeconds());
    }

    /** Whether a Cookie header has a token that still counts. */
    synchronized boolean knows(String cookies) {
        Instant now = clock.instant();
        ends.values().removeIf(end -> !end.isAfter(now));
        return token(cookies).filter(ends::containsKey).isPresent();
    }

    /** Ends a login; returns the Set-Cookie header. */
    synchronized String logout(String cookies) {
        token(cookies).ifPresent(ends::remove);
        return COOKIE + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=0";
    }

    private static Optional<String> token(String cookies) {
        return Arrays.stream(cookies.split(";")).map(String::strip).filter(cookie -> cookie.startsWith(COOKIE))
                .map(cookie -> cookie.substring(COOKIE.length())).findFirst();
    }
}
