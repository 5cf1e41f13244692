package campus.link.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts {@link LinkComponent} in the place of camel-paho-mqtt5's component, in each Camel runtime that has this jar.
 * What the application has configured itself, as a bean or in code, is taken over when its context starts.
 */
public final class LinkPlugin implements ContextServicePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(LinkPlugin.class);
    private static final String SCHEME = "paho-mqtt5";

    @Override
    public void load(CamelContext context) {
        LinkComponent link = new LinkComponent();
        context.getRegistry().bind(SCHEME, link);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext initializing) throws VetoCamelContextStartException {
                takeOver(initializing, link);
            }
        });
    }

    private static void takeOver(CamelContext context, LinkComponent link) throws VetoCamelContextStartException {
        Component present = context.hasComponent(SCHEME);
        PahoMqtt5Component own = present instanceof PahoMqtt5Component component && present != link ? component
                : bean(context, SCHEME + "-component", bean(context, SCHEME, link));
        if (own instanceof LinkComponent || !link.isEnabled(context)) {
            return;
        }
        if (own.getClass() != PahoMqtt5Component.class) {
            LOG.warn("campus-link: the component paho-mqtt5 of this application is a {} and stays: no links",
                    own.getClass().getName());
            return;
        }
        try {
            link.takeOver(own, context);
        } catch (Exception e) {
            throw new VetoCamelContextStartException("the component paho-mqtt5 of this application cannot be taken"
                    + " over: " + e.getMessage() + "; campus.link.enabled=false leaves it alone", e, context);
        }
        if (present != link) {
            context.removeComponent(SCHEME);
            context.addComponent(SCHEME, link);
        }
    }

    private static PahoMqtt5Component bean(CamelContext context, String name, PahoMqtt5Component otherwise) {
        PahoMqtt5Component bean = context.getRegistry().lookupByNameAndType(name, PahoMqtt5Component.class);
        return bean == null ? otherwise : bean;
    }
}
