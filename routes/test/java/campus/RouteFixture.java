package campus;

import static org.assertj.core.api.Assertions.assertThat;

import campus.base.Durations;
import campus.base.PackagedProperties;
import campus.building.BuildingSettings;
import campus.camel.CamelSettings;
import campus.classroom.teacher.TeacherDesk;
import campus.sink.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultInterceptSendToEndpoint;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Routes of this project with the application.properties that users get, and without a broker: a route from MQTT
 * begins at {@code direct:ROUTE-ID}, a message to publish ends in {@link #published} and {@link #publisher}, a mail in
 * {@code mock:mail} and a dead letter in {@code mock:dead-letter}.
 */
public final class RouteFixture implements AutoCloseable {

    /** Long enough for a slow machine; a test that passes never waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template = context.createProducerTemplate();
    private final Map<String, String> properties = new TreeMap<>();
    private TeacherDesk desk;

    private RouteFixture() {
    }

    /** The shipped properties, with everything that is written in the given folder. */
    public static RouteFixture in(Path folder) throws IOException {
        RouteFixture fixture = new RouteFixture();
        Properties shipped = shipped();
        shipped.stringPropertyNames().forEach(key -> fixture.properties.put(key, shipped.getProperty(key)));
        return fixture
                .set("campus.data-dir", folder.toString())
                .set("campus.client-id", "test")
                .set("campus.building.password", "building-secret")
                .set("campus.teacher.password", "teacher-secret")
                // A test that connects after all fails at once.
                .set("camel.component.paho-mqtt5.broker-url", "tcp://127.0.0.1:1")
                .set("campus.teacher.mail.to", "mock:mail")
                .set("campus.errors.dead-letter.to", "mock:dead-letter")
                .set("campus.errors.retry-delay", "1ms");
    }

    /** The application.properties that users get, without what is for other applications. */
    static Properties shipped() throws IOException {
        Properties shipped = new Properties();
        shipped.putAll(PackagedProperties.load().values());
        shipped.remove("campus.routes");
        return shipped;
    }

    /** Gives a property its shipped value. */
    public RouteFixture asShipped(String key) throws IOException {
        return set(key, shipped().getProperty(key));
    }

    /** Changes a property, as {@code -D} does. */
    public RouteFixture set(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Takes the shipped views out: only those that a test adds remain. */
    public RouteFixture withoutShippedViews() {
        properties.keySet().removeIf(key -> key.startsWith(View.PREFIX));
        return this;
    }

    /** Adds a view by properties, as the pages show it. */
    public RouteFixture view(String name, String filter, String... sinks) {
        String view = View.PREFIX + name;
        set(view + ".filter", filter);
        for (int i = 0; i < sinks.length; i++) {
            set(view + (i == 0 ? ".to" : ".to." + (i + 1)), sinks[i]);
        }
        return this;
    }

    /** Adds a building by properties, as the pages show it; of each pair a key and its value. */
    public RouteFixture building(String name, String building, String... more) {
        set(BuildingSettings.PREFIX + name + ".building", building);
        for (int i = 0; i < more.length; i += 2) {
            set(BuildingSettings.PREFIX + name + "." + more[i], more[i + 1]);
        }
        return this;
    }

    /** Makes an object known by name. */
    public RouteFixture bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
        return this;
    }

    /** Starts the routes without a connection. */
    public RouteFixture start(RouteBuilder... routes) throws Exception {
        context.getCamelContextExtension().registerEndpointCallback(new PublishedToMocks());
        add(routes);
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            if (route.getInput().getEndpointUri().startsWith("paho-mqtt5:")) {
                AdviceWith.adviceWith(context, route.getId(),
                        advice -> advice.replaceFromWith("direct:" + route.getId()));
            }
        }
        context.start();
        return this;
    }

    /** Makes the routes as they are, with their MQTT endpoints, and starts none of them. */
    public RouteFixture build(RouteBuilder... routes) throws Exception {
        context.setAutoStartup(false);
        add(routes);
        context.start();
        return this;
    }

    private void add(RouteBuilder... routes) throws Exception {
        Properties all = new Properties();
        all.putAll(properties);
        PropertiesComponent component = (PropertiesComponent) context.getPropertiesComponent();
        component.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        component.setInitialProperties(all);
        // A publisher that starts with its route would connect.
        context.getComponent("paho-mqtt5", DefaultComponent.class).setLazyStartProducer(true);
        for (RouteBuilder builder : routes) {
            if (builder instanceof TeacherRoutes && Boolean.parseBoolean(properties.get("campus.teacher.enabled"))) {
                desk = TeacherDesk.open(CamelSettings.of(context), Durations.CLOCK);
                bind("teacherDesk", desk);
            }
            context.addRoutes(builder);
        }
    }

    /** The message arrives at a route that begins with MQTT; when this returns it has been handled. */
    public Exchange receive(String routeId, String topic, byte[] payload) {
        return receive(routeId, topic, new MqttMessage(payload));
    }

    /** As above, in UTF-8. */
    public Exchange receive(String routeId, String topic, String payload) {
        return receive(routeId, topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** As above, retained by the broker. */
    public Exchange receiveRetained(String routeId, String topic, String payload) {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setRetained(true);
        return receive(routeId, topic, message);
    }

    /** As above, with the flags and properties of a message. It sets the headers of camel-paho-mqtt5, and no other. */
    public Exchange receive(String routeId, String topic, MqttMessage mqtt) {
        PahoMqtt5Message message = new PahoMqtt5Message(context, mqtt);
        message.setBody(mqtt.getPayload());
        message.setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
        message.setHeader(PahoMqtt5Constants.MQTT_QOS, mqtt.getQos());
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES,
                mqtt.getProperties() == null ? new MqttProperties() : mqtt.getProperties());
        Exchange exchange = new DefaultExchange(context);
        exchange.setIn(message);
        return template.send("direct:" + routeId, exchange);
    }

    /** The exchanges that arrived at {@code mock:NAME}, with the patience for a slow machine. */
    public MockEndpoint mock(String name) {
        MockEndpoint mock = context.getEndpoint("mock:" + name, MockEndpoint.class);
        mock.setResultWaitTime(PATIENCE.toMillis());
        return mock;
    }

    /** The messages that were published on a topic. */
    public MockEndpoint published(String topic) {
        return mock("published:" + topic);
    }

    /** The messages that an endpoint published, on any topic; its name is the topic in its URI. */
    public MockEndpoint publisher(String name) {
        return mock("publisher:" + name);
    }

    /** The endpoint of a built route for this topic or filter. */
    public PahoMqtt5Endpoint mqtt(String topic) {
        return context.getEndpoints().stream()
                .filter(PahoMqtt5Endpoint.class::isInstance).map(PahoMqtt5Endpoint.class::cast)
                .filter(endpoint -> endpoint.getTopic().equals(topic))
                .findFirst().orElseThrow(() -> new AssertionError("no endpoint for " + topic));
    }

    /** The bodies that arrived at a mock, as text. */
    public static List<String> bodies(MockEndpoint mock) {
        return mock.getReceivedExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(String.class)).toList();
    }

    /** A step that fails each time. */
    public static Processor failing(String why) {
        return exchange -> {
            throw new IOException(why);
        };
    }

    /** The consumer acknowledges an exchange that ends like this. */
    public static void assertHandled(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.isFailed()).isFalse();
    }

    /** An endpoint logs in as this user. */
    public static void assertLogin(PahoMqtt5Endpoint endpoint, String user, String password) {
        assertThat(endpoint.getConfiguration().getUserName()).as(endpoint.getTopic()).isEqualTo(user);
        assertThat(endpoint.getConfiguration().getPassword()).as(endpoint.getTopic()).isEqualTo(password);
    }

    /** All files in a folder and below; none if there is no folder. */
    public static List<Path> files(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    public CamelContext context() {
        return context;
    }

    public ProducerTemplate template() {
        return template;
    }

    @Override
    public void close() throws IOException {
        template.close();
        context.close();
        if (desk != null) {
            desk.close();
        }
    }

    /** Sends to the mocks each message that an MQTT endpoint is to publish. */
    private final class PublishedToMocks implements EndpointStrategy {

        @Override
        public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
            if (!(endpoint instanceof PahoMqtt5Endpoint mqtt)) {
                return endpoint;
            }
            DefaultInterceptSendToEndpoint mocked = new DefaultInterceptSendToEndpoint(endpoint, true);
            mocked.setBefore(exchange -> publish(mqtt.getTopic(), exchange));
            return mocked;
        }

        private void publish(String endpointTopic, Exchange exchange) throws Exception {
            // The body may be a stream, which can be read once.
            exchange.getMessage().setBody(exchange.getMessage().getBody(byte[].class));
            String topic = exchange.getMessage().getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, endpointTopic,
                    String.class);
            for (MockEndpoint mock : List.of(publisher(endpointTopic), published(topic))) {
                if (exchange.getException() == null) {
                    mock.createProducer().process(exchange);
                }
            }
        }
    }
}
