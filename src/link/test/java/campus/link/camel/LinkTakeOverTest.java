package campus.link.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Persistence;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the component {@code paho-mqtt5} that an application has configured itself. */
class LinkTakeOverTest {

    private static final String URL = "tcp://broker.example:1883";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PahoMqtt5Component own = new PahoMqtt5Component();

    LinkTakeOverTest() {
        own.getConfiguration().setBrokerUrl(URL);
        own.getConfiguration().setUserName("ana");
        own.setLazyStartProducer(true);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private PahoMqtt5Configuration configuration(String uri) {
        PahoMqtt5Endpoint endpoint = context.getEndpoint(uri, PahoMqtt5Endpoint.class);
        assertThat(endpoint).isInstanceOf(LinkEndpoint.class);
        return endpoint.getConfiguration();
    }

    @ParameterizedTest
    @ValueSource(strings = {"paho-mqtt5-component", "paho-mqtt5"})
    void aBeanIsTakenOver(String name) {
        context.getRegistry().bind(name, own);
        context.start();

        assertThat(configuration("paho-mqtt5:topic").getBrokerUrl()).isEqualTo(URL);
        assertThat(configuration("paho-mqtt5:topic").getUserName()).isEqualTo("ana");
        assertThat(context.getComponent("paho-mqtt5", PahoMqtt5Component.class).isLazyStartProducer()).isTrue();
    }

    @Test
    void aComponentThatCodeHasAddedIsTakenOver() {
        context.addComponent("paho-mqtt5", own);
        context.start();

        assertThat(configuration("paho-mqtt5:topic").getBrokerUrl()).isEqualTo(URL);
    }

    @Test
    void whatWasSetOtherwiseStays() {
        context.getRegistry().bind("paho-mqtt5-component", own);
        context.getComponent("paho-mqtt5", PahoMqtt5Component.class).getConfiguration().setUserName("by property");
        context.start();

        assertThat(configuration("paho-mqtt5:topic").getBrokerUrl()).isEqualTo(URL);
        assertThat(configuration("paho-mqtt5:topic").getUserName()).isEqualTo("by property");
    }

    @Test
    void aClassOfTheApplicationStays() {
        PahoMqtt5Component special = new PahoMqtt5Component() { };
        context.addComponent("paho-mqtt5", special);
        context.start();

        assertThat(context.getComponent("paho-mqtt5")).isSameAs(special);
    }

    @Test
    void nothingIsTakenOverIfLinksAreDisabled() {
        context.getPropertiesComponent().addInitialProperty("campus.link.enabled", "false");
        context.addComponent("paho-mqtt5", own);
        context.start();

        assertThat(context.getComponent("paho-mqtt5")).isSameAs(own);
        assertThat(context.getEndpoint("paho-mqtt5:topic")).isExactlyInstanceOf(PahoMqtt5Endpoint.class);
    }

    @Test
    void fragileDefaultsAreReplacedAndQosIsNot() {
        PahoMqtt5Configuration link = configuration("paho-mqtt5:topic");

        assertThat(link.getKeepAliveInterval()).isEqualTo(10);
        assertThat(link.getConnectionTimeout()).isEqualTo(5);
        assertThat(link.getMaxReconnectDelay()).isEqualTo(2000);
        assertThat(link.getQos()).isEqualTo(2);
    }

    /** Camel Main binds them itself; on Spring Boot without the starter of the component nobody else does. */
    @ParameterizedTest
    @CsvSource({"broker-url, brokerUrl, tcp://broker.example:1883", "brokerUrl, brokerUrl, tcp://broker.example:1883",
        "keep-alive-interval, keepAliveInterval, 7", "user-name, userName, ana"})
    void propertiesAreBoundInAnyRuntime(String property, String option, String value) throws Exception {
        context.getPropertiesComponent().addInitialProperty("camel.component.paho-mqtt5." + property, value);
        context.start();

        assertThat(value(configuration("paho-mqtt5:topic"), option)).isEqualTo(value);
    }

    @Test
    void anEndpointWithAnEmptyUserHasThatOfTheComponent() {
        own.getConfiguration().setPassword("secret");
        context.addComponent("paho-mqtt5", own);
        context.getPropertiesComponent().addInitialProperty("none", "");
        context.start();

        PahoMqtt5Configuration link = configuration("paho-mqtt5:topic?userName=#property:none&password=#property:none");
        assertThat(link.getUserName()).isEqualTo("ana");
        assertThat(link.getPassword()).isEqualTo("secret");
    }

    /** The value of the last column is that of camel-paho-mqtt5. */
    @ParameterizedTest
    @CsvSource({"keep-alive-interval, keepAliveInterval, 60", "connection-timeout, connectionTimeout, 30",
        "max-reconnect-delay, maxReconnectDelay, 128000"})
    void aDefaultThatTheApplicationAsksForStays(String property, String option, String value) throws Exception {
        assertThat(value(configuration("paho-mqtt5:topic?" + option + "=" + value), option)).isEqualTo(value);
        context.getPropertiesComponent().addInitialProperty("camel.component.paho-mqtt5." + property, value);

        assertThat(value(configuration("paho-mqtt5:other"), option)).isEqualTo(value);
    }

    private String value(PahoMqtt5Configuration link, String option) throws Exception {
        return PluginHelper.getBeanIntrospection((CamelContext) context)
                .getOrElseProperty(link, option, null, false).toString();
    }

    @Test
    void anotherValueStays() {
        own.getConfiguration().setKeepAliveInterval(30);
        context.addComponent("paho-mqtt5", own);
        context.start();

        assertThat(configuration("paho-mqtt5:topic").getKeepAliveInterval()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"persistence=FILE", "filePersistenceDirectory=/var/lib/mqtt", "executorServiceTimeout=5",
        "client=#client"})
    void whatALinkCannotDoIsRefusedByName(String option) throws Exception {
        context.getRegistry().bind("client", new MqttClient(URL, "id", null));
        String name = option.replaceAll("=.*", "");

        assertThatThrownBy(() -> context.getEndpoint("paho-mqtt5:topic?" + option)).rootCause()
                .hasMessageStartingWith("the option " + name + " of paho-mqtt5 cannot be used with campus-link: ")
                .hasMessageEndingWith("; leave it out, or set campus.link.enabled=false for the component of Camel");
    }

    @Test
    void stockValuesOfThoseOptionsAreTaken() {
        own.getConfiguration().setPersistence(PahoMqtt5Persistence.MEMORY);
        context.addComponent("paho-mqtt5", own);
        context.start();

        assertThat(configuration("paho-mqtt5:topic?executorServiceTimeout=1").getBrokerUrl()).isEqualTo(URL);
    }

    @Test
    void badSslClientPropsAreRefusedByName() {
        Properties properties = new Properties();
        properties.setProperty("com.ibm.ssl.unknown", "x");
        own.getConfiguration().setSslClientProps(properties);
        context.addComponent("paho-mqtt5", own);
        context.start();

        assertThatThrownBy(() -> context.getEndpoint("paho-mqtt5:topic")).rootCause()
                .hasMessageContaining("com.ibm.ssl.unknown");
    }
}
