package campus.link;

import campus.link.camel.LinkComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.support.DefaultExchange;

/** A Camel context with links to a broker, and the results of their health checks. */
final class MosquittoCamel implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<String, AsyncProducer> producers = new HashMap<>();
    private final HealthCheckRegistry registry = new DefaultHealthCheckRegistry(context);

    /** A context without routes, whose links retry sooner than those of a program. */
    MosquittoCamel() {
        LinkComponent component = new LinkComponent(new LinkSettings.Delays(Duration.ofMillis(20),
                Duration.ofSeconds(30), Duration.ofSeconds(1)));
        component.getConfiguration().setQos(1);
        context.addComponent("paho-mqtt5", component);
        context.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
        context.getShutdownStrategy().setTimeout(2);
    }

    /** Binds a bean that an endpoint names with {@code #name}. */
    MosquittoCamel bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
        return this;
    }

    MosquittoCamel property(String key, String value) {
        context.getPropertiesComponent().addInitialProperty(key, value);
        return this;
    }

    /** Adds a route that consumes; its link has the id of the route. */
    MosquittoCamel consume(String id, String uri, Processor handler) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).process(handler);
            }
        });
        return this;
    }

    /** Adds a route that publishes the bodies of {@link #send}; its link has the name {@code to TOPIC}. */
    MosquittoCamel publish(String id, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id).routeId(id).errorHandler(noErrorHandler()).to(uri);
            }
        });
        producers.put(id, null);
        return this;
    }

    MosquittoCamel start() throws Exception {
        context.start();
        for (String id : List.copyOf(producers.keySet())) {
            AsyncProducer producer = context.getEndpoint("direct:" + id).createAsyncProducer();
            producer.start();
            producers.put(id, producer);
        }
        return this;
    }

    /** Sends a body; the future completes with the exchange. */
    CompletableFuture<Void> send(String id, Object body) {
        try {
            AsyncProducer producer = producers.get(id);
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(body);
            CompletableFuture<Void> done = new CompletableFuture<>();
            producer.process(exchange, sync -> {
                if (exchange.getException() == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(exchange.getException());
                }
            });
            return done;
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    boolean isUp(String link) {
        return health(link).getState() == HealthCheck.State.UP;
    }

    /** Whether the link is up, and came up after this moment. */
    boolean isUpSince(String link, Instant moment) {
        HealthCheck.Result result = health(link);
        return result.getState() == HealthCheck.State.UP
                && Instant.parse(result.getDetails().get("since").toString()).isAfter(moment);
    }

    /** The reason why the link is not up. */
    String reason(String link) {
        return health(link).getMessage().orElse("");
    }

    private HealthCheck.Result health(String link) {
        return registry.getCheck("link:" + link).orElseThrow(() -> new AssertionError("no link " + link)).call();
    }

    @Override
    public void close() {
        context.stop();
    }
}
