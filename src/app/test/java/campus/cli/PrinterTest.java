package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import campus.cli.options.OutputException;
import campus.cli.options.StandardOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrinterTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicInteger flushes = new AtomicInteger();
    private final CountDownLatch slow = new CountDownLatch(1);

    @Test
    void aLineIsWrittenAtOnce() throws Exception {
        try (Printer printer = new Printer(new PrintStream(written), true, 0, false)) {
            printer.print(message("salon/más", "uno"));
            await().atMost(Duration.ofSeconds(5)).until(() -> text().equals("salon/más uno\n"));
        }
    }

    @Test
    void linesThatComeWhileOthersAreWrittenAreWrittenTogether() throws Exception {
        OutputStream output = new OutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public void flush() {
                flushes.incrementAndGet();
                awaitSlow();
            }
        };
        try (Printer printer = new Printer(new PrintStream(output), false, 0, false)) {
            for (int i = 0; i < 1000; i++) {
                printer.print(message("t", "" + i));
            }
            slow.countDown();
        }
        assertThat(text().lines()).hasSize(1000).startsWith("0", "1", "2").endsWith("999");
        assertThat(flushes.get()).isLessThan(10);
    }

    @Test
    void aTerminalGetsNoControlCharacters() throws Exception {
        try (Printer printer = new Printer(new PrintStream(written), true, 0, true)) {
            printer.print(message("t\u001b", "\u001b[2Jyes\r\u0007\u009b1m\u007f\tmás\n👩"));
        }
        assertThat(text()).isEqualTo("t? ?[2Jyes???1m?\tmás\n👩\n");
    }

    @Test
    void noLineIsLostAtTheEnd() throws Exception {
        Printer printer = new Printer(new PrintStream(written), false, 3, false);
        for (String payload : new String[] {"a", "", "c\r", "too many"}) {
            printer.print(message("t", payload));
        }
        printer.await(0);
        printer.print(message("t", "too late"));
        printer.close();
        assertThat(text()).isEqualTo("a\n\nc\r\n");
        assertThat(printer.complete()).isTrue();
    }

    @Test
    void aFailureOfTheOutputEndsTheWaitAndIsTold() throws Exception {
        Printer printer = new Printer(StandardOutput.of(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        }, UTF_8), false, 0, false);
        printer.print(message("t", "x".repeat(100_000)));
        printer.await(0);
        printer.print(message("t", "no matter"));
        assertThatThrownBy(printer::close).isInstanceOf(OutputException.class).hasMessageContaining("Broken pipe");
    }

    private String text() {
        return written.toString(UTF_8);
    }

    private void awaitSlow() {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Exchange message(String topic, String payload) {
        Exchange exchange = context.getEndpoint("direct:printer").createExchange();
        exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
        exchange.getMessage().setBody(payload.getBytes(UTF_8));
        return exchange;
    }
}
