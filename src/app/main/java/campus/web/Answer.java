package campus.web;

import campus.base.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the page answers to a request.
 *
 * @param status  HTTP status code
 * @param type    media type of the body
 * @param body    the bytes; empty for none
 * @param headers of this answer alone
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers) {

    static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    /** The refusal of a method: these are taken there, such as {@code GET, HEAD}. */
    static Answer only(String methods) {
        return text(405, "Only " + methods.replace(",", " and") + ".").with("allow", methods);
    }

    static Answer json(int status, Object value) {
        try {
            return new Answer(status, "application/json", Json.MAPPER.writeValueAsBytes(value), Map.of());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer with(String name, String value) {
        return new Answer(status, type, body, Map.of(name, value));
    }

    /**
     * A request that {@link HttpRules} let in.
     *
     * @param path   without the query
     * @param topic  of the query; empty for none
     * @param cookie the header; empty for none
     * @param body   as text
     * @param local  whether it comes from this machine
     */
    record Request(String path, String topic, String cookie, String body, boolean local) {
    }
}
