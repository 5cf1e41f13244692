/**
 * Views and their sinks: the line for a message, a safe file name for a topic, dead letters, and the Camel component
 * {@code lines:}, which writes many lines at a time. Knows Camel, but no broker.
 */
package campus.sink;
