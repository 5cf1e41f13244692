/** Camel's component {@code kafka} with producers that wait for a Kafka that is away, and let the program stop. */
package campus.kafka;
