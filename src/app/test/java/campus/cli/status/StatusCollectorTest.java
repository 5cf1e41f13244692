package campus.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StatusCollectorTest {

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anEndDuringTheFirstSetIsTheEndOfAllSets() throws Exception {
        StatusCollector figures = new StatusCollector();
        Exchange exchange = new DefaultCamelContext().getEndpoint("direct:figures").createExchange();
        exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, "$SYS/broker/uptime");
        exchange.getMessage().setBody("1 seconds");
        figures.receive(exchange);
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(figures::stop);
        figures.first(Set.of("$SYS/broker/uptime", "$SYS/broker/version"), Duration.ofSeconds(10));
        assertThat(figures.next()).isEmpty();
    }
}
