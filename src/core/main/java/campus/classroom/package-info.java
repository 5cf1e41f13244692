/**
 * The code exchange of lab sheet 2, section 3, in its own terms: a DNI is exchanged for a one-time code, and the code
 * for a certificate. Its sub-packages act on them. Knows neither Camel nor an MQTT client.
 */
package campus.classroom;
