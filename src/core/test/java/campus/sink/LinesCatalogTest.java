package campus.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the build makes for {@code lines:}, as that of Camel does for its components. */
class LinesCatalogTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @ParameterizedTest
    @CsvSource({"lines-component,LinesComponentConfigurer", "lines-endpoint,LinesEndpointConfigurer"})
    void aConfigurerIsFound(String name, String simpleName) {
        assertThat(PluginHelper.getConfigurerResolver(context).resolvePropertyConfigurer(name, context))
                .isNotNull().extracting(found -> found.getClass().getSimpleName()).isEqualTo(simpleName);
    }

    @Test
    void optionsAreSetWithoutReflection() {
        context.start();
        BeanIntrospection reflection = PluginHelper.getBeanIntrospection(context);
        long before = reflection.getInvokedCounter();
        LinesEndpoint endpoint = context.getEndpoint(
                "lines:folder?name=n&rotate=none&maxSize=1KB&sync=true&lazyStartProducer=true", LinesEndpoint.class);
        assertThat(List.of(endpoint.getName(), endpoint.getRotate(), endpoint.getMaxSize(), endpoint.isSync(),
                endpoint.isLazyStartProducer())).containsExactly("n", "none", "1KB", true, true);
        assertThat(reflection.getInvokedCounter()).isEqualTo(before);
    }

    @Test
    void optionsMakeAUri() throws Exception {
        assertThat(context.getCamelContextExtension().getEndpointUriFactory("lines")
                .buildUri("lines", Map.of("folder", "data/readings", "name", "n")))
                .isEqualTo("lines:data/readings?name=n");
    }

    @ParameterizedTest
    @CsvSource({"folder,true,", "name,false,readings", "rotate,false,day", "maxSize,false,0", "sync,false,false"})
    void theCatalogHasTheOption(String name, boolean required, String defaultValue) throws Exception {
        JsonNode option = catalog().path("properties").path(name);
        assertThat(option.path("required").asBoolean()).isEqualTo(required);
        assertThat(option.path("defaultValue").asText(null)).isEqualTo(defaultValue);
        assertThat(option.path("description").asText()).hasSizeGreaterThan(20);
    }

    @Test
    void theCatalogHasTheComponent() throws Exception {
        JsonNode component = catalog().path("component");
        assertThat(component.path("producerOnly").asBoolean()).isTrue();
        assertThat(component.path("async").asBoolean()).isTrue();
        assertThat(component.path("remote").asBoolean(true)).isFalse();
        assertThat(component.path("description").asText()).startsWith("Appends each body as a line");
        List<String> options = new ArrayList<>();
        catalog().path("componentProperties").fieldNames().forEachRemaining(options::add);
        assertThat(options).as("no clock").containsExactly("lazyStartProducer", "autowiredEnabled");
    }

    private JsonNode catalog() throws Exception {
        return new ObjectMapper().readTree(context.getComponentParameterJsonSchema("lines"));
    }
}
