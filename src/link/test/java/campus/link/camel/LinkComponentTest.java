package campus.link.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import campus.link.LinkSettings;
import java.nio.charset.StandardCharsets;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties of the component, and which endpoints it creates. */
class LinkComponentTest {

    private static final String WILL = "&willTopic=state&willPayload=offline&willQos=1&willRetained=true";

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private void property(String key, String value) {
        context.getPropertiesComponent().addInitialProperty(key, value);
    }

    private LinkComponent component() {
        return context.getComponent("paho-mqtt5", LinkComponent.class);
    }

    private LinkSettings settings(String uri) {
        return context.getEndpoint(uri, LinkEndpoint.class).settings("a route");
    }

    @Test
    void anEndpointIsALink() {
        assertThat(context.getEndpoint("paho-mqtt5:topic")).isInstanceOf(LinkEndpoint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "", " "})
    void anEndpointIsALinkIfLinksAreNotDisabled(String value) {
        property("campus.link.enabled", value);

        assertThat(context.getEndpoint("paho-mqtt5:topic")).isInstanceOf(LinkEndpoint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", " false "})
    void anEndpointIsTheStockOneIfLinksAreDisabled(String value) throws Exception {
        property("campus.link.enabled", value);
        PahoMqtt5Endpoint endpoint = context.getEndpoint("paho-mqtt5:topic?qos=2", PahoMqtt5Endpoint.class);

        assertThat(endpoint).isExactlyInstanceOf(PahoMqtt5Endpoint.class);
        assertThat(endpoint.createProducer()).isNotInstanceOf(LinkProducer.class);
        assertThat(endpoint.createConsumer(exchange -> { })).isNotInstanceOf(LinkConsumer.class);
    }

    @Test
    void theBirthPayloadIsNoOptionOfAnEndpoint() {
        String uri = "paho-mqtt5:topic?birthPayload=online";
        Throwable ofLink = catchThrowable(() -> context.getEndpoint(uri));
        property("campus.link.enabled", "false");
        Throwable ofStock = catchThrowable(() -> context.getEndpoint(uri));

        assertThat(ofLink).isInstanceOf(ResolveEndpointFailedException.class).hasMessage(ofStock.getMessage())
                .hasMessageContaining("Unknown parameters=[{birthPayload=online}]");
    }

    @Test
    void theBirthPayloadIsPublishedAsTheWillIs() {
        property("campus.link.birth-payload", " online ");

        assertThat(settings("paho-mqtt5:topic?qos=1" + WILL).birth()).hasValueSatisfying(birth -> {
            assertThat(birth.getPayload()).isEqualTo("online".getBytes(StandardCharsets.UTF_8));
            assertThat(birth.getQos()).isEqualTo(1);
            assertThat(birth.isRetained()).isTrue();
        });
    }

    @Test
    void oneWillTopicMayHaveABirthPayloadOfItsOwn() {
        property("campus.link.birth-payload.state", "here");
        assertThat(settings("paho-mqtt5:topic?qos=1" + WILL).birth()).hasValueSatisfying(
                birth -> assertThat(birth.getPayload()).asString().isEqualTo("here"));
        assertThat(settings("paho-mqtt5:topic?qos=1" + WILL.replace("=state", "=other")).birth()).isEmpty();
    }

    @Test
    void thereIsNoBirthPayloadWithoutAWill() {
        property("campus.link.birth-payload", "online");

        assertThat(settings("paho-mqtt5:topic").birth()).isEmpty();
    }

    @Test
    void aBlankBirthPayloadIsNone() {
        property("campus.link.birth-payload", " ");

        assertThat(settings("paho-mqtt5:topic?qos=1" + WILL).birth()).isEmpty();
    }

    @Test
    void numbersHaveDefaults() {
        property("campus.link.queue", " ");

        assertThat(component().extras(null).queue()).isEqualTo(1000);
        assertThat(component().extras(null).maxInflight()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", " 1000000 "})
    void numbersAreTakenInTheirRange(String value) {
        property("campus.link.queue", value);
        property("campus.link.max-inflight", value);

        assertThat(component().extras(null).queue()).isEqualTo(Integer.parseInt(value.strip()));
        assertThat(component().extras(null).maxInflight()).isEqualTo(Integer.parseInt(value.strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000001", "99999999999", "1.5", "many"})
    void aBadNumberIsRefusedInOneLine(String value) {
        String accepted = "=" + value + " cannot be used: accepted is a whole number from 1 to 1000000";

        property("campus.link.max-inflight", value);
        assertThatThrownBy(() -> component().extras(null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("campus.link.max-inflight" + accepted);
        property("campus.link.queue", value);
        assertThatThrownBy(() -> component().extras(null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("campus.link.queue" + accepted);
    }

    @Test
    void theWayToRetryIsOneOfThree() {
        assertThat(component().extras(null).retry()).isEqualTo(LinkSettings.Retry.ALWAYS);
        property("campus.link.retry", "after-connect");
        assertThat(component().extras(null).retry()).isEqualTo(LinkSettings.Retry.AFTER_CONNECT);
        property("campus.link.retry", "sometimes");

        assertThatThrownBy(() -> component().extras(null)).hasMessage(
                "campus.link.retry=sometimes cannot be used: accepted is always, after-connect or never");
    }

    @ParameterizedTest
    @CsvSource({"keep-alive-interval, keepAliveInterval, 70000, a whole number of seconds from 0 to 65535",
        "keep-alive-interval, keepAliveInterval, -1, a whole number of seconds from 0 to 65535",
        "keep-alive-interval, keepAliveInterval, 10s, a whole number of seconds from 0 to 65535",
        "connection-timeout, connectionTimeout, abc, a whole number of seconds from 0 to 2147483647",
        "connectionTimeout, connectionTimeout, -1, a whole number of seconds from 0 to 2147483647",
        "max-reconnect-delay, maxReconnectDelay, 2x, a whole number of milliseconds from 0 to 2147483647",
        "receive-maximum, receiveMaximum, 65536, a whole number from 1 to 65535",
        "session-expiry-interval, sessionExpiryInterval, 4294967296, a whole number of seconds from -1 to 4294967295",
        "qos, qos, 3, '0, 1 or 2'", "will-qos, willQos, abc, '0, 1 or 2'"})
    void aNumberOutsideItsRangeIsRefusedInAPropertyAndInAUri(String key, String option, String value,
            String accepted) {
        assertThatThrownBy(() -> context.getEndpoint("paho-mqtt5:topic?" + option + "=" + value)).rootCause()
                .hasMessage(option + "=" + value + " cannot be used: accepted is " + accepted);
        property("camel.component.paho-mqtt5." + key, value);
        assertThatThrownBy(context::start).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("camel.component.paho-mqtt5." + key + "=" + value + " cannot be used: accepted is "
                        + accepted);
    }

    /** Camel makes milliseconds of it. */
    @Test
    void aDelayInMillisecondsMayBeATextOfATime() {
        property("camel.component.paho-mqtt5.max-reconnect-delay", "2s");
        context.start();
        assertThat(((PahoMqtt5Endpoint) context.getEndpoint("paho-mqtt5:t?maxReconnectDelay=1m"))
                .getConfiguration().getMaxReconnectDelay()).isEqualTo(60_000);
    }

    @Test
    void aNumberThatCodeHasSetIsInItsRangeToo() {
        component().getConfiguration().setKeepAliveInterval(70_000);

        assertThatThrownBy(() -> context.getEndpoint("paho-mqtt5:topic")).rootCause()
                .hasMessageStartingWith("keepAliveInterval=70000 cannot be used: ");
    }

    @Test
    void aNumberMayBeABean() {
        context.getRegistry().bind("seconds", 65_535);

        assertThat(settings("paho-mqtt5:topic?keepAliveInterval=#seconds&sessionExpiryInterval=4294967295")
                .connect(false).keepAlive()).isEqualTo(65_535);
    }

    @Test
    void aClientIdentifierOfItsOwnIs22LettersAndDigits() {
        assertThat(settings("paho-mqtt5:topic").connect(false).clientId()).matches("[0-9A-Za-z]{22}");
    }

    @Test
    void aSharedSubscriptionHasTheSessionOfItsUri() {
        String uri = "paho-mqtt5:$share/group/topic?cleanStart=false&sessionExpiryInterval=60";

        assertThat(settings("paho-mqtt5:$share/group/topic").isDurable()).isFalse();
        assertThat(settings(uri).isDurable()).isTrue();
        assertThat(settings(uri).connect(false).cleanStart()).isFalse();
    }

    @Test
    void anEndpointOfQos2ResumesItsSessionAfterALoss() {
        LinkSettings settings = settings("paho-mqtt5:topic?qos=2");

        assertThat(settings.connect(false).cleanStart()).isTrue();
        assertThat(settings.connect(true).cleanStart()).isFalse();
        assertThat(settings.connect(true).sessionExpiry()).isEqualTo(60);
        assertThat(settings.isDurable()).isFalse();
    }
}
