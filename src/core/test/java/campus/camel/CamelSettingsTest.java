package campus.camel;

import static org.assertj.core.api.Assertions.assertThat;

import campus.base.Settings;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class CamelSettingsTest {

    @Test
    void valuesAndKeysAreThoseOfTheContextWithPlaceholdersResolved() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("campus.data-dir", "data");
            context.getPropertiesComponent().addInitialProperty("campus.view.a.to", "lines:{{campus.data-dir}}/a");
            Settings settings = CamelSettings.of(context);
            assertThat(settings.text("campus.view.a.to")).isEqualTo("lines:data/a");
            assertThat(settings.names("campus.view.")).containsExactly("a");
            assertThat(settings.keys("campus.view.a.")).containsExactly("to");
            assertThat(settings.optional("campus.view.b.to")).isEmpty();

            context.getPropertiesComponent().addOverrideProperty("campus.view.b.to", "log:b");
            assertThat(settings.text("campus.view.b.to")).isEqualTo("log:b");
        }
    }
}
