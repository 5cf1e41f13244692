/** The connection to the MQTT broker. For now: what camel-paho-mqtt5 does not tell of a received message. */
package campus.link;
