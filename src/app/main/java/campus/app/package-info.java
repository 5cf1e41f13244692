/**
 * Camel Main of this program: the properties that count, generated passwords, and the start of the embedded broker, the
 * ledger and the routes. It knows the modules core, link and broker, the routes by name only, and no command.
 */
package campus.app;
