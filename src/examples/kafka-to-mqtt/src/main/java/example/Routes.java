package example;

import static org.apache.camel.component.kafka.KafkaConstants.KEY;
import static org.apache.camel.component.kafka.KafkaConstants.LAST_RECORD_BEFORE_COMMIT;
import static org.apache.camel.component.kafka.KafkaConstants.MANUAL_COMMIT;
import static org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;

/** From Kafka to MQTT, at least once: Kafka learns that a record is done after the MQTT broker has acknowledged it. */
public final class Routes extends RouteBuilder {

    @Override
    public void configure() {
        from("kafka:readings?groupId=to-mqtt&autoOffsetReset=earliest"
                + "&autoCommitEnable=false&allowManualCommit=true&breakOnFirstError=true")
            .setHeader(CAMEL_PAHO_OVERRIDE_TOPIC, header(KEY).prepend("copy/"))
            .to("paho-mqtt5:copy?qos=1")
            // Behind the PUBACK: once for all records of a partition that Kafka sent together.
            .filter(header(LAST_RECORD_BEFORE_COMMIT))
                .process(exchange -> exchange.getMessage().getHeader(MANUAL_COMMIT, KafkaManualCommit.class).commit());
    }
}
