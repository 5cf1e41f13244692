/**
 * The smart building of lab sheet 1: its topic grammar, its readings, and the simulation of its sensors. Knows neither
 * Camel nor an MQTT client.
 */
package campus.building;
