package example;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** The route of the application itself; those of Campus come with {@code campus.routes}. */
@ApplicationScoped
public class Routes extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:own?period=1000").routeId("own").log("of the application");
    }
}
