package campus.link.camel;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts {@link LinkComponent} in the place of camel-paho-mqtt5's component, in each Camel runtime that has this jar.
 * What the application has configured itself, as a bean or in code, is taken over when its context starts.
 */
public final class LinkPlugin implements ContextServicePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(LinkPlugin.class);
    private static final String SCHEME = "paho-mqtt5";
    private static final String PREFIX = "camel.component." + SCHEME + ".";

    @Override
    public void load(CamelContext context) {
        LinkComponent link = new LinkComponent();
        context.getRegistry().bind(SCHEME, link);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext initializing) throws VetoCamelContextStartException {
                takeOver(initializing, link);
                if (new LinkProperties(initializing).isEnabled()) {
                    check(initializing);
                    bind(initializing, link);
                }
            }

            @Override
            public void onContextStopping(CamelContext stopping) {
                if (stopping.hasComponent(SCHEME) instanceof LinkComponent present) {
                    present.stopSoon();
                }
            }
        });
    }

    /**
     * Checks the properties {@code campus.link.*}, and the numbers among {@code camel.component.paho-mqtt5.*}.
     *
     * @throws IllegalArgumentException naming the first that cannot be used, in one line
     */
    public static void check(CamelContext context) {
        new LinkProperties(context).check();
    }

    private static void takeOver(CamelContext context, LinkComponent link) throws VetoCamelContextStartException {
        Component present = context.hasComponent(SCHEME);
        PahoMqtt5Component own = present instanceof PahoMqtt5Component component && present != link ? component
                : bean(context, SCHEME + "-component", bean(context, SCHEME, link));
        if (own instanceof LinkComponent || !new LinkProperties(context).isEnabled()) {
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

    /**
     * Gives the component its options of {@code camel.component.paho-mqtt5.*}. Camel Main and a starter do the same; on
     * Spring Boot without that starter nobody else does.
     */
    private static void bind(CamelContext context, LinkComponent link) {
        PropertiesComponent properties = context.getPropertiesComponent();
        PropertyConfigurer configurer = PluginHelper.getConfigurerResolver(context)
                .resolvePropertyConfigurer(SCHEME + "-component", context);
        Map<String, Object> options = new HashMap<>(Map.of("lazyStartProducer", false, "bridgeErrorHandler", false));
        PluginHelper.getBeanIntrospection(context).getProperties(new PahoMqtt5Configuration(), options, null);
        // To look for every option takes 15 ms of a cold start; only Spring cannot list those that there are.
        Set<String> listed = properties.loadProperties(key -> key.startsWith(PREFIX)).stringPropertyNames();
        boolean all = context.getRegistry().lookupByName("environment") != null;
        for (String option : options.keySet()) {
            LinkOptions.keys(option)
                    .filter(key -> all || listed.contains(key) || System.getProperty(key) != null)
                    .flatMap(key -> properties.resolveProperty(key).stream())
                    .filter(value -> !value.isBlank())
                    .forEach(value -> PropertyBindingSupport.build().withConfigurer(configurer)
                            .bind(context, link, option, value));
        }
    }

    private static PahoMqtt5Component bean(CamelContext context, String name, PahoMqtt5Component otherwise) {
        PahoMqtt5Component bean = context.getRegistry().lookupByNameAndType(name, PahoMqtt5Component.class);
        return bean == null ? otherwise : bean;
    }
}
