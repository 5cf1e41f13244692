/**
 * What the tests of several modules need: brokers and databases to start, clients and programs to talk to them, clocks,
 * ports and log lines. It knows MQTT and no module of Campus.
 */
package campus.testkit;
