package campus.cli;

import campus.base.Json;
import campus.link.LinkException;
import campus.link.Probe;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The difference between this clock and that of the sensors. A broker tells no time; a reading that has just been
 * published does.
 */
final class ClockCheck {

    private static final String WHAT = "clock";
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final Clock clock;
    private final Findings findings;

    ClockCheck(Clock clock, Findings findings) {
        this.clock = clock;
        this.findings = findings;
    }

    /** @param probe has subscribed to readings; empty where it may not */
    void look(Optional<Probe> probe, Duration wait) {
        if (probe.isEmpty()) {
            findings.unknown(WHAT, "not known, as no view receives readings, which tell their time");
            return;
        }
        try {
            Optional<Duration> difference = difference(probe.get(), wait);
            if (difference.isEmpty()) {
                findings.unknown(WHAT, "not known: a broker tells no time, and no reading came within "
                        + wait.toSeconds() + " s");
            } else {
                judge(difference.get());
            }
        } catch (LinkException e) {
            findings.wrong(WHAT, e.getMessage(), "look at the broker's log");
        }
    }

    private void judge(Duration difference) {
        String seconds = difference.toMillis() / 1000.0 + " s";
        if (difference.abs().compareTo(TOLERANCE) <= 0) {
            findings.ok(WHAT, "a reading came, and its time is " + seconds + " before this clock's");
        } else {
            findings.wrong(WHAT, "the time of a reading is " + seconds + " before this clock's",
                    "let NTP set the clocks of this machine and of the one with the sensors");
        }
    }

    private Optional<Duration> difference(Probe probe, Duration wait) throws LinkException {
        Instant end = clock.instant().plus(wait);
        Duration left = wait;
        while (left.compareTo(Duration.ZERO) > 0) {
            Optional<Instant> time = probe.next(left).filter(message -> !message.retained()).flatMap(ClockCheck::time);
            if (time.isPresent()) {
                return time.map(then -> Duration.between(then, clock.instant()));
            }
            left = Duration.between(clock.instant(), end);
        }
        return Optional.empty();
    }

    private static Optional<Instant> time(Probe.Message message) {
        try {
            JsonNode reading = Json.MAPPER.readTree(message.payload());
            return Optional.of(Instant.parse(reading.path("time").asText()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
