/**
 * The bridge from Camel to the packages that do not know it: settings of a Camel context, and messages of the component
 * {@code paho-mqtt5}. Knows Camel and Paho, and no rule of this project.
 */
package campus.camel;
