package campus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.InterceptSendToMockEndpointStrategy;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultExchange;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Routes of this project with the application.properties that users get, and without a broker: a route from MQTT
 * begins at {@code direct:ROUTE-ID}, what is published ends in {@code mock:paho-mqtt5:TOPIC}, mails in
 * {@code mock:mail} and dead letters in {@code mock:dead-letter}.
 */
public final class RouteFixture implements AutoCloseable {

    /** Long enough for a slow machine; a test that passes never waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String VIEW = "camel.route-template[";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template = context.createProducerTemplate();
    private final Map<String, String> properties = new TreeMap<>();

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
                // Should a test connect after all, then to nobody.
                .set("camel.component.paho-mqtt5.broker-url", "tcp://127.0.0.1:1")
                .set("campus.teacher.mail.to", "mock:mail")
                .set("campus.errors.dead-letter.to", "mock:dead-letter")
                .set("campus.errors.retry-delay", "1ms");
    }

    private static Properties shipped() throws IOException {
        Properties shipped = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("application.properties"), StandardCharsets.UTF_8)) {
            shipped.load(file);
        }
        return shipped;
    }

    /** Takes a property back to what users get. */
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
        properties.keySet().removeIf(key -> key.startsWith(VIEW));
        return this;
    }

    /** Adds a view by properties, as the README shows it. */
    public RouteFixture view(String name, String filter, String to) {
        return set(VIEW + name + "].template-id", "view").set(VIEW + name + "].filter", filter)
                .set(VIEW + name + "].to", to);
    }

    /** Adds a building by properties, as the README shows it; of each pair a key and its value. */
    public RouteFixture building(String block, String building, String... more) {
        set(VIEW + block + "].template-id", "sensors").set(VIEW + block + "].building", building);
        for (int i = 0; i < more.length; i += 2) {
            set(VIEW + block + "]." + more[i], more[i + 1]);
        }
        return this;
    }

    /** Makes an object known by name. */
    public RouteFixture bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
        return this;
    }

    /** Starts the routes, connected to nothing. */
    public RouteFixture start(RouteBuilder... routes) throws Exception {
        context.getCamelContextExtension()
                .registerEndpointCallback(new InterceptSendToMockEndpointStrategy("paho-mqtt5:*", true));
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
        // A publisher that started with its route would connect.
        context.getComponent("paho-mqtt5", DefaultComponent.class).setLazyStartProducer(true);
        for (RouteBuilder builder : routes) {
            context.addRoutes(builder);
            context.addTemplatedRoutes(builder);
        }
        addBlocks();
    }

    /** What Camel Main does with the views and buildings, and with the name of each. */
    private void addBlocks() throws Exception {
        Map<String, Map<String, Object>> blocks = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(VIEW)) {
                String name = key.substring(VIEW.length(), key.indexOf("]."));
                blocks.computeIfAbsent(name, block -> new HashMap<>(Map.of(
                                "client-id", "{{campus.client-id}}-" + block, "prefix", VIEW + block + "].")))
                        .put(key.substring(key.indexOf("].") + 2), value);
            }
        });
        for (Map.Entry<String, Map<String, Object>> block : blocks.entrySet()) {
            String template = (String) block.getValue().remove("template-id");
            if (context.getRouteTemplateDefinition(template) != null) {
                context.addRouteFromTemplate(block.getKey(), template, block.getValue());
            }
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

    /** As above, kept by the broker from before the subscription. */
    public Exchange receiveRetained(String routeId, String topic, String payload) {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setRetained(true);
        return receive(routeId, topic, message);
    }

    /** As above, with all that an MQTT message can carry. Sets what camel-paho-mqtt5 sets, and nothing else. */
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

    /** What arrived at {@code mock:NAME}, with the patience of a slow machine. */
    public MockEndpoint mock(String name) {
        MockEndpoint mock = context.getEndpoint("mock:" + name, MockEndpoint.class);
        mock.setResultWaitTime(PATIENCE.toMillis());
        return mock;
    }

    /** What was published on a topic. */
    public MockEndpoint published(String topic) {
        return mock("paho-mqtt5:" + topic);
    }

    /** How an endpoint of a built route is set up: the one for this topic or filter. */
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

    /** All files in a folder and below; none where there is no folder. */
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
    }
}
