/**
 * The embedded MQTT broker: ActiveMQ Artemis in memory, made to look like Mosquitto. Knows listeners, limits and the
 * files of a broker, but no route. {@link campus.broker.BrokerFiles} turns properties into a
 * {@link campus.broker.BrokerConfig}; {@link campus.broker.EmbeddedBroker} starts with one.
 */
package campus.broker;
