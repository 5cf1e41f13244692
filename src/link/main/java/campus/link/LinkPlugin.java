package campus.link;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Puts {@link LinkComponent} in the place of camel-paho-mqtt5's component, in every Camel runtime that has this jar, unless
 * the property {@code campus.link.enabled} is false. Properties can be read when the context initializes, not before.
 */
public final class LinkPlugin implements ContextServicePlugin {

    private static final String SCHEME = "paho-mqtt5";

    @Override
    public void load(CamelContext context) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext initializing) {
                if (isEnabled(initializing)) {
                    initializing.getRegistry().bind(SCHEME, new LinkComponent());
                }
            }
        });
    }

    private static boolean isEnabled(CamelContext context) {
        return context.getPropertiesComponent().resolveProperty("campus.link.enabled")
                .map(value -> !value.strip().equals("false")).orElse(true);
    }
}
