package campus.classroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.IssuedCode;
import campus.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLogTest {

    private static final Instant TIME = Instant.parse("2026-11-21T22:00:00.123Z");

    @TempDir
    private Path folder;

    @Test
    void aRequestIsALineOfTimeAndDni() throws IOException {
        Path file = folder.resolve("data/peticiones.log");
        ManualClock clock = new ManualClock();
        RequestLog log = new RequestLog(file, clock);
        log.append(new IssuedCode("47110", "12345678", TIME, TIME.plusSeconds(600)));
        clock.advance(Duration.ofSeconds(1));
        log.append(new IssuedCode("11112", "00000001", TIME.plusSeconds(1), TIME.plusSeconds(601)));
        assertThat(file).content()
                .isEqualTo("2026-11-21T22:00:00.123Z 12345678\n2026-11-21T22:00:01.123Z 00000001\n");
    }

    @Test
    void aCodeThatIsAskedForAgainAndAgainIsALineAMinute() throws IOException {
        Path file = folder.resolve("peticiones.log");
        ManualClock clock = new ManualClock();
        RequestLog log = new RequestLog(file, clock);
        IssuedCode issued = new IssuedCode("47110", "12345678", TIME, TIME.plusSeconds(600));
        for (int i = 0; i < 120; i++) {
            log.append(issued);
            clock.advance(Duration.ofSeconds(1));
        }
        log.append(new IssuedCode("47110", "12345678", TIME.plusSeconds(1), TIME.plusSeconds(600)));
        assertThat(file).content().isEqualTo("2026-11-21T22:00:00.123Z 12345678\n2026-11-21T22:01:00.123Z 12345678\n"
                + "2026-11-21T22:02:00.123Z 12345678\n");
    }

    @Test
    void linesFromBeforeATimeAreRemovedAndOthersStay() throws IOException {
        Path file = Files.writeString(folder.resolve("peticiones.log"),
                TIME.minusMillis(1) + " 1\n" + TIME + " 2\nby hand\n\n" + TIME.minus(Duration.ofDays(9)) + " 3\n");
        RequestLog log = new RequestLog(file, new ManualClock());
        assertThat(log.countBefore(TIME)).isEqualTo(2);
        assertThat(log.removeBefore(TIME)).isEqualTo(2);
        assertThat(log.countBefore(TIME)).isZero();
        assertThat(file).content().isEqualTo(TIME + " 2\nby hand\n\n");
    }
}
