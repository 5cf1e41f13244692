/** Clients and the names under which Artemis knows them. */
package campus.broker.client;
