/**
 * Campus inside another application on Camel, by {@code campus.routes}: its routes, and the properties, client
 * identifiers and files that they need. What the application has configured wins.
 */
package campus.host;
