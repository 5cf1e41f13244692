package example;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application on Spring Boot with a route of its own; those of Campus come with {@code campus.routes}. */
@SpringBootApplication
public class Application {

    public static void main(String... args) {
        SpringApplication.run(Application.class, args);
    }

    @Bean
    RouteBuilder own() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:own?period=1000").routeId("own").log("{{greeting}}");
            }
        };
    }
}
