/**
 * The smart building of lab sheet 1: its topic grammar, a reading, and the sensors that are simulated.
 * Knows neither Camel nor MQTT.
 */
package campus.building;
